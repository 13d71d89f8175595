//! The words behind `curl` become settings, as curl itself takes them apart.

use super::options::{self, CurlOption, Kind};
use crate::exchange::{Accident, AccidentKind};
use crate::input::shell::Argument;
use crate::source::{Span, Text};
use crate::truth::Why;

/// One option with its value, or an address.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// The long name; `url` for a lone word.
    pub(super) name: &'static str,
    pub(super) on: bool,
    pub(super) value: Option<Text>,
    /// Where the option stands, with its value.
    pub(super) span: Span,
    /// Which argument holds the option and which its value.
    pub(super) words: (usize, usize),
}

/// What a command line says.
#[derive(Debug, Default)]
pub(super) struct CommandLine {
    /// One list for each part between `--next`.
    pub(super) operations: Vec<Vec<Setting>>,
    /// Why curl stops before it sends anything.
    pub(super) stop: Option<String>,
    pub(super) accidents: Vec<Accident>,
    /// A bare variable may hold options that we do not see.
    pub(super) hidden: Option<Why>,
}

/// Takes the arguments behind the name of the program apart.
pub(super) fn parse(arguments: &[Argument]) -> CommandLine {
    let mut parser = Parser {
        arguments,
        at: 0,
        line: CommandLine::default(),
        variables: Vec::new(),
        other_address: None,
    };
    parser.line.operations.push(Vec::new());
    let mut only_addresses = false;
    while let Some(argument) = parser.arguments.get(parser.at) {
        let written = argument.text.as_written();
        parser.at += 1;
        match written {
            "--" if !only_addresses => only_addresses = true,
            _ if only_addresses || !written.starts_with('-') => parser.address(argument),
            "-" => parser.address(argument),
            _ if written.starts_with("--") => parser.long(argument),
            _ => parser.bundle(argument),
        }
    }
    parser.line
}

struct Parser<'a> {
    arguments: &'a [Argument],
    at: usize,
    line: CommandLine,
    /// `--variable name=value`.
    variables: Vec<(String, Text)>,
    /// Whether an argument is an address beyond doubt, once it was asked.
    other_address: Option<bool>,
}

impl Parser<'_> {
    fn address(&mut self, argument: &Argument) {
        if is_hidden_options(argument) && self.has_other_address() {
            self.line.hidden = Some(Why::Variable);
            return;
        }
        let word = self.at - 1;
        let text = argument.text.clone();
        let span = text.span();
        self.push(Setting { name: "url", on: true, value: Some(text), span, words: (word, word) });
    }

    /// A lone variable is an address only if nothing else is one.
    fn has_other_address(&mut self) -> bool {
        let arguments = self.arguments;
        *self.other_address.get_or_insert_with(|| {
            arguments.iter().any(|argument| {
                let written = argument.text.as_written();
                written.contains("://") || written == "--url" || written.contains(".frontegg.com")
            })
        })
    }

    fn push(&mut self, setting: Setting) {
        if setting.name == "next" {
            self.line.operations.push(Vec::new());
        } else if let Some(operation) = self.line.operations.last_mut() {
            operation.push(setting);
        }
    }

    fn long(&mut self, argument: &Argument) {
        let written = argument.text.as_written();
        let (name, glued) = match written.find('=') {
            Some(at) => (&written[2..at], Some(argument.text.slice(at + 1..written.len()))),
            None => (&written[2..], None),
        };
        let found = find(name).or_else(|| {
            self.stop(format!("curl: option --{} is unknown", crate::mask::or_length(name)));
            self.accident(AccidentKind::CurlOptionUnknown, argument.text.span());
            options::abbreviated(name).map(|option| (option, true, false))
        });
        let Some((option, on, expand)) = found else { return };
        let word = self.at - 1;
        if option.kind != Kind::Value {
            let span = argument.text.span();
            let words = (word, word);
            return self.push(Setting { name: option.long, on, value: None, span, words });
        }
        let value = glued.map(|text| (text, word));
        self.with_value(option, (word, value), expand);
    }

    /// `-sSLkXPOST`: letters, until one takes the rest of the word or the next word.
    fn bundle(&mut self, argument: &Argument) {
        let written = argument.text.as_written();
        let word = self.at - 1;
        for (at, letter) in written.char_indices().skip(1) {
            let behind = at + letter.len_utf8();
            let option = u8::try_from(letter).ok().and_then(options::short);
            let Some(option) = option else {
                self.stop(format!(
                    "curl: option -{} is unknown",
                    crate::mask::visible(&letter.to_string())
                ));
                self.accident(AccidentKind::CurlOptionUnknown, argument.text.span());
                return;
            };
            let span = argument.text.span_of(at..behind);
            if option.kind == Kind::Value {
                let rest = argument.text.slice(behind..written.len());
                let value = (behind < written.len()).then_some((rest, word));
                return self.with_value(option, (word, value), false);
            }
            let words = (word, word);
            self.push(Setting { name: option.long, on: true, value: None, span, words });
        }
    }

    fn with_value(
        &mut self,
        option: &'static CurlOption,
        (word, glued): (usize, Option<(Text, usize)>),
        expand: bool,
    ) {
        let start = self.arguments.get(word).map_or(Span::default(), |a| a.text.span());
        let value = glued.or_else(|| {
            let next = self.arguments.get(self.at)?;
            self.at += 1;
            Some((next.text.clone(), self.at - 1))
        });
        let Some((text, value_word)) = value else {
            if option.long != "help" {
                self.stop(format!("curl: option --{}: requires parameter", option.long));
            }
            return;
        };
        if option.long == "request" && text.is_empty() {
            self.stop("curl: option -X: blank argument where content is expected".to_owned());
        }
        if option.long == "variable" {
            let written = text.as_written();
            if let Some(at) = written.find('=').filter(|_| !written.starts_with('%')) {
                let name = written[..at].to_owned();
                self.variables.push((name, text.slice(at + 1..written.len())));
            }
        }
        let text = if expand { self.expanded(&text) } else { text };
        let span = start.hull(text.span());
        let words = (word, value_word);
        self.push(Setting {
            name: canonical(option.long),
            on: true,
            value: Some(text),
            span,
            words,
        });
    }

    /// `{{name}}` in the value of `--expand-…`; functions are not evaluated.
    fn expanded(&self, text: &Text) -> Text {
        let written = text.as_written();
        let mut done = Text::default();
        let mut at = 0;
        while let Some(open) = written[at..].find("{{").map(|open| at + open) {
            let Some(close) = written[open..].find("}}").map(|close| open + close) else { break };
            done.append(&text.slice(at..open));
            let name = &written[open + 2..close];
            let span = text.span_of(open..close + 2);
            match self.variables.iter().rev().find(|(known, _)| known == name) {
                Some((_, value)) if value.known().is_known() => {
                    done.push_decoded(value.as_written(), span);
                }
                Some(_) | None => {
                    done.push_hole(&written[open..close + 2], span, (Why::Variable, name));
                }
            }
            at = close + 2;
        }
        done.append(&text.slice(at..written.len()));
        done
    }

    fn stop(&mut self, why: String) {
        self.line.stop.get_or_insert(why);
    }

    fn accident(&mut self, kind: AccidentKind, span: Span) {
        self.line.accidents.push(Accident { kind, span });
    }
}

/// The option of a long name, whether it is on, and whether its value is expanded by curl.
fn find(name: &str) -> Option<(&'static CurlOption, bool, bool)> {
    if let Some(option) = options::long(name) {
        return Some((option, true, false));
    }
    if let Some(option) = name.strip_prefix("no-").and_then(options::long) {
        return (option.kind == Kind::Switch).then_some((option, false, false));
    }
    let option = name.strip_prefix("expand-").and_then(options::long)?;
    (option.kind == Kind::Value).then_some((option, true, true))
}

/// One name for options that do the same.
fn canonical(name: &'static str) -> &'static str {
    match name {
        "data-ascii" => "data",
        "proxy1.0" => "proxy",
        other => other,
    }
}

/// `$OPTIONS`, `"${ARGS[@]}"`: one variable and nothing else, whose name is not that of an address.
fn is_hidden_options(argument: &Argument) -> bool {
    let text = &argument.text;
    let [hole] = text.holes() else { return false };
    let name = hole.name.to_ascii_uppercase();
    hole.range == (0..text.len())
        && !["URL", "URI", "HOST", "BASE", "ENDPOINT", "API"].iter().any(|word| name.contains(word))
}
