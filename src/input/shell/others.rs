//! Commands that run a command for others: another shell, another program.

use super::flow::Ran;
use super::lexer::Layer;
use super::script::Script;
use super::variables::Setting;
use super::word::{Part, PartKind, Quoting, Word};
use crate::source::Span;
use crate::truth::Truth;

/// Programs that run a command for others, elsewhere or later.
const RUNNERS: &[&str] = &[
    "xargs",
    "ssh",
    "docker",
    "podman",
    "kubectl",
    "oc",
    "watch",
    "parallel",
    "find",
    "su",
    "eval",
    "bash",
    "sh",
    "zsh",
    "dash",
    "trap",
    "alias",
    "at",
    "flock",
    "script",
    "tmux",
    "screen",
    "retry",
    "nerdctl",
    "lxc",
    "vagrant",
    "heroku",
    "fly",
    "gcloud",
    "runuser",
    "chroot",
    "nsenter",
    "ksh",
    "source",
    "crontab",
    "hyperfine",
    "entr",
    "strace",
    "proxychains",
    "proxychains4",
];

/// With more variables than this no other shell is read.
const MOST_VARIABLES: usize = 2_000;

impl Script<'_> {
    /// `bash -c '…'` and `eval '…'`: a script inside, where it stands letter for letter.
    pub(super) fn other_shell(&mut self, name: &str, words: &[Word]) -> Ran {
        let text = self.source.text();
        let dash_c = |word: &Word| {
            let option = word.bare(text).unwrap_or_default();
            option.starts_with('-') && !option.starts_with("--") && option.contains('c')
        };
        let script = if name == "eval" {
            words.get(1).filter(|_| words.len() == 2)
        } else {
            words.iter().position(dash_c).and_then(|at| words.get(at + 1))
        };
        let Some(inner) = script.and_then(|word| single(word, text)) else {
            if name == "eval" {
                self.variables.forget_all();
            }
            return self.program(name, words);
        };
        if self.depth >= 8 || self.variables.count() > MOST_VARIABLES {
            return Ran::on(Truth::Unknown);
        }
        self.depth += 1;
        let mark = self.variables.mark();
        if name != "eval" {
            self.only_exported(words, script);
        }
        self.run(inner, Layer::Inside);
        if name != "eval" {
            self.variables.take_back(mark);
        }
        self.depth -= 1;
        Ran::on(Truth::Unknown)
    }

    /// Another shell sees what is exported, and words of its own.
    fn only_exported(&mut self, words: &[Word], script: Option<&Word>) {
        let names: Vec<String> = self.variables.names().cloned().collect();
        for name in names.into_iter().filter(|name| !self.exported.contains(name)) {
            self.variables.insert(&name, Setting::Unknown);
        }
        let own = script.and_then(|script| {
            words.iter().position(|word| word.span == script.span).map(|at| &words[at + 1..])
        });
        let expansion = self.expansion();
        let own = own.unwrap_or_default().iter().skip(1);
        let own = own.flat_map(|word| expansion.arguments(word)).map(|a| a.text).collect();
        self.variables.insert("@", Setting::Words(own));
    }

    /// A program that is not curl: it may run curl for others.
    pub(super) fn program(&mut self, name: &str, words: &[Word]) -> Ran {
        self.out.lost = true;
        let text = self.source.text();
        let known = RUNNERS.contains(&name.rsplit('/').next().unwrap_or_default());
        let calls = |(at, word): (usize, &Word)| {
            let written = self.source.slice(word.span);
            let alone = word.bare(text) == Some("curl")
                && words.get(at + 1).is_some_and(|next| {
                    let next = self.source.slice(next.span);
                    next.starts_with('-') || next.contains("://")
                });
            alone || known && (written.contains("curl ") || written == "curl")
        };
        let found = words.iter().enumerate().skip(1).find(|(at, word)| calls((*at, word)));
        if let Some((_, word)) = found {
            let at = word.span.start;
            self.skipped(
                at,
                "another program runs this curl command: write it out to have it read",
            );
        }
        Ran::on(Truth::Unknown)
    }
}

/// The bytes of a word in single quotes.
fn single(word: &Word, text: &str) -> Option<Span> {
    match word.parts.as_slice() {
        // Double quotes without anything to expand are the same.
        [Part { span, quoting: Quoting::Single | Quoting::Double, kind: PartKind::Verbatim }] => {
            Some(*span)
        }
        _ => None,
    }
    .filter(|span| text.get(span.start..span.end).is_some())
}
