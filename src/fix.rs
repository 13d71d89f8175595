//! A change to a request; an edit to a text.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exchange::AccidentKind;
use crate::source::Span;

/// What a rule proposes to change about a request. Only the input format knows its quoting, so it
/// turns a change into edits.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    SetScheme(String),
    SetHost(Filling),
    /// The path without the query.
    SetPath(String),
    SetMethod(String),
    /// Replaced where it is there, added where it is not.
    SetHeader(String, Filling),
    DropHeader(String),
    RenameHeader {
        from: String,
        to: String,
    },
    Query(QueryChange),
    Body(BodyChange),
    /// What an accident of writing did to the text is put right.
    Repair(AccidentKind),
}

/// A change to the parameters behind the question mark. Names are as people say them, without
/// percent signs.
#[derive(Clone, PartialEq, Eq)]
pub enum QueryChange {
    /// The value of the first parameter of that name is replaced; where there is none it is added.
    Set(String, Filling),
    Rename {
        from: String,
        to: String,
    },
    /// All parameters of that name.
    Drop(String),
}

/// A change to a JSON body. A place in it is a JSON pointer, `/users/0/email`.
#[derive(Clone, PartialEq, Eq)]
pub enum BodyChange {
    /// `from` is a pointer, or a name of the outermost object.
    Rename { from: String, to: String },
    /// Replaces the value, or adds it to an object that lacks it; it is written as JSON.
    Set { pointer: String, json: String },
    /// The member or item goes with its comma.
    DropField(String),
    /// The call goes without a body.
    Drop,
    /// The value becomes the only item of a list.
    Wrap,
    /// Typographic quotes around names and values become straight ones.
    StraightenQuotes,
}

/// What a change puts in.
#[derive(Clone, PartialEq, Eq)]
pub enum Filling {
    /// The value itself; it is no secret.
    Value(String),
    /// Text around a secret that stands as a shell variable: `Bearer ` and `VENDOR_TOKEN`.
    Variable { before: String, name: String },
    /// The text that was there from this byte of its value on, kept as it is: `Bearer ` before a
    /// bare token.
    Kept { before: String, from: usize },
    /// A name to fill in: `<tenant-id>`.
    Missing(String),
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Everything in it is known.
    Safe,
    /// A value was inferred.
    Unsafe,
    /// A value is missing; never applied to a file.
    Placeholder,
}

impl Safety {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Placeholder => "placeholder",
        }
    }
}

/// A replacement in a text. An empty span inserts, an empty text deletes.
#[derive(Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// A change may hold what was recorded elsewhere: only what kind it is and lengths are shown.
impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SetScheme(text) => write!(f, "SetScheme({} bytes)", text.len()),
            Self::SetHost(filling) => write!(f, "SetHost({filling:?})"),
            Self::SetPath(text) => write!(f, "SetPath({} bytes)", text.len()),
            Self::SetMethod(text) => write!(f, "SetMethod({} bytes)", text.len()),
            Self::SetHeader(name, filling) => {
                write!(f, "SetHeader({} bytes, {filling:?})", name.len())
            }
            Self::DropHeader(name) => write!(f, "DropHeader({} bytes)", name.len()),
            Self::RenameHeader { from, to } => {
                write!(f, "RenameHeader({} bytes, {} bytes)", from.len(), to.len())
            }
            Self::Query(change) => write!(f, "Query({change:?})"),
            Self::Body(change) => write!(f, "Body({change:?})"),
            Self::Repair(kind) => write!(f, "Repair({kind:?})"),
        }
    }
}

impl fmt::Debug for QueryChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(name, filling) => write!(f, "Set({} bytes, {filling:?})", name.len()),
            Self::Rename { from, to } => {
                write!(f, "Rename({} bytes, {} bytes)", from.len(), to.len())
            }
            Self::Drop(name) => write!(f, "Drop({} bytes)", name.len()),
        }
    }
}

impl fmt::Debug for BodyChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rename { from, to } => {
                write!(f, "Rename({} bytes, {} bytes)", from.len(), to.len())
            }
            Self::Set { pointer, json } => {
                write!(f, "Set({} bytes, {} bytes)", pointer.len(), json.len())
            }
            Self::DropField(pointer) => write!(f, "DropField({} bytes)", pointer.len()),
            Self::Drop => f.write_str("Drop"),
            Self::Wrap => f.write_str("Wrap"),
            Self::StraightenQuotes => f.write_str("StraightenQuotes"),
        }
    }
}

impl fmt::Debug for Filling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(text) => write!(f, "Value({} bytes)", text.len()),
            Self::Variable { before, name } => {
                write!(f, "Variable({} bytes, {} bytes)", before.len(), name.len())
            }
            Self::Kept { before, from } => write!(f, "Kept({} bytes, from {from})", before.len()),
            Self::Missing(text) => write!(f, "Missing({} bytes)", text.len()),
        }
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Span { start, end } = self.span;
        write!(f, "Edit({start}..{end} becomes {} bytes)", self.text.len())
    }
}

/// The text with all edits done. Edits must not overlap; their order does not matter, except that
/// insertions at one place stay in order. The same edit is done once: a command in a loop was called
/// several times and is written once.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| edit.span.start);
    let mut done = String::with_capacity(text.len());
    let mut from = 0;
    for (number, edit) in ordered.iter().enumerate() {
        let here = ordered[..number].iter().rev().take_while(|e| e.span.start == edit.span.start);
        if edit.span.start < from || here.into_iter().any(|done| done == edit) {
            continue;
        }
        done.push_str(&text[from..edit.span.start]);
        done.push_str(&edit.text);
        from = edit.span.end;
    }
    done.push_str(&text[from..]);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn edits_are_done_in_order_of_place() {
        let edits = [edit(6, 11, "you"), edit(0, 0, ">"), edit(0, 5, "hi")];
        assert_eq!(apply("hello world", &edits), ">hi you");
    }

    #[test]
    fn the_same_edit_is_done_once() {
        let edits = [edit(2, 2, "!"), edit(2, 2, "?"), edit(2, 2, "!"), edit(0, 2, "ho")];
        assert_eq!(apply("hi", &edits), "ho!?");
        let edits = [edit(0, 2, "ho"), edit(0, 2, "ho")];
        assert_eq!(apply("hi", &edits), "ho");
    }

    #[test]
    fn everything_else_stays_byte_for_byte() {
        assert_eq!(apply("a\r\n\tb  ", &[edit(4, 5, "c")]), "a\r\n\tc  ");
    }
}
