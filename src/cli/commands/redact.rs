//! `redact IN [-o OUT]`: the same recording without its secrets, read again before it is handed over.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::cli::args::{Global, input_formats};
use crate::cli::commands::check::clock;
use crate::cli::config;
use crate::cli::exit::{Ending, Exit, count};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Atomic, Input, Unreadable};
use crate::cli::message;
use crate::exchange::Format;
use crate::facts::Settings;
use crate::facts::catalog::Catalog;
use crate::input::{Options, detect, inflate};
use crate::lint::{Linter, Policy, Recording, lint};
use crate::redact::{self, Claims, Redacted, Told};
use crate::rules::RuleSet;

/// So much of an input tells its format.
const HEAD: u64 = 64 << 10;

/// More differences need not be told.
const MOST_TOLD: usize = 5;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The recording or script; `-` is standard input
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Write it here instead of standard output; compressed if the name ends in `.gz`
    #[arg(long, short, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Keep all claims of tokens, also what they say of people
    #[arg(long)]
    keep_claims: bool,
    /// Read the input as this format
    #[arg(long, value_name = "FORMAT", value_parser = input_formats())]
    input_format: Option<Format>,
}

pub(crate) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    let input = Input::from_path(&arguments.input);
    let desk = Desk {
        name: input.name(),
        settings: settings(&input, global)?,
        original: original(&input)?,
        arguments,
        input,
    };
    let draft = draft(arguments.output.as_deref())?;
    let mut redacted = desk.write(&draft)?;
    for problem in &redacted.problems {
        let line = problem.place.map_or_else(String::new, |place| format!(":{}", place.line));
        message::say(&format!("{}{line}: {}", desk.name, problem.message));
    }
    if let Some(why) = desk.doubt(&draft, &mut redacted)? {
        return Ok(Ending::new(Exit::Failed, why));
    }
    hand_over(&draft, arguments.output.as_deref())?;
    Ok(Ending::new(Exit::Clean, closing(&redacted)))
}

/// The input in a file that can be read again: a pipe is copied to one that has no name.
fn original(input: &Input) -> Result<File, Failure> {
    let unreadable = |error: io::Error| {
        Failure::from(Unreadable { name: input.name(), why: message::io_error(&error) })
    };
    let mut bytes = input.open()?;
    match input {
        Input::File(path) | Input::Found(path, _) => Ok(files::open(path)?),
        Input::Stdin | Input::Edited(_) | Input::Arguments(_) => {
            let mut copy = tempfile::tempfile().map_err(unreadable)?;
            io::copy(&mut bytes, &mut copy).map_err(unreadable)?;
            Ok(copy)
        }
    }
}

fn settings(input: &Input, global: &Global) -> Result<Settings, Failure> {
    let known = config::of(global, &input.folder(), Catalog::built_in())?.settings;
    Ok(Settings { now: Some(clock()), ..known })
}

/// Where the result stands until it is known to hold: in a file without a name, on the disk that it
/// is meant for.
fn draft(output: Option<&Path>) -> Result<File, Failure> {
    let folder = output.and_then(Path::parent).filter(|folder| *folder != Path::new(""));
    let made = match output {
        Some(_) => tempfile::tempfile_in(folder.unwrap_or(Path::new("."))),
        None => tempfile::tempfile(),
    };
    made.map_err(|error| unwritable(output, &error))
}

/// The same file from its start.
fn rewound(file: &File) -> io::Result<File> {
    let mut again = file.try_clone()?;
    again.rewind()?;
    Ok(again)
}

fn unwritable(output: Option<&Path>, error: &io::Error) -> Failure {
    let name = output.map_or_else(|| "<stdout>".to_owned(), message::path_unknown);
    Failure::Unwritable { name, why: message::io_error(error) }
}

struct Desk<'a> {
    arguments: &'a Arguments,
    input: Input,
    name: String,
    settings: Settings,
    original: File,
}

impl Desk<'_> {
    fn write(&self, draft: &File) -> Result<Redacted, Failure> {
        let output = self.arguments.output.as_deref();
        let compressed = output.is_some_and(|path| path.extension().is_some_and(|end| end == "gz"));
        let written = BufWriter::with_capacity(1 << 16, draft);
        let result = if compressed {
            let mut gzip = GzEncoder::new(written, Compression::default());
            let done = self.redact(&mut gzip)?;
            gzip.finish().and_then(|mut file| file.flush()).map(|()| done)
        } else {
            let mut written = written;
            let done = self.redact(&mut written)?;
            written.flush().map(|()| done)
        };
        result.map_err(|error| unwritable(output, &error))
    }

    fn redact(&self, out: &mut dyn Write) -> Result<Redacted, Failure> {
        let output = self.arguments.output.as_deref();
        let claims = if self.arguments.keep_claims { Claims::All } else { Claims::Known };
        let how = (RuleSet::built_in(), claims);
        let mut bytes = inflate::inflate(self.again()?);
        let mut head = Vec::new();
        bytes
            .by_ref()
            .take(HEAD)
            .read_to_end(&mut head)
            .map_err(|error| self.unreadable(&error))?;
        if head.starts_with(b"PK\x03\x04") {
            let why = "a zip archive; unpack it and name the HAR in it".to_owned();
            return Err(Unreadable { name: self.name.clone(), why }.into());
        }
        let format = match self.arguments.input_format {
            Some(format) => format,
            None => detect::detect(&self.name, &head)
                .map_err(|problem| Unreadable { name: self.name.clone(), why: problem.message })?,
        };
        let mut whole = head.chain(bytes);
        let done = if format == Format::Har {
            redact::har(&mut whole, out, how)
        } else {
            redact::text(&mut whole, out, (&self.name, &self.options(Some(format))), how)
        };
        done.map_err(|error| {
            // The words are our own.
            if error.kind() == io::ErrorKind::InvalidData {
                Unreadable { name: self.name.clone(), why: error.to_string() }.into()
            } else {
                unwritable(output, &error)
            }
        })
    }

    /// Why the result is not handed over: it holds what was taken out, or is judged otherwise.
    fn doubt(&self, draft: &File, redacted: &mut Redacted) -> Result<Option<String>, Failure> {
        let output = self.arguments.output.as_deref();
        let reopen = || rewound(draft).map_err(|error| unwritable(output, &error));
        let mut bytes = inflate::inflate(Box::new(BufReader::new(reopen()?)));
        let left = redact::is_left(&mut bytes, &redacted.ledger);
        if left.map_err(|error| unwritable(output, &error))? {
            let why = "a secret was left in the result, which was not kept; please report it";
            return Ok(Some(why.to_owned()));
        }
        redacted.ledger.forget();
        let before = self.judge(self.again()?);
        let after = self.judge(Box::new(BufReader::new(reopen()?)));
        let wrong = before.differences(&after);
        for difference in wrong.iter().take(MOST_TOLD) {
            message::say(&format!("{}: {difference}", self.name));
        }
        let why = "the result would be judged otherwise than the input, and was not kept";
        Ok((!wrong.is_empty()).then(|| why.to_owned()))
    }

    fn judge(&self, bytes: Box<dyn Read>) -> Told {
        let linter = Linter {
            catalog: Catalog::built_in(),
            rules: RuleSet::built_in(),
            settings: self.settings.clone(),
            policy: Policy::default(),
        };
        let options = self.options(self.arguments.input_format);
        let recording =
            Recording { name: &self.name, path: &self.name, input: bytes, options, answer: None };
        Told::of(&lint(recording, &linter))
    }

    fn options(&self, format: Option<Format>) -> Options<'static> {
        Options { format, ..Options::of(self.input.origin()) }
    }

    fn again(&self) -> Result<Box<dyn Read>, Failure> {
        let file = rewound(&self.original).map_err(|error| self.unreadable(&error))?;
        Ok(Box::new(BufReader::new(file)))
    }

    fn unreadable(&self, error: &io::Error) -> Failure {
        Unreadable { name: self.name.clone(), why: message::io_error(error) }.into()
    }
}

/// The whole result at once, or nothing of it.
fn hand_over(draft: &File, output: Option<&Path>) -> Result<(), Failure> {
    let mut draft = rewound(draft).map_err(|error| unwritable(output, &error))?;
    let Some(path) = output else {
        return message::print_as_written(|out| io::copy(&mut draft, out).map(drop));
    };
    let put = |mut place: Atomic| io::copy(&mut draft, &mut place).and_then(|_| place.commit());
    Atomic::at(path).and_then(put).map_err(|error| unwritable(output, &error))
}

/// What was replaced, by kinds.
fn closing(redacted: &Redacted) -> String {
    let counts = redacted.ledger.counts().filter(|(_, number)| *number > 0);
    let counts = counts.map(|(kind, number)| {
        let (one, more) = kind.words();
        format!("{number} {}", if number == 1 { one } else { more })
    });
    let counts: Vec<String> = counts.collect();
    let done = match counts.split_last() {
        None => "nothing had to be replaced".to_owned(),
        Some((last, [])) => format!("replaced {last}"),
        Some((last, rest)) => format!("replaced {} and {last}", rest.join(", ")),
    };
    match redacted.problems.len() {
        0 => done,
        lost => format!("{done}; {} could not be read", count(lost, "part")),
    }
}
