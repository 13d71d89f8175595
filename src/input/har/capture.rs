//! One JSON value leaves the window, without the strings that are too large to hold.

use memchr::memchr2;

use super::window::Window;
use crate::source::{Gap, Place};

/// A string of more bytes is stepped over.
const LARGEST_STRING: usize = 1 << 20;

/// The text of one JSON value, as far as it is held.
pub(super) struct Held {
    text: Vec<u8>,
    gaps: Vec<Gap>,
    limit: usize,
    overflown: bool,
    string: Option<Open>,
}

/// The string that is being read.
#[derive(Clone, Copy)]
struct Open {
    /// Where its content begins in the text.
    start: usize,
    /// How far a string that is too large has been stepped over, counted from its begin.
    skipped: Option<Place>,
}

/// The input ended inside a value.
#[derive(Debug)]
pub(super) struct CutOff;

impl Held {
    pub(super) const fn up_to(limit: usize) -> Self {
        Self { text: Vec::new(), gaps: Vec::new(), limit, overflown: false, string: None }
    }

    /// Takes the next value out of the window, in place of the one before.
    ///
    /// Only strings and brackets are looked at; whether the rest is JSON is for others to say.
    pub(super) fn take(&mut self, window: &mut Window<'_>) -> Result<(), CutOff> {
        self.text.clear();
        self.gaps.clear();
        self.overflown = self.limit == 0;
        self.string = None;
        match window.peek().ok_or(CutOff)? {
            b'"' => self.take_string(window),
            b'{' | b'[' => self.take_container(window),
            _ => self.take_scalar(window),
        }
    }

    /// The text of the value and its gaps, unless it is too large.
    pub(super) fn text(&self) -> Option<(&str, &[Gap])> {
        if self.overflown {
            return None;
        }
        std::str::from_utf8(&self.text).ok().map(|text| (text, &*self.gaps))
    }

    fn take_container(&mut self, window: &mut Window<'_>) -> Result<(), CutOff> {
        let mut depth = 0_usize;
        loop {
            let chunk = window.chunk();
            if chunk.is_empty() {
                return Err(CutOff);
            }
            let Some(at) = chunk.iter().position(|byte| MARKS[usize::from(*byte)]) else {
                let length = chunk.len();
                self.push(chunk);
                window.advance(length);
                continue;
            };
            let mark = chunk[at];
            if mark == b'"' {
                self.push(&chunk[..at]);
                window.advance(at);
                self.take_string(window)?;
                continue;
            }
            self.push(&chunk[..=at]);
            window.advance(at + 1);
            let opens = matches!(mark, b'{' | b'[');
            depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Reads a string from its opening quote to behind its closing one.
    fn take_string(&mut self, window: &mut Window<'_>) -> Result<(), CutOff> {
        self.push(b"\"");
        window.advance(1);
        self.string = Some(Open { start: self.text.len(), skipped: None });
        let mut escaped = false;
        loop {
            let chunk = window.chunk();
            if chunk.is_empty() {
                return Err(CutOff);
            }
            let end = end_of_string(chunk, &mut escaped);
            let content = &chunk[..end.unwrap_or(chunk.len())];
            self.push_content(content);
            let length = content.len();
            window.advance(length);
            if end.is_some() {
                self.close_string();
                self.push(b"\"");
                window.advance(1);
                return Ok(());
            }
        }
    }

    fn take_scalar(&mut self, window: &mut Window<'_>) -> Result<(), CutOff> {
        loop {
            let chunk = window.chunk();
            if chunk.is_empty() {
                return Err(CutOff);
            }
            let end = chunk.iter().position(|b| {
                b.is_ascii_whitespace() || MARKS[usize::from(*b)] || b":,".contains(b)
            });
            let length = end.unwrap_or(chunk.len());
            self.push(&chunk[..length]);
            window.advance(length);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        self.overflown |= self.text.len() + bytes.len() > self.limit;
        if !self.overflown {
            self.text.extend_from_slice(bytes);
        }
    }

    fn push_content(&mut self, bytes: &[u8]) {
        let Some(open) = &mut self.string else { return };
        if self.overflown {
            return;
        }
        if open.skipped.is_none() {
            if self.text.len() - open.start + bytes.len() <= LARGEST_STRING {
                self.text.extend_from_slice(bytes);
                return;
            }
            open.skipped = Some(Place::START.after_bytes(&self.text[open.start..]));
            self.text.truncate(open.start);
        }
        open.skipped = open.skipped.map(|place| place.after_bytes(bytes));
    }

    fn close_string(&mut self) {
        if let Some(Open { start, skipped: Some(end) }) = self.string.take() {
            self.gaps.push(Gap {
                at: start,
                bytes: end.byte,
                lines: end.line - 1,
                columns: end.column - 1,
            });
        }
    }
}

/// Where the string ends in `chunk`; `escaped` says whether a backslash stands right before it.
fn end_of_string(chunk: &[u8], escaped: &mut bool) -> Option<usize> {
    let mut at = usize::from(*escaped);
    *escaped = false;
    while let Some(found) = chunk.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if chunk[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
    *escaped = at > chunk.len();
    None
}

/// The bytes that matter outside of strings.
const MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    marks[b'"' as usize] = true;
    marks[b'{' as usize] = true;
    marks[b'}' as usize] = true;
    marks[b'[' as usize] = true;
    marks[b']' as usize] = true;
    marks
};

#[cfg(test)]
mod tests {
    use super::*;

    fn take(text: &str, limit: usize) -> Option<(String, Vec<Gap>)> {
        let mut input = text.as_bytes();
        let mut held = Held::up_to(limit);
        held.take(&mut Window::over(&mut input)).ok()?;
        held.text().map(|(text, gaps)| (text.to_owned(), gaps.to_vec()))
    }

    #[test]
    fn a_value_ends_where_its_brackets_do() {
        let text = r#"{"a":["}\"",{}],"b":"\\"}"#;
        assert_eq!(take(&format!(" {text}, next"), 100).unwrap().0, text);
        assert_eq!(take("12 ]", 100).unwrap().0, "12");
        assert!(take(r#"{"a":"b}"#, 100).is_none());
    }

    #[test]
    fn a_string_over_a_mebibyte_becomes_a_gap() {
        let most = "é".repeat(LARGEST_STRING / 2);
        assert_eq!(take(&format!("[\"{most}\"]"), usize::MAX).unwrap().1, []);
        let (text, gaps) = take(&format!("[\"{most}\n€\",1]"), usize::MAX).unwrap();
        assert_eq!(text, "[\"\",1]");
        assert_eq!(gaps, [Gap { at: 2, bytes: (1 << 20) + 4, lines: 1, columns: 1 }]);
    }

    #[test]
    fn a_value_over_its_limit_is_not_held() {
        assert!(take("[1,2,3]", 7).is_some());
        assert!(take("[1,2,3]", 6).is_none());
    }
}
