//! Accidents of writing that can be seen in the words of a command, and what mends them.

mod letters;
mod lines;
mod quotes;
mod values;

use super::lexer::Operator;
use super::script::Simple;
use super::variables::Variables;
use super::word::{Part, PartKind, Quoting, Word};
use crate::exchange::{Accident, AccidentKind, Repair};
use crate::source::{Source, Span};

pub(super) use lines::goes_on;
pub(super) use quotes::{closings, crosses};

/// One command that calls curl, as the shell read it.
pub(super) struct Scene<'a> {
    pub(super) source: &'a Source,
    /// All behind the word `curl`.
    pub(super) words: &'a [Word],
    /// From the word `curl` to the last word or redirection.
    pub(super) span: Span,
    /// Where the text ends that it stands in.
    pub(super) end_of_text: usize,
    /// What ended it.
    pub(super) end: Option<(Operator, Span)>,
    /// What the text has set so far.
    pub(super) variables: &'a Variables,
    pub(super) dialect: Dialect,
}

/// What is known of the shell that runs a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dialect {
    /// zsh: a bare pattern that fits no file stops the command.
    patterns: bool,
    /// The text is a script whose lines end as the shell expects, or it breaks.
    strict_lines: bool,
}

/// What is noted: the kind, where, and what mends it.
type Note<'n> = dyn FnMut(AccidentKind, Span, Vec<Repair>) + 'n;

/// All accidents that the words of a command show.
pub(super) fn notice(scene: &Scene<'_>) -> Vec<Accident> {
    let mut found = Vec::new();
    let mut note = |kind, span, repair| found.push(Accident { kind, span, repair });
    letters::notice(scene, &mut note);
    values::notice(scene, &mut note);
    if scene.dialect.patterns {
        for word in scene.words.iter().filter(|word| has_pattern(scene.text(), word)) {
            note(AccidentKind::ZshGlobbing, word.span, scene.quoted(word.span));
        }
    }
    lines::crlf(scene, &mut note);
    found
}

impl Scene<'_> {
    fn text(&self) -> &str {
        self.source.text()
    }

    fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// As far as the command may have been meant to go.
    fn limit(&self) -> usize {
        limit(self.text(), self.span.end, self.end_of_text)
    }

    /// The option that stands before a word.
    fn option_before(&self, at: usize) -> &str {
        at.checked_sub(1).and_then(|at| self.words.get(at)).map_or("", |word| self.slice(word.span))
    }

    fn is_header(&self, at: usize) -> bool {
        let glued = self.words.get(at).is_some_and(|word| {
            let written = self.slice(word.span);
            written.starts_with("-H") && written.len() > 2 || written.starts_with("--header=")
        });
        glued || matches!(self.option_before(at), "-H" | "--header")
    }

    fn is_data(&self, at: usize) -> bool {
        const DATA: &[&str] =
            &["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"];
        DATA.contains(&self.option_before(at))
    }

    fn is_address(&self, at: usize) -> bool {
        let written = self.words.get(at).map_or("", |word| self.slice(word.span));
        let named = written.contains("://") || written.contains(".frontegg.com");
        self.option_before(at) == "--url"
            || named && !written.starts_with('-') && !self.is_header(at) && !self.is_data(at)
    }

    /// Quotes around what stands bare, so that it means the same; nothing where quotes stand in it.
    fn quoted(&self, span: Span) -> Vec<Repair> {
        let written = self.slice(span);
        if written.contains(['\'', '"', '`', '\\']) || written.contains("$(") {
            return Vec::new();
        }
        let quote = if written.contains('$') { "\"" } else { "'" };
        vec![Repair::insert(span.start, quote), Repair::insert(span.end, quote)]
    }
}

/// A command is not looked for behind so many bytes.
const LONGEST: usize = 64 << 10;

/// How far a command that ends here can have been meant to go: to the next one.
pub(super) fn limit(text: &str, from: usize, end: usize) -> usize {
    let mut most = end.min(from.saturating_add(LONGEST)).max(from);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let rest = text.get(from..most).unwrap_or_default();
    let calls = |at: &usize| {
        let line = &rest[at + 1..];
        ["curl ", "$ curl ", "% curl "].iter().any(|start| line.starts_with(start))
    };
    memchr::memchr_iter(b'\n', rest.as_bytes()).find(calls).map_or(most, |at| from + at)
}

impl Dialect {
    pub(super) fn of(source: &Source) -> Self {
        let text = source.text();
        let first = text.lines().next().unwrap_or_default();
        let shebang = first.starts_with("#!");
        let named = |ends: &[&str]| ends.iter().any(|end| source.name().ends_with(end));
        let prompt = || text.lines().any(|line| line.trim_start().starts_with("% curl "));
        let zsh = named(&[".zsh"]) || shebang && first.trim_end().ends_with("zsh") || prompt();
        let options = ["nonomatch", "no_nomatch", "NO_NOMATCH", "noglob"];
        Self {
            patterns: zsh && !options.iter().any(|word| text.contains(word)),
            strict_lines: (shebang || named(&[".sh", ".bash", ".zsh"])) && !text.contains("igncr"),
        }
    }

    /// zsh does not run a command with a bare pattern that fits no file.
    pub(super) fn stops(self, text: &str, words: &[Word]) -> Option<&'static str> {
        let stops = self.patterns && words.iter().any(|word| has_pattern(text, word));
        stops.then_some("zsh: no matches found")
    }
}

fn has_pattern(text: &str, word: &Word) -> bool {
    let pattern = |part: &Part| {
        part.quoting == Quoting::Bare
            && matches!(part.kind, PartKind::Verbatim)
            && text.get(part.span.start..part.span.end).is_some_and(|t| t.contains(['?', '*', '[']))
    };
    word.parts.iter().any(pattern)
}

/// The command goes on below, as in a Windows console: a lone `^` ends its line. What comes behind it is not read.
pub(super) fn goes_on_as_in_windows(simple: &Simple, text: &str) -> bool {
    simple.words.last().and_then(|word| word.bare(text)) == Some("^")
}
