//! curl's own globbing of addresses: `{a,b}`, `[1-3]`, `[a-z:2]`.

use crate::source::{Span, Text};

/// The addresses one pattern stands for.
#[derive(Debug)]
pub(super) struct Globbed {
    pub(super) addresses: Vec<Text>,
    /// Sets of one name, whose braces are lost.
    pub(super) eaten: Vec<Span>,
    /// More addresses than are read.
    pub(super) cut: bool,
}

/// How many addresses of one pattern are read.
const MOST: usize = 100;

enum Piece {
    Plain(Text),
    Choice(Vec<Text>),
}

/// Expands a pattern, or says why curl refuses it.
pub(super) fn expand(text: &Text) -> Result<Globbed, &'static str> {
    let mut scanner = Scanner { text, at: 0, eaten: Vec::new() };
    let mut pieces = Vec::new();
    while scanner.at < text.len() {
        pieces.push(scanner.piece()?);
    }
    let mut globbed =
        Globbed { addresses: vec![Text::default()], eaten: scanner.eaten, cut: false };
    if pieces.is_empty() {
        globbed.addresses = vec![text.clone()];
    }
    for piece in &pieces {
        globbed.extend(piece);
    }
    Ok(globbed)
}

impl Globbed {
    fn extend(&mut self, piece: &Piece) {
        match piece {
            Piece::Plain(text) => self.addresses.iter_mut().for_each(|a| a.append(text)),
            Piece::Choice(choices) => {
                let mut longer = Vec::new();
                for address in &self.addresses {
                    for choice in choices {
                        let mut next = address.clone();
                        next.append(choice);
                        longer.push(next);
                        if longer.len() == MOST {
                            self.cut = choices.len() * self.addresses.len() > MOST;
                            self.addresses = longer;
                            return;
                        }
                    }
                }
                self.addresses = longer;
            }
        }
    }
}

struct Scanner<'a> {
    text: &'a Text,
    at: usize,
    eaten: Vec<Span>,
}

impl Scanner<'_> {
    /// The next plain run, set or range.
    fn piece(&mut self) -> Result<Piece, &'static str> {
        let written = self.text.as_written();
        let rest = &written[self.at..];
        match rest.as_bytes()[0] {
            b'\\' if rest[1..].starts_with(['{', '}', '[', ']']) => {
                let escaped = self.text.slice(self.at + 1..self.at + 2);
                self.at += 2;
                Ok(Piece::Plain(escaped))
            }
            b'{' if !self.in_hole() => self.set(),
            b'[' if !self.in_hole() && rest.starts_with("[]") => Ok(self.plain(2)),
            b'[' if !self.in_hole() && is_ipv6(rest) => {
                Ok(self.plain(rest.find(']').map_or(1, |at| at + 1)))
            }
            b'[' if !self.in_hole() => self.range(),
            b'}' | b']' if !self.in_hole() => Err("unmatched close brace/bracket"),
            _ => {
                let length = rest
                    .char_indices()
                    .skip(1)
                    // A variable stays in one piece.
                    .find(|(at, c)| "\\{}[]".contains(*c) && !self.is_hole(self.at + at))
                    .map_or(rest.len(), |(at, _)| at);
                Ok(self.plain(length))
            }
        }
    }

    /// The braces of `${NAME}` are the shell's.
    fn in_hole(&self) -> bool {
        self.is_hole(self.at)
    }

    fn is_hole(&self, at: usize) -> bool {
        self.text.holes().iter().any(|hole| hole.range.contains(&at))
    }

    fn plain(&mut self, length: usize) -> Piece {
        let text = self.text.slice(self.at..self.at + length);
        self.at += length;
        Piece::Plain(text)
    }

    fn set(&mut self) -> Result<Piece, &'static str> {
        let written = self.text.as_written();
        let open = self.at;
        let mut choices = Vec::new();
        let mut choice = Text::default();
        let mut start = open + 1 + named(&written[open + 1..]);
        self.at = start;
        while let Some(letter) = written[self.at..].chars().next() {
            let behind = self.at + letter.len_utf8();
            match letter {
                _ if self.in_hole() => {}
                '\\' if behind < written.len() => {
                    choice.append(&self.text.slice(start..self.at));
                    start = behind;
                    self.at = behind;
                }
                '{' | '[' => return Err("nested brace"),
                ']' => return Err("unexpected close bracket"),
                ',' | '}' => {
                    if letter == '}' && self.at == open + 1 {
                        return Err("empty string within braces");
                    }
                    choice.append(&self.text.slice(start..self.at));
                    choices.push(std::mem::take(&mut choice));
                    start = behind;
                    if letter == '}' {
                        self.at = behind;
                        let json = choices
                            .first()
                            .is_some_and(|choice| choice.as_written().starts_with('"'));
                        if choices.len() == 1 || json {
                            self.eaten.push(self.text.span_of(open..self.at));
                        }
                        return Ok(Piece::Choice(choices));
                    }
                }
                _ => {}
            }
            self.at += written[self.at..].chars().next().map_or(1, char::len_utf8);
        }
        Err("unmatched brace")
    }

    fn range(&mut self) -> Result<Piece, &'static str> {
        let rest = &self.text.as_written()[self.at..];
        let length = rest.find(']').ok_or("bad range")?;
        let span = self.text.span_of(self.at..self.at + length + 1);
        let values = values(&rest[1 + named(&rest[1..]).min(length - 1)..length]);
        let values = values.ok_or("bad range")?;
        self.at += length + 1;
        Ok(Piece::Choice(values.iter().map(|value| Text::decoded(value, span)).collect()))
    }
}

fn is_ipv6(rest: &str) -> bool {
    let inside = rest.find(']').map(|end| &rest[1..end]);
    let address = inside.map(|inside| inside.split('%').next().unwrap_or_default());
    address.is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok())
}

/// How long the name of a set is: `<name>`.
fn named(rest: &str) -> usize {
    let name = rest.strip_prefix('<').and_then(|name| name.find('>').map(|end| &name[..end]));
    name.filter(|name| (1..=64).contains(&name.len())).map_or(0, |name| name.len() + 2)
}

/// What `1-3`, `001-100:10` and `a-z` count through.
fn values(range: &str) -> Option<Vec<String>> {
    let (ends, step) = match range.split_once(':') {
        Some((ends, step)) => (ends, step.parse::<usize>().ok().filter(|step| *step > 0)?),
        None => (range, 1),
    };
    let (from, to) = ends.split_once('-')?;
    if let ([from], [to]) = (from.as_bytes(), to.as_bytes())
        && from.is_ascii_alphabetic()
    {
        let far = usize::from(to.checked_sub(*from)?);
        if far > 25 || far > 0 && step > far || far == 0 && step != 1 {
            return None;
        }
        let letters: Vec<String> =
            (*from..=*to).step_by(step).map(|byte| char::from(byte).to_string()).collect();
        return (!letters.is_empty()).then_some(letters);
    }
    let width = if from.starts_with('0') { from.len().min(20) } else { 0 };
    let (from, to) = (from.parse::<u64>().ok()?, to.trim_start().parse::<u64>().ok()?);
    let far = usize::try_from(to.checked_sub(from)?).ok()?;
    if far > 0 && step > far || far == 0 && step != 1 {
        return None;
    }
    let numbers = (from..=to).step_by(step).take(MOST + 1);
    let numbers: Vec<String> = numbers.map(|n| format!("{n:0width$}")).collect();
    (!numbers.is_empty()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globbed(pattern: &str) -> Vec<String> {
        let globbed = expand(&Text::verbatim(pattern, 0)).unwrap();
        globbed.addresses.iter().map(|a| a.as_written().to_owned()).collect()
    }

    #[test]
    fn sets_and_ranges_become_addresses() {
        assert_eq!(globbed("x/{a,b}/[1-2]"), ["x/a/1", "x/a/2", "x/b/1", "x/b/2"]);
        assert_eq!(globbed("[008-010]"), ["008", "009", "010"]);
        assert_eq!(globbed("[a-e:2]"), ["a", "c", "e"]);
        assert_eq!(globbed("x?f[]=1&g=\\{1\\}"), ["x?f[]=1&g={1}"]);
        assert_eq!(globbed("{a\\,b,c\\}}"), ["a,b", "c}"]);
        assert_eq!(globbed("{<n>a,b}/[<m>1-2]"), ["a/1", "a/2", "b/1", "b/2"]);
        assert_eq!(globbed("http://[::1]:80/"), ["http://[::1]:80/"]);
    }

    #[test]
    fn curl_stops_at_what_it_cannot_expand() {
        for (pattern, why) in [
            ("{{id}}", "nested brace"),
            ("f[x]=1", "bad range"),
            ("{a", "unmatched brace"),
            ("[A-z]", "bad range"),
            ("[0-3:9]", "bad range"),
        ] {
            assert_eq!(expand(&Text::verbatim(pattern, 0)).unwrap_err(), why);
        }
    }

    #[test]
    fn a_single_name_loses_its_braces() {
        let globbed = expand(&Text::verbatim("/t/{id}/u", 10)).unwrap();
        assert_eq!(globbed.addresses[0].as_written(), "/t/id/u");
        assert_eq!(globbed.eaten, [Span::new(13, 17)]);
    }
}
