//! Calls of `fetch`, as browsers copy them.

use std::sync::Arc;

use crate::exchange::{Exchange, Format};
use crate::input::literal::Value;
use crate::input::{Item, Options};
use crate::source::{Problem, Source, Span};
use crate::truth::{Fact, Why};

mod call;
mod escape;
mod scan;
mod string;
#[cfg(test)]
mod tests;
mod value;

use call::Call;
use value::{Kind, Reader};

/// Whether a text is of this format, by its content first and its name second.
pub(super) fn is(name: &str, text: &str) -> bool {
    let first = text.get(scan::skip_blanks(text, 0)..).unwrap_or_default();
    let begins = |rest: &str, words: &[&str]| {
        let word = &rest[..scan::name_length(rest)];
        words.contains(&word)
    };
    let first = first.trim_start_matches(['(', ';']);
    let behind = first.strip_prefix("await").map_or(first, str::trim_start);
    let is_call =
        begins(behind, &["fetch"]) && behind["fetch".len()..].trim_start().starts_with('(');
    let declares = first.trim_start().starts_with("async ")
        || begins(first, &["const", "let", "var"]) && first.contains('=');
    is_call || (declares || is_script_name(name)) && text.contains("fetch(")
}

/// Reads all requests of the text.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let reader = Reader::new(source.text());
    let mut script = Script { source, options, visit, reader, number: 0, again: 0 };
    script.run();
    if script.number == 0 {
        let message = "no call of fetch with an address was found";
        visit(Item::Problem(Problem::lost(Some(source.place(0)), message)));
    }
}

fn is_script_name(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["js", "mjs", "cjs", "ts", "mts", "jsx", "tsx"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension))
}

struct Script<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    visit: &'a mut dyn FnMut(Item),
    reader: Reader<'a>,
    number: usize,
    /// How many bytes have been read a second time.
    again: usize,
}

impl Script<'_> {
    fn run(&mut self) {
        let mut before = Before::default();
        loop {
            self.reader.skip_blanks();
            let rest = self.reader.rest();
            let Some(letter) = rest.chars().next() else { return };
            let start = self.reader.at;
            if scan::is_name_letter(letter) {
                let word = &rest[..scan::name_length(rest)];
                self.reader.at += word.len();
                let member = before.last == Some(b'.') && !before.is_global;
                match word {
                    "fetch" if !member => self.call(start),
                    "const" | "let" | "var" if !member => self.declaration(),
                    _ if !member => self.mention(word),
                    _ => {}
                }
                before.is_global = ["window", "globalThis", "self"].contains(&word);
            } else {
                self.reader.at = scan::token_end(self.source.text(), start, before.last);
                before.is_global &= letter == '.';
            }
            let end = self.reader.at;
            before.last =
                end.checked_sub(1).and_then(|at| self.source.text().as_bytes().get(at)).copied();
        }
    }

    /// `const name = value`. What is no literal is read again as what it is.
    fn declaration(&mut self) {
        self.reader.skip_blanks();
        let rest = self.reader.rest();
        let name = &rest[..scan::name_length(rest)];
        self.reader.at += name.len();
        if name.is_empty() {
            return;
        }
        self.reader.names.remove(name);
        if self.reader.take(":") {
            let typed = self.reader.rest();
            let end = typed.find(['=', ';', '\n', '(', ')']).unwrap_or(typed.len());
            self.reader.at += end;
        }
        if !self.reader.take("=") || self.reader.rest().starts_with(['=', '>']) {
            return;
        }
        let start = self.reader.at;
        if self.again > self.source.text().len().saturating_add(1 << 16) {
            return;
        }
        let (value, kind) = self.reader.expression();
        if matches!(value, Value::Open(_)) && kind == Kind::Plain {
            self.again += self.reader.at - start;
            self.reader.at = start;
        } else {
            self.reader.names.insert(name.to_owned(), (value, kind));
        }
    }

    /// A name that is set again, or whose members may be, is open from here on.
    fn mention(&mut self, name: &str) {
        let Some((value, _)) = self.reader.names.get(name) else { return };
        let behind = self.reader.rest().trim_start();
        let table = matches!(value, Value::Table(_) | Value::List(..));
        let set = ["=", "+=", "||=", "??=", "&&="].iter().any(|sign| {
            behind.strip_prefix(sign).is_some_and(|rest| !rest.starts_with(['=', '>']))
        });
        if set || table && behind.starts_with(['.', '[', ',', ')', '?']) {
            self.reader.names.remove(name);
        }
    }

    fn call(&mut self, start: usize) {
        if !self.reader.take("(") {
            return;
        }
        let (address, _) = self.reader.expression();
        let options = self.reader.take(",").then(|| self.reader.expression());
        let kind = options.as_ref().map_or(Kind::Plain, |(_, kind)| *kind);
        let options = options.map(|(value, _)| value);
        let closed = self.close();
        let span = Span::new(start, self.reader.at);
        let call = Call { address: &address, options: options.as_ref(), kind, closed };
        let Some((request, sent)) = call.request(span) else { return };
        if !closed {
            let place = Some(self.source.place(start));
            let message = "this call is never closed; the rest of it is missing";
            (self.visit)(Item::Problem(Problem::lost(place, message)));
        }
        self.number += 1;
        (self.visit)(Item::Exchange(Box::new(Exchange {
            number: self.number,
            source: Arc::clone(self.source),
            span,
            format: Format::Fetch,
            origin: self.options.origin,
            sent,
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            request,
            response: Fact::Unknown(Why::NotRecorded),
            accidents: Vec::new(),
            echoes: Vec::new(),
            pointer: None,
        })));
    }

    fn close(&mut self) -> bool {
        self.reader.take(",");
        self.reader.take(")")
    }
}

/// What stands before a token.
#[derive(Default)]
struct Before {
    last: Option<u8>,
    /// `window.fetch` is `fetch`.
    is_global: bool,
}
