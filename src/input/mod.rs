//! Recorded bytes become exchanges.

use crate::exchange::{Exchange, Format, Origin};
use crate::source::{Problem, Span};

pub mod har;
pub mod inflate;

/// What a reader is told besides the bytes.
pub struct Options<'a> {
    /// Forces a format; otherwise the content decides first and the name second.
    pub format: Option<Format>,
    /// Pasted or written; a recording says so itself.
    pub origin: Origin,
    /// Reads a file that a command names (`-d @body.json`), if reading files was allowed.
    pub files: Option<&'a Files<'a>>,
}

/// Gives the bytes of a file that lies beside the input.
pub type Files<'a> = dyn Fn(&str) -> Option<Vec<u8>> + 'a;

/// What a reader finds, in order of place.
#[derive(Debug)]
pub enum Item {
    Exchange(Box<Exchange>),
    Problem(Problem),
    /// The program that made the recording, as soon as the file says so.
    Recorder(String),
}

/// A secret in the source, and the shell variable that stands for it in what we print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concealed {
    pub span: Span,
    pub variable: String,
}
