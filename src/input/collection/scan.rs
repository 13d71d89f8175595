//! A walk over a JSON text that looks at brackets and strings only, and survives a text that ends.

use memchr::memchr2;

use crate::source::Span;

/// Where a walk is. Nothing is read twice, whatever the depth.
pub(in crate::input) struct Scan<'t> {
    text: &'t str,
    at: usize,
}

/// Why a walk cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Stop {
    /// The text ends inside a value.
    CutOff,
    /// This is no JSON.
    Broken,
}

type Step<T> = Result<T, Stop>;

impl<'t> Scan<'t> {
    pub(in crate::input) const fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// How far the walk has come.
    pub(in crate::input) const fn at(&self) -> usize {
        self.at
    }

    pub(in crate::input) const fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// What the walk has not come to.
    pub(in crate::input) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next string, as far as it goes.
    pub(in crate::input) fn text(&mut self) -> &'t str {
        let start = self.at;
        let _ = self.value();
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The next byte that is no blank.
    pub(in crate::input) fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps into the object or list that begins here.
    pub(in crate::input) fn enter(&mut self, bracket: u8) -> bool {
        let enters = self.peek() == Some(bracket);
        self.at += usize::from(enters);
        enters
    }

    /// The name of the next member of the object that the walk is in; it stands before the value
    /// then. None behind the last one.
    pub(in crate::input) fn member(&mut self) -> Step<Option<&'t str>> {
        loop {
            match self.peek().ok_or(Stop::CutOff)? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Ok(None);
                }
                b'"' => break,
                _ => return Err(Stop::Broken),
            }
        }
        let name = self.string()?;
        match self.peek().ok_or(Stop::CutOff)? {
            b':' => self.at += 1,
            _ => return Err(Stop::Broken),
        }
        self.peek().ok_or(Stop::CutOff)?;
        Ok(self.text.get(name.start + 1..name.end - 1))
    }

    /// Whether the list that the walk is in has another item; the walk stands before it then.
    pub(in crate::input) fn item(&mut self) -> Step<bool> {
        loop {
            match self.peek().ok_or(Stop::CutOff)? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Ok(false);
                }
                b'}' | b':' => return Err(Stop::Broken),
                _ => return Ok(true),
            }
        }
    }

    /// Steps over the next value.
    pub(in crate::input) fn value(&mut self) -> Step<Span> {
        match self.peek().ok_or(Stop::CutOff)? {
            b'"' => self.string(),
            b'{' | b'[' => self.container(),
            _ => self.word(),
        }
    }

    fn string(&mut self) -> Step<Span> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            at += found;
            if bytes[at] == b'"' {
                self.at = at + 1;
                return Ok(Span::new(start, self.at));
            }
            at += 2;
        }
        self.at = bytes.len();
        Err(Stop::CutOff)
    }

    fn container(&mut self) -> Step<Span> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let mark = |byte: &u8| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']');
            let Some(found) = rest.iter().position(mark) else {
                self.at = self.text.len();
                return Err(Stop::CutOff);
            };
            self.at += found;
            match rest[found] {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                _ => depth -= 1,
            }
            self.at += 1;
            if depth == 0 {
                return Ok(Span::new(start, self.at));
            }
        }
    }

    /// A number, `true`, `false` or `null`. One that ends with the text may have been longer.
    fn word(&mut self) -> Step<Span> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        match rest.iter().position(|byte| !letter(byte)) {
            None => {
                self.at = self.text.len();
                Err(Stop::CutOff)
            }
            Some(0) => Err(Stop::Broken),
            Some(length) => {
                self.at += length;
                Ok(Span::new(start, self.at))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_items_are_stepped_through() {
        let text = r#" {"a": [1, "x]\"", {"b": {}}], "c": null}"#;
        let mut scan = Scan::of(text);
        assert!(scan.enter(b'{'));
        assert_eq!(scan.member(), Ok(Some("a")));
        assert!(scan.enter(b'['));
        let mut items = Vec::new();
        while scan.item() == Ok(true) {
            let value = scan.value().unwrap();
            items.push(&text[value.start..value.end]);
        }
        assert_eq!(items, ["1", r#""x]\"""#, r#"{"b": {}}"#]);
        assert_eq!(scan.member(), Ok(Some("c")));
        let value = scan.value().unwrap();
        assert_eq!(&text[value.start..value.end], "null");
        assert_eq!(scan.member(), Ok(None));
    }

    #[test]
    fn every_cut_is_noticed() {
        let text = r#"{"a": [1, {"b": "c"}], "d": true}"#;
        for end in 0..text.len() {
            let mut scan = Scan::of(&text[..end]);
            assert_eq!(scan.value(), Err(Stop::CutOff), "{end}");
        }
        assert!(Scan::of(text).value().is_ok());
    }

    #[test]
    fn what_is_no_json_stops_the_walk() {
        for text in ["}", "]", ":", "=1 ", "'a'"] {
            assert_eq!(Scan::of(text).value(), Err(Stop::Broken), "{text}");
        }
        let mut scan = Scan::of("{a: 1}");
        assert!(scan.enter(b'{'));
        assert_eq!(scan.member(), Err(Stop::Broken));
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = "[".repeat(1 << 20);
        assert_eq!(Scan::of(&deep).value(), Err(Stop::CutOff));
        let closed = deep + &"]".repeat(1 << 20);
        assert_eq!(Scan::of(&closed).value(), Ok(Span::new(0, closed.len())));
    }
}
