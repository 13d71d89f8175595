//! The parameters of a query, and the cuts that change them.

use std::ops::Range;

use super::cut::Cut;
use crate::fix::{Filling, QueryChange};
use crate::source::Text;

/// Where a parameter stands in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: Range<usize>,
    /// Behind the equals sign; none where there is none.
    pub(crate) value: Option<Range<usize>>,
}

impl Parameter {
    pub(crate) fn whole(&self) -> Range<usize> {
        self.name.start..self.value.as_ref().map_or(self.name.end, |value| value.end)
    }

    pub(crate) fn is(&self, query: &Text, name: &str) -> bool {
        let written = query.as_written().get(self.name.clone()).unwrap_or_default();
        written == name || decoded(written) == name
    }
}

/// All parameters in order. A mark inside a variable's own writing, `${X:-a&b}`, parts nothing.
pub(crate) fn parameters(query: &Text) -> Vec<Parameter> {
    let written = query.as_written();
    let in_hole = |at: usize| query.holes().iter().any(|hole| hole.range.contains(&at));
    let mut ends: Vec<usize> =
        memchr::memchr_iter(b'&', written.as_bytes()).filter(|at| !in_hole(*at)).collect();
    ends.push(written.len());
    let mut start = 0;
    let mut found = Vec::new();
    for end in ends {
        let bytes = &written.as_bytes()[start..end];
        let equals = memchr::memchr_iter(b'=', bytes).map(|at| start + at).find(|at| !in_hole(*at));
        if start < end {
            found.push(Parameter {
                name: start..equals.unwrap_or(end),
                value: equals.map(|at| at + 1..end),
            });
        }
        start = end + 1;
    }
    found
}

/// A name or value without percent signs; `+` is a blank. What is no UTF-8 becomes U+FFFD.
pub(crate) fn decoded(written: &str) -> String {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let [first, behind @ ..] = rest {
        let digit = |at: usize| behind.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        rest = behind;
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                rest = &behind[2..];
            }
            (b'+', _, _) => bytes.push(b' '),
            (other, _, _) => bytes.push(*other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A name or value as it stands in an address.
pub(super) fn encoded(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => done.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'[' | b']' | b',' | b':' | b'@' | b'/' => {
                done.push(char::from(byte));
            }
            _ => {
                done.push('%');
                let digits = [byte >> 4, byte & 15];
                done.extend(
                    digits.map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])),
                );
            }
        }
    }
    done
}

/// What a filling puts into an address. A name to fill in stays readable: `<tenant-id>`.
pub(super) fn filled(filling: &Filling) -> Option<String> {
    match filling {
        Filling::Value(text) => Some(encoded(text)),
        Filling::Missing(text) => Some(text.clone()),
        Filling::Variable { .. } | Filling::Kept { .. } => None,
    }
}

/// What a change does to a query that stands in one piece.
pub(super) enum Amended {
    Cuts(Vec<Cut>),
    /// A parameter comes behind all others.
    Added(String),
    /// The query goes, with its question mark.
    Gone,
}

/// The cuts that make a change in those of the parameters that stand together.
pub(super) fn amend(query: &Text, together: &[Parameter], change: &QueryChange) -> Option<Amended> {
    let of = |name: &str| -> Vec<usize> {
        let is = |(_, parameter): &(usize, &Parameter)| parameter.is(query, name);
        together.iter().enumerate().filter(is).map(|(at, _)| at).collect()
    };
    Some(match change {
        QueryChange::Set(name, filling) => {
            let value = filled(filling)?;
            match of(name).first().and_then(|at| together.get(*at)) {
                None => Amended::Added(format!("{}={value}", encoded(name))),
                Some(Parameter { value: Some(range), .. }) => {
                    Amended::Cuts(vec![Cut::new(range.clone(), value)])
                }
                Some(Parameter { name, value: None }) => {
                    Amended::Cuts(vec![Cut::new(name.end..name.end, format!("={value}"))])
                }
            }
        }
        QueryChange::Rename { from, to } => {
            let names = of(from).into_iter().filter_map(|at| together.get(at));
            Amended::Cuts(names.map(|p| Cut::new(p.name.clone(), encoded(to))).collect())
        }
        QueryChange::Drop(name) => dropped(together, &of(name)),
    })
}

/// Runs of neighbours go together, each with one of the marks beside it.
fn dropped(together: &[Parameter], gone: &[usize]) -> Amended {
    if !gone.is_empty() && gone.len() == together.len() {
        return Amended::Gone;
    }
    let stays = |at: usize| !gone.contains(&at);
    let mut cuts = Vec::new();
    for (at, parameter) in together.iter().enumerate() {
        if stays(at) {
            continue;
        }
        let whole = parameter.whole();
        // Those before the first that stays go with the mark behind them, all others with the one
        // before them.
        let range = match together[..at].last() {
            Some(before) if !(0..at).all(|before| !stays(before)) => before.whole().end..whole.end,
            Some(_) | None => {
                whole.start..together.get(at + 1).map_or(whole.end, |next| next.name.start)
            }
        };
        cuts.push(Cut::new(range, ""));
    }
    Amended::Cuts(cuts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::cut;
    use crate::source::Span;
    use crate::truth::Why;

    fn amended(query: &str, change: &QueryChange) -> String {
        let text = Text::verbatim(query, 0);
        match amend(&text, &parameters(&text), change).unwrap() {
            Amended::Cuts(cuts) => cut::apply(&text, &cuts).unwrap().as_written().to_owned(),
            Amended::Added(more) => format!("{query}&{more}"),
            Amended::Gone => "-".to_owned(),
        }
    }

    #[test]
    fn parameters_go_with_one_of_the_marks_beside_them() {
        let drop = QueryChange::Drop("a".to_owned());
        for (query, left) in [
            ("a=1", "-"),
            ("a=1&b=2", "b=2"),
            ("b=2&a=1", "b=2"),
            ("b=2&a=1&c", "b=2&c"),
            ("a=1&a=2&b=2&a&a=3&c=3", "b=2&c=3"),
            ("%61=1&&b=2&x=a", "b=2&x=a"),
            ("b=2", "b=2"),
        ] {
            assert_eq!(amended(query, &drop), left, "{query}");
        }
    }

    #[test]
    fn values_are_replaced_or_added_as_they_are_sent() {
        let set = |value: &str| QueryChange::Set("a b".into(), Filling::Value(value.into()));
        assert_eq!(amended("x&a+b=1&a+b=2", &set("é&")), "x&a+b=%C3%A9%26&a+b=2");
        assert_eq!(amended("a%20b&x", &set("1")), "a%20b=1&x");
        assert_eq!(amended("x", &set("1")), "x&a%20b=1");
    }

    #[test]
    fn a_mark_inside_a_variable_parts_nothing() {
        let mut text = Text::verbatim("a=", 0);
        text.push_hole("${X:-b&c=d}", Span::new(2, 13), (Why::Variable, "X"));
        text.push_verbatim("&e", 13);
        let names: Vec<_> = parameters(&text).into_iter().map(|p| p.name).collect();
        assert_eq!(names, [0..1, 14..15]);
    }

    #[test]
    fn any_bytes_decode() {
        assert_eq!(decoded("a%2Bb+c%zz%e9%"), "a+b c%zz\u{FFFD}%");
    }
}
