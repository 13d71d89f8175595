//! `read IN`: what was understood of an input.

use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::path::Path;

use crate::cli::args::Read as Arguments;
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input};
use crate::cli::message;
use crate::input::{self, Item, Options};
use crate::report::read::{Document, Secrets, Writer};
use crate::source::{Problem, ProblemKind};

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let path = arguments.input.as_deref().unwrap_or(Path::new("-"));
    let input = Input::from_path(path);
    let mut out = BufWriter::new(io::stdout().lock());
    let secrets = if arguments.with_secrets { Secrets::Written } else { Secrets::Masked };
    let mut page =
        Page { file: input.name(), document: arguments.format, exit: Exit::Clean, written: Ok(()) };
    let done = Writer::begin(&mut out, arguments.format, secrets).and_then(|mut writer| {
        page.fill(&input, arguments, &mut writer);
        std::mem::replace(&mut page.written, Ok(())).and_then(|()| writer.finish())
    });
    match done.and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(message::unwritable(&error)),
        Ok(()) | Err(_) => Ok(page.ending()),
    }
}

/// A document on its way.
struct Page {
    file: String,
    document: Document,
    exit: Exit,
    written: io::Result<()>,
}

impl Page {
    fn fill(&mut self, input: &Input, arguments: &Arguments, writer: &mut Writer<'_>) {
        let bytes = match input.open() {
            Ok(bytes) => bytes,
            Err(unreadable) => {
                message::say(&unreadable.to_string());
                self.file = unreadable.name;
                return self.problem(&Problem::lost(None, unreadable.why), writer);
            }
        };
        let folder = input.folder();
        let beside = |name: &str| files::beside(&folder, name);
        let options = Options {
            format: arguments.reading.input_format,
            origin: input.origin(),
            files: if arguments.reading.read_files { Some(&beside) } else { None },
            environment: arguments.reading.env.as_deref(),
        };
        let name = self.file.clone();
        input::read(&name, bytes, &options, &mut |item| match item {
            Item::Exchange(exchange) => {
                if self.written.is_ok() {
                    self.written = writer.exchange(&exchange);
                }
            }
            Item::Problem(problem) => self.problem(&problem, writer),
            Item::Recorder(_) => {}
        });
    }

    fn problem(&mut self, problem: &Problem, writer: &mut Writer<'_>) {
        if problem.kind == ProblemKind::Lost {
            self.exit = Exit::Failed;
        }
        // The other formats have no place for what could not be read.
        if self.document != Document::Json {
            let line = problem.place.map_or_else(String::new, |place| format!(":{}", place.line));
            message::say(&format!("{}{line}: {}", self.file, problem.message));
        }
        writer.problem(&self.file, problem);
    }

    fn ending(&self) -> Ending {
        match self.exit {
            Exit::Clean | Exit::Findings => Ending::SILENT,
            Exit::Failed | Exit::Empty => {
                Ending::new(Exit::Failed, "the input could not be read wholly")
            }
        }
    }
}
