//! A `WebRequestSession` that the text fills: the browser's name, its cookies and headers.

use super::value::Reader;
use crate::input::literal::{Table, Value};
use crate::source::{Span, Text};

/// What a session adds to every request.
#[derive(Clone, Default)]
pub(super) struct Session {
    pub(super) agent: Option<Text>,
    /// `name=value`.
    pub(super) cookies: Vec<Text>,
    pub(super) headers: Table,
    /// It holds something that is not in the text.
    pub(super) open: bool,
}

/// Whether a new session is made here; then it is stepped over.
pub(super) fn is_new(reader: &mut Reader<'_>) -> bool {
    const LONGEST: usize = 200;
    let rest = reader.rest();
    let window = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b'\n' | b';'));
    let end = window.unwrap_or(rest.len());
    let made = rest.get(..end.min(LONGEST)).unwrap_or_default().to_ascii_lowercase();
    let is_new = (made.starts_with("new-object") || made.starts_with('['))
        && made.contains("webrequestsession")
        && !made.contains('$');
    if is_new {
        reader.at += end.min(LONGEST);
    }
    is_new
}

impl Session {
    /// `.UserAgent = …`, `.Cookies.Add(…)`, `.Headers.Add(…)`, `.Headers["…"] = …`, behind the
    /// name of the variable.
    pub(super) fn fill(&mut self, reader: &mut Reader<'_>) {
        if !reader.rest().starts_with('.') {
            return;
        }
        reader.at += 1;
        let member = reader.word().to_ascii_lowercase();
        match member.as_str() {
            "useragent" if reader.take_here("=") => {
                self.agent = reader.statement().text().cloned();
                self.open |= self.agent.is_none();
            }
            "cookies.add" if reader.take_here("(") => match cookie(reader) {
                Some(cookie) => self.cookies.push(cookie),
                None => self.open = true,
            },
            "headers.add" if reader.take_here("(") => {
                let given = reader.arguments();
                self.header(given.as_deref());
            }
            "headers" if reader.take_here("[") => {
                let name = reader.key();
                let value = (reader.take("]") && reader.take_here("=")).then(|| reader.statement());
                let given = name.map(Value::Text).zip(value);
                self.header(
                    given.map(|(name, value)| [name, value]).as_ref().map(<[Value; 2]>::as_slice),
                );
            }
            "cookies" | "headers" | "credentials" => self.open = true,
            _ => {}
        }
    }

    fn header(&mut self, given: Option<&[Value]>) {
        match given {
            Some([Value::Text(name), value]) => self.headers.put(name.clone(), value.clone()),
            Some(_) | None => self.open = true,
        }
    }
}

/// `(New-Object System.Net.Cookie("name", "value", "/", "host"))`, `[System.Net.Cookie]::new(…)`.
fn cookie(reader: &mut Reader<'_>) -> Option<Text> {
    let bracketed = reader.take("(");
    reader.skip_blanks();
    let head = reader.rest().find('(')?;
    let made = reader.rest().get(..head).filter(|made| made.len() < 100)?.to_ascii_lowercase();
    if !made.contains("net.cookie") {
        return None;
    }
    reader.at += head + 1;
    let given = reader.arguments()?;
    if bracketed && !reader.take(")") || !reader.take(")") {
        return None;
    }
    let [name, value, ..] = given.as_slice() else { return None };
    let (name, value) = (name.text()?, value.text()?);
    let mut cookie = name.clone();
    cookie.push_decoded("=", Span::at(value.span().start));
    cookie.append(value);
    Some(cookie)
}
