//! Recorded bytes become exchanges.

use std::fmt;
use std::io::Read;
use std::sync::Arc;

use crate::exchange::{Exchange, Format, Origin};
use crate::fix::{Change, Edit};
use crate::source::{Problem, Source, Span};

pub mod answer;
mod braces;
mod bruno;
mod cmd;
mod collection;
pub mod curl;
mod cut;
pub mod detect;
mod dockerfile;
pub mod embedded;
mod exec;
mod fetch;
mod form;
pub mod found;
pub mod har;
pub mod http_file;
mod httpie;
mod hurl;
pub mod inflate;
mod insomnia;
mod interpreter;
mod literal;
mod markdown;
mod members;
mod postman;
mod powershell;
pub(crate) mod query;
pub mod shell;
mod text;
mod tools;
mod transcript;
mod wget;
mod workflow;
mod yaml;
mod zip;

pub use yaml::{Placed as PlacedYaml, places as places_in_yaml};

/// What a reader is told besides the bytes.
pub struct Options<'a> {
    /// Forces a format; otherwise the content decides first and the name second.
    pub format: Option<Format>,
    /// Pasted or written; a recording says so itself.
    pub origin: Origin,
    /// Reads a file that a command names (`-d @body.json`), if reading files was allowed.
    pub files: Option<&'a Files<'a>>,
    /// The environment whose values the variables of a collection take, by its name.
    pub environment: Option<&'a str>,
}

impl Options<'_> {
    /// The content decides the format, and no other file is read.
    pub const fn of(origin: Origin) -> Self {
        Self { format: None, origin, files: None, environment: None }
    }
}

/// Gives the bytes of a file that lies beside the input.
pub type Files<'a> = dyn Fn(&str) -> Option<Vec<u8>> + 'a;

/// What a reader finds, in order of place.
pub enum Item {
    Exchange(Box<Exchange>),
    Problem(Problem),
    /// The program that made the recording, as soon as the file says so.
    Recorder(String),
}

impl fmt::Debug for Item {
    /// The recorder's name is recorded text like any other.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exchange(exchange) => f.debug_tuple("Exchange").field(exchange).finish(),
            Self::Problem(problem) => f.debug_tuple("Problem").field(problem).finish(),
            Self::Recorder(name) => write!(f, "Recorder({} bytes)", name.len()),
        }
    }
}

/// A secret in the source, and the shell variable that stands for it in what we print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concealed {
    pub span: Span,
    pub variable: String,
}

/// How much of the beginning decides whether this is a recording, which is never held whole.
pub const HEAD: u64 = 64 << 10;

/// Reads all exchanges of an input of any format, in order of place.
pub fn read(
    name: &str,
    input: Box<dyn Read + '_>,
    options: &Options<'_>,
    visit: &mut dyn FnMut(Item),
) {
    let mut input = inflate::inflate(input);
    let mut head = Vec::new();
    if input.by_ref().take(HEAD).read_to_end(&mut head).is_err() {
        visit(Item::Problem(text::broken_off()));
        if head.is_empty() {
            return;
        }
        input = Box::new(std::io::empty());
    }
    if zip::is(&head) && options.format.is_none_or(|format| format == Format::Har) {
        return har::packed::read(name, (head, input), visit);
    }
    match options.format.map_or_else(|| detect::detect(name, &head), Ok) {
        Ok(Format::Har) => {
            let input = &mut head.as_slice().chain(input);
            har::read_beside(name, input, options.files, visit);
        }
        Ok(_) => read_text(name, (head, input), options, visit),
        Err(problem) => visit(Item::Problem(problem)),
    }
}

/// Reads a format whose texts are held whole.
fn read_text(
    name: &str,
    (head, rest): (Vec<u8>, Box<dyn Read + '_>),
    options: &Options<'_>,
    visit: &mut dyn FnMut(Item),
) {
    let Some(bytes) = text::whole(head, rest, visit) else { return };
    // What the head left open, the whole decides: a command far down makes it a script.
    let format = options.format.map_or_else(|| detect::detect(name, &bytes), Ok);
    let Some(source) = text::decode(name, bytes, visit).map(Arc::new) else { return };
    let reader = match format {
        Ok(format) => reader_of(format),
        Err(problem) => return visit(Item::Problem(problem)),
    };
    match reader {
        Some(read) => read(&source, options, visit),
        None => visit(Item::Problem(Problem::lost(None, "no reader knows this format"))),
    }
}

type Reader = fn(&Arc<Source>, &Options<'_>, &mut dyn FnMut(Item));

/// The reader of a format whose texts are held whole.
const fn reader_of(format: Format) -> Option<Reader> {
    Some(match format {
        Format::Shell => shell::read,
        Format::Cmd => cmd::read,
        Format::PowerShell => powershell::read,
        Format::Fetch => fetch::read,
        Format::Transcript => transcript::read,
        Format::HttpFile => http_file::read,
        Format::Postman => postman::read,
        Format::Insomnia => insomnia::read,
        Format::Bruno => bruno::read,
        Format::Hurl => hurl::read,
        Format::Markdown => markdown::read,
        Format::Workflow => workflow::read,
        Format::Dockerfile => dockerfile::read,
        Format::Har => return None,
    })
}

/// The edits of the user's own text that make these changes; none where it is evidence, or where
/// a change cannot be made soundly.
pub fn edits(
    exchange: &Exchange,
    changes: &[Change],
    concealed: &[Concealed],
) -> Option<Vec<Edit>> {
    let edits = match writer_of(exchange.format)? {
        Writer::Shell => curl::edit::edits,
        Writer::HttpFile => http_file::edits,
    };
    edits(exchange, changes, concealed)
        .filter(|edits| embedded::is_writable(&exchange.source, edits))
}

/// Who writes into texts of people.
enum Writer {
    Shell,
    HttpFile,
}

/// Recordings are evidence, and what a program exported is rewritten by that program.
const fn writer_of(format: Format) -> Option<Writer> {
    match format {
        Format::Shell => Some(Writer::Shell),
        Format::HttpFile => Some(Writer::HttpFile),
        Format::Cmd
        | Format::PowerShell
        | Format::Fetch
        | Format::Transcript
        | Format::Har
        | Format::Postman
        | Format::Insomnia
        | Format::Bruno
        | Format::Hurl
        | Format::Markdown
        | Format::Workflow
        | Format::Dockerfile => None,
    }
}

/// Any request as a curl command, with the changes made and the secrets concealed.
pub fn as_curl(exchange: &Exchange, changes: &[Change], concealed: &[Concealed]) -> String {
    curl::write::write(&exchange.request, changes, concealed)
}

/// The whole corrected request, as it would be written in its format.
pub fn corrected(
    exchange: &Exchange,
    changes: &[Change],
    concealed: &[Concealed],
) -> Option<String> {
    let corrected = match writer_of(exchange.format)? {
        Writer::Shell => curl::edit::corrected,
        Writer::HttpFile => http_file::corrected,
    };
    corrected(exchange, changes, concealed)
}
