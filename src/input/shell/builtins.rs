//! Simple commands: what the shell itself does, and what only looks like a call.

use std::rc::Rc;

use super::conditions;
use super::expand::Argument;
use super::flow::{Flow, NOWHERE, Ran, of_value};
use super::pipes;
use super::prefix;
use super::quotes::operand;
use super::script::{Script, Simple, names};
use super::variables::Setting;
use super::word::{Part, PartKind, Quoting, Word};
use crate::input::tools;
use crate::source::{Span, Text};
use crate::truth::Truth;

impl Script<'_> {
    /// Runs one simple command.
    pub(super) fn simple(&mut self, simple: &Simple) -> Ran {
        if self.repeating > 0 {
            self.ran += 1 + weight(simple) / 4096;
        }
        let text = self.source.text();
        let assigns = |word: &&Word| word.assignment(text).is_some();
        let before = simple.words.iter().take_while(assigns).count();
        if before == simple.words.len() {
            return self.assignments(simple);
        }
        for word in &simple.words {
            self.substitute(word);
        }
        let stdin = self.stdin.clone();
        let away = self.redirect(&simple.redirects);
        let outer = away.then(|| std::mem::take(&mut self.out));
        let ran = self.command(simple, before);
        if let Some(outer) = outer {
            self.out = outer;
        }
        if !simple.redirects.is_empty() {
            self.stdin = stdin;
        }
        ran
    }

    fn assignments(&mut self, simple: &Simple) -> Ran {
        let mut success = Truth::Yes;
        for redirect in &simple.redirects {
            self.substitute(&redirect.target);
        }
        for word in &simple.words {
            self.substitute(word);
            self.set(word);
            let text = self.source.text();
            if !super::script::nested(word, text).is_empty() {
                success = Truth::Unknown;
            }
        }
        Ran::on(success)
    }

    /// Runs the command behind its assignments and prefixes.
    fn command(&mut self, simple: &Simple, before: usize) -> Ran {
        let text = self.source.text();
        let start = before + prefix::length(&simple.words[before..], text);
        let Some(first) = simple.words.get(start) else { return Ran::on(Truth::Yes) };
        let ended = simple.words[before].bare(text) == Some("exec");
        // `sudo f` and `command f` look for no function.
        let looks = simple.words[before..start]
            .iter()
            .all(|word| matches!(word.bare(text), Some("time" | "!" | "coproc" | "noglob")));
        let outer = self.separated(&simple.words[..before]);
        let mut ran = self.named(simple, start, (first, looks));
        if let Some(outer) = outer {
            self.variables.restore("IFS", outer);
        }
        if ended {
            ran.flow = Flow::Exit;
        }
        ran
    }

    /// `IFS=, read …`: for this command alone; what it was before.
    #[expect(clippy::option_option, reason = "nothing was set, or it was set from nothing")]
    fn separated(&mut self, assignments: &[Word]) -> Option<Option<Setting>> {
        let text = self.source.text();
        let own = assignments
            .iter()
            .find(|word| word.assignment(text).is_some_and(|(name, _)| name == "IFS"))?;
        let outer = self.variables.get("IFS").cloned();
        self.set(own);
        Some(outer)
    }

    fn named(&mut self, simple: &Simple, start: usize, (first, looks): (&Word, bool)) -> Ran {
        let words = &simple.words[start..];
        if let [Part { kind: PartKind::Dynamic, span, .. }] = first.parts.as_slice()
            && self.source.slice(*span).starts_with("((")
        {
            return Ran::on(sum(self, Span::new(span.start + 2, span.end - 2)));
        }
        let mut arguments: Vec<Argument> = Vec::new();
        for word in words {
            let expansion = self.expansion();
            arguments.extend(expansion.arguments(word));
            self.defaults(word);
        }
        let Some(name) = arguments.first().map(|name| name.text.clone()) else {
            return Ran::on(Truth::Yes);
        };
        let rest = &arguments[1..];
        let Some(name) = name.known().known() else {
            self.out.lost = true;
            if rest.iter().any(|argument| argument.text.as_written().contains("://")) {
                self.skipped(
                    first.span.start,
                    "a variable holds this command; if it is curl, write curl",
                );
            }
            return Ran::on(Truth::Unknown);
        };
        if looks && let Some(ran) = self.call(name, rest) {
            return ran;
        }
        if let Some(tool) = tools::named(name) {
            self.calls(simple, (start, tool), rest);
            self.out.lost = true;
            return Ran::on(Truth::Unknown);
        }
        self.builtin(name, (words, rest))
    }

    /// `${NAME:=value}` sets what is empty.
    fn defaults(&mut self, word: &Word) {
        for part in &word.parts {
            let PartKind::Variable(name, modifier) = &part.kind else { continue };
            let written = self.source.slice(*modifier);
            let empty = match self.variables.get(name) {
                Some(Setting::To(value, _)) => value.is_empty(),
                Some(Setting::Unset) => true,
                Some(Setting::Words(_) | Setting::Answer(_) | Setting::Unknown) | None => false,
            };
            if empty && written.starts_with(":=") {
                let only = Word { span: part.span, parts: vec![part.clone()] };
                let value = self.expansion().text(&only);
                self.variables.insert(name, of_value(value));
            }
        }
    }

    fn builtin(&mut self, name: &str, (words, rest): (&[Word], &[Argument])) -> Ran {
        let texts: Vec<Text> = rest.iter().map(|argument| argument.text.clone()).collect();
        let at = words[0].span;
        match name {
            ":" | "true" => Ran::on(Truth::Yes),
            "false" => Ran::on(Truth::No),
            "echo" => self.prints(pipes::echo(&texts, at, self.dialect)),
            "printf" => self.printf(&texts),
            "cat" => self.cat(&texts),
            "export" | "local" | "declare" | "readonly" | "typeset" => self.declare(name, words),
            "read" => self.read(&texts),
            "unset" => {
                for name in texts.iter().filter_map(names) {
                    self.variables.insert(name, Setting::Unset);
                }
                Ran::on(Truth::Yes)
            }
            "getopts" | "mapfile" | "readarray" => {
                for name in texts.iter().filter_map(names) {
                    self.variables.insert(name, Setting::Unknown);
                }
                Ran::on(Truth::Unknown)
            }
            "set" | "shift" => self.positions(name, texts),
            "exit" => Ran::to(Flow::Exit),
            "return" => Ran::to(Flow::Return),
            "break" => Ran::to(Flow::Break(levels(&texts))),
            "continue" => Ran::to(Flow::Continue(levels(&texts))),
            "[" | "test" => Ran::on(conditions::test(&texts)),
            "[[" => Ran::on(conditions::double(words, &self.expansion())),
            "source" | "." => {
                self.variables.forget_all();
                self.out.lost = true;
                Ran::on(Truth::Unknown)
            }
            "eval" | "bash" | "sh" | "zsh" | "dash" => self.other_shell(name, words),
            "cd" | "sleep" | "pushd" | "popd" | "mkdir" | "rm" | "touch" | "chmod" => {
                Ran::on(Truth::Unknown)
            }
            "let" => {
                let sums = texts.iter().map(|text| text.as_written().to_owned());
                let ran = sums.map(|written| calculate(self, &written)).last();
                Ran::on(ran.unwrap_or(Truth::No))
            }
            _ => self.program(name, words),
        }
    }

    fn prints(&mut self, text: Option<Text>) -> Ran {
        if self.out.wanted {
            match text {
                Some(text) => self.out.text.append(&text),
                None => self.out.lost = true,
            }
        }
        Ran::on(Truth::Yes)
    }

    /// `printf -v NAME …` prints into a variable.
    fn printf(&mut self, texts: &[Text]) -> Ran {
        let texts = match texts.split_first() {
            Some((first, rest)) if first.as_written() == "--" => rest,
            _ => texts,
        };
        if texts.first().is_some_and(|first| first.as_written() == "-v") {
            if let Some(name) = texts.get(1).and_then(names) {
                let value = pipes::printf(&texts[2..]).map_or(Setting::Unknown, of_value);
                self.variables.insert(name, value);
            }
            return Ran::on(Truth::Yes);
        }
        self.prints(pipes::printf(texts))
    }

    fn cat(&mut self, texts: &[Text]) -> Ran {
        let stdin = texts.is_empty() || matches!(texts, [only] if only.as_written() == "-");
        let text = match (stdin, texts) {
            (true, _) => self.stdin.as_deref().cloned(),
            (false, [name]) => self.options.files.and_then(|files| {
                let bytes = files(name.known().known()?)?;
                Some(Text::decoded(&String::from_utf8(bytes).ok()?, name.span()))
            }),
            (false, _) => None,
        };
        if stdin && self.stdin.is_some() {
            self.stdin = Some(Rc::new(Text::default()));
        }
        self.prints(text);
        Ran::on(Truth::Unknown)
    }
}

/// How many bytes a command is, with its here-documents.
fn weight(simple: &Simple) -> usize {
    let words: usize = simple.words.iter().map(|word| word.span.len()).sum();
    let documents: usize = simple.redirects.iter().map(|redirect| redirect.target.span.len()).sum();
    words + documents
}

fn levels(texts: &[Text]) -> u32 {
    texts.first().and_then(|text| text.as_written().parse().ok()).unwrap_or(1).max(1)
}

/// Runs a sum for what it sets; is it more than nothing?
pub(super) fn sum(script: &mut Script<'_>, span: Span) -> Truth {
    let text = script.expansion().text(&operand(script.source.text(), span, Quoting::Double));
    calculate(script, text.as_written())
}

fn calculate(script: &mut Script<'_>, written: &str) -> Truth {
    if let Some(sum) = script.expansion().sum(written) {
        for (name, value) in sum.set {
            let value = Text::decoded(&value.to_string(), NOWHERE);
            script.variables.insert(&name, Setting::To(value, None));
        }
        return Truth::from_bool(sum.value != 0);
    }
    // What it sets is not known.
    let names = written.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let names: Vec<String> =
        names.filter(|name| script.variables.get(name).is_some()).map(str::to_owned).collect();
    let sets = written.contains('=') || written.contains("++") || written.contains("--");
    for name in names.iter().filter(|_| sets) {
        script.variables.insert(name, Setting::Unknown);
    }
    Truth::Unknown
}
