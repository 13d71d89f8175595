//! The words behind `curl` become settings, as curl itself takes them apart.

use std::borrow::Cow;

use super::config;
use super::options::{self, CurlOption, Kind};
use super::refusal::refusal;
use super::variables::{Open, Variables};
use crate::exchange::{Accident, AccidentKind, Repair};
use crate::input::shell::Argument;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

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

/// How deep files of options name files of options.
const DEEPEST: usize = 5;

/// Takes the arguments behind the name of the program apart.
pub(super) fn parse(arguments: &[Argument], open: &Open<'_>) -> CommandLine {
    let mut parser = Parser {
        words: Words { list: Cow::Borrowed(arguments), at: 0 },
        open,
        line: CommandLine::default(),
        variables: Variables::default(),
        other_address: None,
        within: None,
        depth: 0,
    };
    parser.line.operations.push(Vec::new());
    let mut only_addresses = false;
    while let Some(argument) = parser.words.next() {
        match argument.text.as_written() {
            "--" if !only_addresses => only_addresses = true,
            written if only_addresses || !written.starts_with('-') => parser.address(&argument),
            _ => parser.option(&argument),
        }
    }
    parser.line
}

/// The words that are read, and how far.
struct Words<'a> {
    list: Cow<'a, [Argument]>,
    at: usize,
}

impl Words<'_> {
    fn next(&mut self) -> Option<Argument> {
        let next = self.list.get(self.at).cloned();
        self.at += usize::from(next.is_some());
        next
    }
}

struct Parser<'a> {
    words: Words<'a>,
    open: &'a Open<'a>,
    line: CommandLine,
    variables: Variables,
    /// Whether an argument is an address beyond doubt, once it was asked.
    other_address: Option<bool>,
    /// The words that name the file of options that is being read.
    within: Option<(usize, usize)>,
    depth: usize,
}

impl Parser<'_> {
    fn option(&mut self, argument: &Argument) {
        if argument.text.as_written().starts_with("--") {
            self.long(argument);
        } else {
            self.bundle(argument);
        }
    }

    fn address(&mut self, argument: &Argument) {
        if is_hidden_options(argument) && self.has_other_address() {
            self.line.hidden = Some(Why::Variable);
            return;
        }
        let word = self.words.at - 1;
        self.setting("url", argument.text.clone(), (argument.text.span(), (word, word)));
    }

    /// An option with its value; some change what stands behind them.
    fn setting(&mut self, name: &'static str, text: Text, (span, words): (Span, (usize, usize))) {
        if let Some(why) = refusal(name, &text) {
            self.stop(why);
        }
        match name {
            "config" => return self.config(&text, words),
            "url" if text.as_written().starts_with('@') => {
                return self.addresses(&text, (span, words));
            }
            "variable" => {
                if let Err(why) = self.variables.set(&text, self.open) {
                    self.stop(why);
                }
            }
            _ => {}
        }
        let name = canonical(name);
        self.push(Setting { name, on: true, value: Some(text), span, words });
    }

    /// `-K`: the options of a file take the place of its name. What cannot be read may hold any.
    fn config(&mut self, name: &Text, words: (usize, usize)) {
        if self.depth == DEEPEST {
            return self.stop("curl: too many files of options in each other".to_owned());
        }
        let read = match (self.open)(name) {
            Ok(Fact::Known(read)) => read,
            Ok(Fact::Absent | Fact::Unknown(_)) => {
                self.line.hidden = Some(Why::NotRecorded);
                return;
            }
            Err(why) => return self.stop(why),
        };
        let outside = self.within;
        self.within = outside.or(Some(words));
        self.depth += 1;
        for line in config::lines(read.as_written(), name.span()) {
            let inside = Words { list: Cow::Owned(line), at: 0 };
            let rest = std::mem::replace(&mut self.words, inside);
            if let Some(option) = self.words.next() {
                self.option(&option);
            }
            if self.words.next().is_some() {
                self.stop("curl: an option of the file takes no value".to_owned());
            }
            self.words = rest;
        }
        self.depth -= 1;
        self.within = outside;
    }

    /// `@file`: one address on each line, which are not globbed.
    fn addresses(&mut self, name: &Text, (span, words): (Span, (usize, usize))) {
        let mut found = Vec::new();
        match (self.open)(&name.slice(1..name.len())) {
            Ok(Fact::Known(read)) => {
                let escaped = |c: char| if "{}[]".contains(c) { "\\" } else { "" };
                found.extend(read.as_written().lines().filter(|line| !line.is_empty()).map(
                    |line| {
                        let line: String =
                            line.chars().flat_map(|c| escaped(c).chars().chain([c])).collect();
                        Text::decoded(&line, name.span())
                    },
                ));
            }
            Ok(Fact::Absent | Fact::Unknown(_)) => {
                let mut hole = Text::default();
                hole.push_hole(name.as_written(), name.span(), (Why::NotRecorded, ""));
                found.push(hole);
            }
            Err(why) => self.stop(why),
        }
        for text in found {
            self.push(Setting { name: "url", on: true, value: Some(text), span, words });
        }
    }

    /// A lone variable is an address only if nothing else is one.
    fn has_other_address(&mut self) -> bool {
        let words = &self.words.list;
        *self.other_address.get_or_insert_with(|| {
            words.iter().any(|argument| {
                let written = argument.text.as_written();
                written.contains("://") || written == "--url" || written.contains(".frontegg.com")
            })
        })
    }

    fn push(&mut self, mut setting: Setting) {
        setting.words = self.within.unwrap_or(setting.words);
        if matches!(setting.name, "version" | "manual") && setting.on {
            self.stop(format!("curl: --{} sends nothing", setting.name));
        }
        if setting.name == "next" {
            let before = self.line.operations.last();
            if before.is_some_and(|before| before.iter().all(|s| s.name != "url")) {
                self.stop("curl: missing URL before --next".to_owned());
            }
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
            let meant = options::meant(name);
            let span = argument.text.span_of(2..2 + name.len());
            let stands = span.len() == name.len();
            let repair = meant.filter(|_| stands).map(|option| Repair::new(span, option.long));
            self.accident(argument.text.span(), repair);
            meant.map(|option| (option, true, false))
        });
        let Some((option, on, expand)) = found else { return };
        let word = self.words.at - 1;
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
        let word = self.words.at - 1;
        if written == "-" {
            return self.stop("curl: option -: is unknown".to_owned());
        }
        for (at, letter) in written.char_indices().skip(1) {
            let behind = at + letter.len_utf8();
            let option = u8::try_from(letter).ok().and_then(options::short);
            let Some(option) = option else {
                self.stop(format!(
                    "curl: option -{} is unknown",
                    crate::mask::visible(&letter.to_string())
                ));
                self.accident(argument.text.span(), None);
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
        let start = self.words.list.get(word).map_or(Span::default(), |a| a.text.span());
        if option.long == "help" {
            return self.stop("curl: --help sends nothing".to_owned());
        }
        let value = glued.or_else(|| {
            let next = self.words.next()?;
            Some((next.text, self.words.at - 1))
        });
        let Some((mut text, value_word)) = value else {
            return self.stop(format!("curl: option --{}: requires parameter", option.long));
        };
        if expand {
            match self.variables.expand(&text) {
                Ok(expanded) => text = expanded,
                Err(why) => self.stop(why),
            }
        }
        let span = start.hull(text.span());
        self.setting(option.long, text, (span, (word, value_word)));
    }

    fn stop(&mut self, why: String) {
        self.line.stop.get_or_insert(why);
    }

    fn accident(&mut self, span: Span, repair: Option<Repair>) {
        let repair = repair.into_iter().collect();
        self.line.accidents.push(Accident { kind: AccidentKind::CurlOptionUnknown, span, repair });
    }
}

/// Whether an option is one of curl's, also in a bundle of letters.
pub(super) fn knows(written: &str) -> bool {
    if let Some(name) = written.strip_prefix("--") {
        return find(name.split('=').next().unwrap_or_default()).is_some();
    }
    let letters = written.strip_prefix('-').unwrap_or_default();
    for letter in letters.chars() {
        match u8::try_from(letter).ok().and_then(options::short) {
            Some(option) if option.kind == Kind::Value => return true,
            Some(_) => {}
            None => return false,
        }
    }
    !letters.is_empty()
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
