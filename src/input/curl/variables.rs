//! curl's own variables: `--variable name=value`, and `{{name:function}}` in `--expand-…`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::text::percent;
use crate::source::Text;
use crate::truth::{Fact, Why};

/// What is known of the variables of a command line.
#[derive(Default)]
pub(super) struct Variables(BTreeMap<String, Fact<String>>);

/// Reads a file that a command names, or says why curl stops.
pub(super) type Open<'a> = dyn Fn(&Text) -> super::body::Read + 'a;

impl Variables {
    /// `name=value`, `name@file`, `%NAME`, `%NAME=default`; anything else curl skips.
    pub(super) fn set(&mut self, text: &Text, open: &Open<'_>) -> Result<(), String> {
        let written = text.as_written();
        let rest = written.strip_prefix('%').unwrap_or(written);
        let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let at = written.len() - rest.len() + length;
        let name = rest[..length].to_owned();
        if name.is_empty() {
            return Ok(());
        }
        let value = if written.starts_with('%') {
            Fact::Unknown(Why::Variable)
        } else if written[at..].starts_with('=') {
            let value = text.slice(at + 1..written.len());
            owned(&value)
        } else if written[at..].starts_with('@') && !written.contains(";[") {
            match open(&text.slice(at + 1..written.len()))? {
                Fact::Known(read) => owned(&read),
                Fact::Absent => Fact::Known(String::new()),
                Fact::Unknown(why) => Fact::Unknown(why),
            }
        } else if written[at..].starts_with('@') {
            Fact::Unknown(Why::NotRecorded)
        } else {
            return Ok(());
        };
        self.0.insert(name, value);
        Ok(())
    }

    /// The value of an option with the variables in it replaced; one that is not set is empty.
    pub(super) fn expand(&self, text: &Text) -> Result<Text, String> {
        let written = text.as_written();
        let mut done = Text::default();
        let (mut at, mut replaced) = (0, false);
        while let Some(open) = written[at..].find("{{").map(|open| at + open) {
            if written[at..open].ends_with('\\') {
                done.append(&text.slice(at..open - 1));
                done.append(&text.slice(open..open + 2));
                at = open + 2;
                continue;
            }
            let Some(close) = written[open..].find("}}").map(|close| open + close) else { break };
            if at < open {
                done.append(&text.slice(at..open));
            }
            let (name, functions) = match written[open + 2..close].split_once(':') {
                Some((name, functions)) => (name, Some(functions)),
                None => (&written[open + 2..close], None),
            };
            let place = text.span_of(open..close + 2);
            if name.is_empty() || !name.chars().all(is_name) {
                done.append(&text.slice(open..close + 2));
            } else {
                replaced = true;
                match self.value(name, functions)? {
                    Fact::Known(value) => done.push_decoded(&value, place),
                    Fact::Absent => done.push_decoded("", place),
                    Fact::Unknown(why) => {
                        done.push_hole(&written[open..close + 2], place, (why, name));
                    }
                }
            }
            at = close + 2;
        }
        if at < written.len() {
            done.append(&text.slice(at..written.len()));
        }
        Ok(if replaced { done } else { text.clone() })
    }

    fn value(&self, name: &str, functions: Option<&str>) -> Result<Fact<String>, String> {
        let value = self.0.get(name).cloned().unwrap_or(Fact::Absent);
        let mut value = match value {
            Fact::Absent => Fact::Known(String::new()),
            known @ (Fact::Known(_) | Fact::Unknown(_)) => known,
        };
        for function in functions.into_iter().flat_map(|list| list.split(':')) {
            let change = match function {
                "trim" => trim,
                "json" => json,
                "url" => url,
                "b64" => base64,
                "64dec" => from_base64,
                _ => return Err("curl: unknown variable function".to_owned()),
            };
            value = value.map(|value| change(&value));
        }
        Ok(value)
    }
}

fn owned(text: &Text) -> Fact<String> {
    text.known().map(str::to_owned)
}

const fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn trim(value: &str) -> String {
    value.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']).to_owned()
}

fn json(value: &str) -> String {
    let mut quoted = String::new();
    for letter in value.chars() {
        match letter {
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if u32::from(control) < 32 => {
                let code = format!("\\u{:04x}", u32::from(control));
                quoted.push_str(&code);
            }
            other => quoted.push(other),
        }
    }
    quoted
}

fn url(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    value.chars().map(|c| if plain(c) { c.to_string() } else { percent(c) }).collect()
}

fn base64(value: &str) -> String {
    BASE64_STANDARD.encode(value)
}

fn from_base64(value: &str) -> String {
    let decoded = BASE64_STANDARD.decode(value).ok();
    decoded
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| "[64dec-fail]".to_owned())
}

/// A file of which nothing is known.
#[expect(clippy::unnecessary_wraps, reason = "it stands where files are read")]
pub(super) fn nothing(_: &Text) -> super::body::Read {
    Ok(Fact::Unknown(Why::NotRecorded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(settings: &[&str], text: &str) -> Result<String, String> {
        let mut variables = Variables::default();
        for setting in settings {
            variables.set(&Text::verbatim(setting, 0), &nothing)?;
        }
        variables.expand(&Text::verbatim(text, 0)).map(|text| text.as_written().to_owned())
    }

    #[test]
    fn functions_change_a_value_from_left_to_right() {
        for (text, value) in [
            ("{{a}}", " x/\"y "),
            ("[{{a:trim}}]", "[x/\"y]"),
            ("{{a:trim:json}}", "x/\\\"y"),
            ("{{a:trim:url}}", "x%2F%22y"),
            ("{{a:trim:b64}}", "eC8ieQ=="),
            ("{{a:trim:b64:64dec}}", "x/\"y"),
            ("<{{none}}>", "<>"),
            ("\\{{a}} {{a:trim}}", "{{a}} x/\"y"),
            ("\\{{a}}", "\\{{a}}"),
            ("{{a b}}", "{{a b}}"),
        ] {
            assert_eq!(expanded(&["a= x/\"y "], text).as_deref(), Ok(value), "{text}");
        }
        assert!(expanded(&[], "{{a:upper}}").is_err());
    }

    #[test]
    fn a_variable_of_the_environment_is_not_known() {
        let mut variables = Variables::default();
        variables.set(&Text::verbatim("%TOKEN=none", 0), &nothing).unwrap();
        let text = variables.expand(&Text::verbatim("Bearer {{TOKEN:trim}}", 0)).unwrap();
        assert_eq!(text.holes()[0].name, "TOKEN");
        assert_eq!(text.known(), Fact::Unknown(Why::Variable));
    }
}
