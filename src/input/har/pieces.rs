//! A HAR of any size comes apart into pieces, so that it can be written again piece by piece.

use std::io::{self, Read};

use super::capture::{CutOff, Held};
use super::window::Window;
use super::{EXPECTED, LARGEST_DETAIL, LARGEST_ENTRY, count, instead, looks_like, words};
use crate::source::{Gap, Place, Problem};

/// What is held of a member beside the entries.
const LARGEST_MEMBER: usize = 1 << 20;

/// Which object is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Top,
    Log,
}

/// A piece of a recording, in order of place.
pub(crate) enum Piece<'a> {
    /// Brackets, commas, colons and the blanks between them.
    Frame(&'a str),
    /// The name of a member with its quotes.
    Name(&'a str),
    /// The value of a member that holds no entries; none where it is too large to be held.
    Member(Option<(&'a str, &'a [Gap])>),
    /// An entry, from 0; none where it is too large to be held.
    Entry(usize, Option<(&'a str, &'a [Gap])>),
    /// A `null` in place of an entry.
    Nothing,
    /// A part was left out: it is none of a recording, or the input ends.
    Problem(Problem),
}

/// Takes a recording apart. What the visitor gets makes a whole JSON text again.
pub(crate) fn pieces(
    input: &mut dyn Read,
    visit: &mut dyn FnMut(Piece<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut taker = Taker {
        window: Window::over(input),
        visit,
        held: Held::up_to(LARGEST_ENTRY),
        member: Held::up_to(LARGEST_MEMBER),
        name: Held::up_to(LARGEST_DETAIL),
        open: Vec::new(),
        index: 0,
        found: false,
        other: None,
    };
    match taker.file() {
        Ok(()) => Ok(()),
        Err(Stop::Output(error)) => Err(error),
        Err(Stop::Other(what)) if !taker.found => {
            Err(unreadable(&format!("this is {what}; {EXPECTED}")))
        }
        Err(Stop::CutOff) if !taker.found => {
            Err(unreadable(&format!("the file is cut off; {EXPECTED}")))
        }
        Err(Stop::CutOff) => taker.close(None),
        Err(Stop::Other(what)) => taker.close(Some(what)),
    }
}

fn unreadable(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

struct Taker<'a> {
    window: Window<'a>,
    visit: &'a mut dyn FnMut(Piece<'_>) -> io::Result<()>,
    held: Held,
    member: Held,
    name: Held,
    /// The brackets that are open, as they are closed.
    open: Vec<&'static str>,
    index: usize,
    found: bool,
    other: Option<&'static str>,
}

/// Why reading ends before the end.
enum Stop {
    CutOff,
    Other(&'static str),
    Output(io::Error),
}

impl From<CutOff> for Stop {
    fn from(CutOff: CutOff) -> Self {
        Self::CutOff
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Taker<'_> {
    fn file(&mut self) -> Result<(), Stop> {
        self.window.skip_mark();
        match self.peek()? {
            Some(b'{') => self.open("{", "}")?,
            Some(first) => return Err(Stop::Other(looks_like(first, self.window.chunk()))),
            None => return Err(Stop::Other("an empty file")),
        }
        self.members(Level::Top)?;
        if !self.found {
            return Err(Stop::Other(self.other.unwrap_or("another JSON object")));
        }
        if self.peek()?.is_some() {
            self.lost("text follows the end of the recording and was left out")?;
        }
        Ok(())
    }

    /// From behind the bracket to behind the closing one. A comma is written before what follows
    /// another, so that none is missing or left over.
    fn members(&mut self, level: Level) -> Result<(), Stop> {
        let mut comma = "";
        loop {
            match self.some()? {
                b'}' => return self.shut(),
                b',' => self.window.advance(1),
                b'"' => {
                    self.member(level, comma)?;
                    comma = ",";
                }
                _ => return Err(Stop::Other("no JSON")),
            }
        }
    }

    fn member(&mut self, level: Level, comma: &str) -> Result<(), Stop> {
        self.name.take(&mut self.window)?;
        let name = self.name.text().map_or_else(String::new, |(text, _)| text.to_owned());
        if self.window.peek().ok_or(CutOff)? != b':' {
            return Err(Stop::Other("no JSON"));
        }
        self.window.advance(1);
        let first = self.window.peek().ok_or(CutOff)?;
        if matches!(first, b'}' | b']' | b',' | b':') {
            return Err(Stop::Other("no JSON"));
        }
        (self.visit)(Piece::Frame(comma))?;
        (self.visit)(Piece::Name(&name))?;
        (self.visit)(Piece::Frame(":"))?;
        match (name.as_str(), first, level) {
            (r#""log""#, b'{', Level::Top) => {
                self.open("{", "}")?;
                self.members(Level::Log)
            }
            (r#""entries""#, b'[', Level::Top | Level::Log) => {
                self.found = true;
                self.open("[", "]")?;
                self.entries()
            }
            (_, _, Level::Top | Level::Log) => {
                self.other = self.other.or_else(|| instead(&name));
                self.found |= name == r#""entries""#;
                // Whatever ends inside of the value, a value stands behind the name.
                if let Err(CutOff) = self.member.take(&mut self.window) {
                    (self.visit)(Piece::Frame("null"))?;
                    return Err(Stop::CutOff);
                }
                (self.visit)(Piece::Member(self.member.text()))?;
                Ok(())
            }
        }
    }

    fn entries(&mut self) -> Result<(), Stop> {
        // One broken place is told once, however much text it leaves behind.
        let mut broken = false;
        let mut comma = "";
        loop {
            let first = self.some()?;
            match first {
                b']' => return self.shut(),
                b',' => self.window.advance(1),
                b'}' | b':' => {
                    self.left_out(broken)?;
                    broken = true;
                    self.window.advance(1);
                }
                _ => {
                    let is_entry = matches!(first, b'{' | b'n');
                    if !is_entry {
                        self.left_out(broken)?;
                    }
                    broken = !is_entry;
                    self.held.take(&mut self.window)?;
                    (self.visit)(Piece::Frame(comma))?;
                    comma = ",";
                    let entry = first == b'{';
                    let (index, held) = (self.index, self.held.text());
                    let piece = if entry { Piece::Entry(index, held) } else { Piece::Nothing };
                    (self.visit)(piece)?;
                    self.index += 1;
                }
            }
        }
    }

    fn left_out(&mut self, again: bool) -> io::Result<()> {
        if again {
            return Ok(());
        }
        self.lost("text among the entries is none and was left out")
    }

    /// The next byte that is no blank; the blanks before it are kept.
    fn peek(&mut self) -> Result<Option<u8>, Stop> {
        loop {
            let chunk = self.window.chunk();
            let length = chunk.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if length == 0 {
                return Ok(chunk.first().copied());
            }
            let blanks = std::str::from_utf8(&chunk[..length]).unwrap_or_default();
            (self.visit)(Piece::Frame(blanks))?;
            self.window.advance(length);
        }
    }

    fn some(&mut self) -> Result<u8, Stop> {
        self.peek()?.ok_or(Stop::CutOff)
    }

    fn open(&mut self, bracket: &'static str, closing: &'static str) -> Result<(), Stop> {
        self.window.advance(1);
        self.open.push(closing);
        Ok((self.visit)(Piece::Frame(bracket))?)
    }

    fn shut(&mut self) -> Result<(), Stop> {
        self.window.advance(1);
        Ok((self.visit)(Piece::Frame(self.open.pop().unwrap_or_default()))?)
    }

    fn lost(&mut self, message: &str) -> io::Result<()> {
        let place: Place = self.window.place();
        (self.visit)(Piece::Problem(Problem::lost(Some(place), message)))
    }

    /// Closes what is open and says why the rest is not there.
    fn close(&mut self, other: Option<&'static str>) -> io::Result<()> {
        while let Some(bracket) = self.open.pop() {
            (self.visit)(Piece::Frame(bracket))?;
        }
        let entries = count(self.index);
        let message = match (other, self.window.failure()) {
            (_, Some(failure)) => format!("{}; {entries} before it were read", words(failure)),
            (Some(what), None) => format!("this is {what}; {EXPECTED}"),
            (None, None) => format!("the recording is cut off here; {entries} before it were read"),
        };
        self.lost(&message)
    }
}
