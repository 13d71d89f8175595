//! A HAR of any size becomes exchanges, entry by entry.
//!
//! Bytes, lines and columns are those of the file after decompression. A byte order mark counts as
//! three bytes and no column; a byte that is no UTF-8 counts as one column.

use std::io::{self, Read};
use std::sync::Arc;

use self::capture::{CutOff, Held};
use self::entry::{Around, Parts};
use self::window::Window;
use super::{Files, Item};
use crate::exchange::{Exchange, Header, Kept};
use crate::json::{Tree, Value};
use crate::source::{Problem, Source};
use crate::truth::{Fact, Why};

mod body;
mod capture;
mod entry;
mod headers;
mod kept;
pub(super) mod packed;
mod pieces;
mod window;

pub(crate) use headers::is_mark;
use pieces::Level;
pub(crate) use pieces::{Piece, pieces};

/// An entry of more bytes, large strings not counted, is not read.
const LARGEST_ENTRY: usize = 16 << 20;
/// What is held of names and of `creator`.
const LARGEST_DETAIL: usize = 64 << 10;

const EXPECTED: &str = "expected a HAR: a JSON object with `log` and in it `entries`";

/// Reads a recording and hands over what it holds, in order of place.
pub fn read(name: &str, input: &mut dyn Read, visit: &mut dyn FnMut(Item)) {
    read_beside(name, input, None, visit);
}

/// The same, with the files beside it: a recorder may keep bodies apart (`_file`).
pub(super) fn read_beside(
    name: &str,
    input: &mut dyn Read,
    files: Option<&Files<'_>>,
    visit: &mut dyn FnMut(Item),
) {
    let window = Window::over(input);
    let mut reader = Reader {
        name: Arc::from(name),
        window,
        visit,
        around: Around { files, raw_sizes: false },
        detail: Held::up_to(LARGEST_DETAIL),
        entry: Held::up_to(LARGEST_ENTRY),
        index: 0,
        found: false,
        other: None,
    };
    let end = reader.file();
    reader.finish(end);
}

/// Whether this entry shows that its recording keeps credentials and cookies. One that was taken
/// out shows that somebody takes them out, and not that nobody takes the whole header.
pub fn shows_credentials(exchange: &Exchange) -> bool {
    let names = ["authorization", "cookie"];
    let shown = |header: &Header| !is_taken_out(header);
    let sent = || {
        let headers = exchange.request.headers.iter();
        headers.filter(|h| names.iter().any(|name| h.is(name))).any(shown)
    };
    let received = || match &exchange.response {
        Fact::Known(response) => response.header("set-cookie").is_some_and(shown),
        Fact::Absent | Fact::Unknown(_) => false,
    };
    match exchange.request.kept {
        Kept::All | Kept::AllButCookies => true,
        Kept::AllButCredentials
        | Kept::AllButInherited
        | Kept::NoCredentials(_)
        | Kept::Some(_) => sent() || received(),
    }
}

/// Whether a sanitiser left its mark in a header that was sent.
pub fn is_sanitised(exchange: &Exchange) -> bool {
    exchange.request.headers.iter().any(is_taken_out)
}

fn is_taken_out(header: &Header) -> bool {
    let written = header.value.as_written();
    // Few headers have a bracket, and nearly all of them are looked at.
    header.value.known() == Fact::Unknown(Why::Redacted)
        || memchr::memchr(b']', written.as_bytes()).is_some() && written.contains(" redacted]")
}

struct Reader<'a> {
    name: Arc<str>,
    window: Window<'a>,
    visit: &'a mut dyn FnMut(Item),
    around: Around<'a>,
    detail: Held,
    entry: Held,
    /// The next entry, from 0.
    index: usize,
    /// `entries` was there.
    found: bool,
    /// What the file is instead, as far as its names tell.
    other: Option<&'static str>,
}

/// Why reading ends before the end.
enum Stop {
    CutOff,
    /// It is something else.
    Other(&'static str),
    /// The names and values around the entries are no JSON.
    Broken,
}

impl From<CutOff> for Stop {
    fn from(CutOff: CutOff) -> Self {
        Self::CutOff
    }
}

impl Reader<'_> {
    fn file(&mut self) -> Result<(), Stop> {
        self.window.skip_mark();
        match self.window.peek() {
            Some(b'{') => self.window.advance(1),
            Some(first) => return Err(Stop::Other(looks_like(first, self.window.chunk()))),
            None => return Err(Stop::Other("an empty file")),
        }
        self.members(Level::Top)?;
        if !self.found {
            return Err(Stop::Other(self.other.unwrap_or("another JSON object")));
        }
        if self.window.peek().is_some() {
            self.lost("text follows the end of the recording and was not read");
        }
        Ok(())
    }

    /// Reads the members of an object, from behind its bracket to behind the closing one.
    fn members(&mut self, level: Level) -> Result<(), Stop> {
        loop {
            match self.window.peek().ok_or(CutOff)? {
                b'}' => {
                    self.window.advance(1);
                    return Ok(());
                }
                b',' => self.window.advance(1),
                b'"' => self.member(level)?,
                _ => return Err(Stop::Broken),
            }
        }
    }

    fn member(&mut self, level: Level) -> Result<(), Stop> {
        self.detail.take(&mut self.window)?;
        let name = self.detail.text().map_or_else(String::new, |(text, _)| text.to_owned());
        if self.window.peek().ok_or(CutOff)? != b':' {
            return Err(Stop::Broken);
        }
        self.window.advance(1);
        match (name.as_str(), self.window.peek().ok_or(CutOff)?, level) {
            (r#""log""#, b'{', Level::Top) => {
                self.window.advance(1);
                self.members(Level::Log)
            }
            (r#""entries""#, b'[', Level::Top | Level::Log) => {
                self.window.advance(1);
                self.found = true;
                self.entries()
            }
            (r#""entries""#, b'n', Level::Log) => {
                self.found = true;
                self.skip()
            }
            (r#""creator""#, b'{', Level::Top | Level::Log) => self.creator(),
            (_, b'}' | b']' | b',' | b':', Level::Top | Level::Log) => Err(Stop::Broken),
            (name, _, Level::Top | Level::Log) => {
                self.other = self.other.or_else(|| instead(name));
                self.skip()
            }
        }
    }

    fn skip(&mut self) -> Result<(), Stop> {
        Ok(Held::up_to(0).take(&mut self.window)?)
    }

    fn creator(&mut self) -> Result<(), Stop> {
        self.detail.take(&mut self.window)?;
        let Some((text, gaps)) = self.detail.text() else { return Ok(()) };
        let Ok(tree) = Tree::read(text, gaps, &["name"]) else { return Ok(()) };
        if let Some(Fact::Known(name)) = tree.root().get("name").map(Value::text) {
            self.around.raw_sizes = name.as_written().eq_ignore_ascii_case("WebInspector");
            (self.visit)(Item::Recorder(name.as_written().to_owned()));
        }
        Ok(())
    }

    /// Reads entries, from behind the bracket to behind the closing one.
    fn entries(&mut self) -> Result<(), Stop> {
        // One broken place is told once, however much text it leaves behind.
        let mut broken = false;
        loop {
            match self.window.peek().ok_or(CutOff)? {
                b']' => {
                    self.window.advance(1);
                    return Ok(());
                }
                b',' => self.window.advance(1),
                b'{' => broken = !self.entry()?,
                b'n' => {
                    self.skip()?;
                    self.index += 1;
                }
                first => {
                    if !broken {
                        self.lost("text among the entries is none and was not read");
                    }
                    broken = true;
                    self.leave(first)?;
                }
            }
        }
    }

    /// Steps over what is no entry.
    fn leave(&mut self, first: u8) -> Result<(), Stop> {
        if matches!(first, b'}' | b':') {
            self.window.advance(1);
            return Ok(());
        }
        self.index += 1;
        self.skip()
    }

    /// Reads one entry and says whether it could be read.
    fn entry(&mut self) -> Result<bool, Stop> {
        let origin = self.window.place();
        self.entry.take(&mut self.window)?;
        let index = self.index;
        self.index += 1;
        let Some((text, gaps)) = self.entry.text() else {
            let message = format!("entry {} is too large to be read", index + 1);
            (self.visit)(Item::Problem(Problem::lost(Some(origin), message)));
            return Ok(true);
        };
        let source = Source::within(Arc::clone(&self.name), text, origin).with_gaps(gaps.to_vec());
        let read = Parts::read(text, gaps, self.around);
        let whole = read.is_ok();
        (self.visit)(match read {
            // The calls inside of a tunnel have entries of their own.
            Ok(parts) if !parts.is_call() => return Ok(true),
            Ok(parts) => Item::Exchange(Box::new(parts.of(source, index))),
            Err(fault) => {
                let message = format!("entry {} cannot be read: {}", index + 1, fault.what);
                Item::Problem(Problem::lost(Some(source.place(fault.at)), message))
            }
        });
        Ok(whole)
    }

    fn lost(&mut self, message: &str) {
        let place = self.window.place();
        (self.visit)(Item::Problem(Problem::lost(Some(place), message)));
    }

    fn finish(&mut self, end: Result<(), Stop>) {
        let message = match (end, self.window.failure()) {
            (_, Some(failure)) => {
                format!("{}; {} before it were read", words(failure), count(self.index))
            }
            (Ok(()), None) => return,
            (Err(Stop::CutOff), None) if self.found => {
                format!("the recording is cut off here; {} before it were read", count(self.index))
            }
            (Err(Stop::CutOff), None) => format!("the file is cut off here; {EXPECTED}"),
            (Err(Stop::Broken), None) => {
                format!("this is no JSON; {} before it were read", count(self.index))
            }
            (Err(Stop::Other(what)), None) => format!("this is {what}; {EXPECTED}"),
        };
        self.lost(&message);
    }
}

fn count(entries: usize) -> String {
    match entries {
        1 => "1 entry".to_owned(),
        more => format!("{more} entries"),
    }
}

fn words(failure: io::ErrorKind) -> String {
    if failure == io::ErrorKind::UnexpectedEof {
        "the compressed recording is cut off".to_owned()
    } else if matches!(failure, io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) {
        "the compressed recording is damaged".to_owned()
    } else {
        format!("the recording cannot be read further ({failure})")
    }
}

/// What a file is that does not begin with a brace.
fn looks_like(first: u8, text: &[u8]) -> &'static str {
    match first {
        b'[' => "a JSON array",
        b'<' => "HTML or XML",
        b'"' | b'0'..=b'9' | b'-' => "a single JSON value",
        _ if text.starts_with(b"PK\x03\x04") => "a zip archive, to be unpacked first",
        _ if text.starts_with(b"curl") => "a curl command",
        _ if text.iter().take(64).any(|byte| matches!(byte, 0 | 0x1A)) => "no UTF-8 text",
        _ => "other text",
    }
}

/// What a JSON object is that has such a member.
fn instead(name: &str) -> Option<&'static str> {
    match name {
        r#""item""# => Some("a Postman collection"),
        r#""openapi""# | r#""swagger""# => Some("an OpenAPI document"),
        _ => None,
    }
}
