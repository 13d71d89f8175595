//! The laws of rule files, beyond what their shape says.

use crate::facts::table::{Id, entry};
use crate::finding::Claims;
use crate::near::nearest;
use crate::rules::compile::{Read, TOPICS, stem_of, steps, topic_of};
use crate::rules::error::{RuleError, suggestion};
use crate::rules::pitfalls::is_number;
use crate::rules::schema::{CauseFile, ErrorFile, ExampleFile, MatchFile, RuleFile};
use crate::rules::set::Expect;

/// The rules and errors that may be named.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub rules: Vec<String>,
    pub errors: Vec<String>,
}

impl Names {
    /// A file's name is the id of what it holds.
    pub fn add(&mut self, path: &str) {
        let names = if path.starts_with("errors/") { &mut self.errors } else { &mut self.rules };
        names.push(stem_of(path).to_owned());
    }
}

/// One file under judgement.
struct Bench<'a> {
    path: &'a str,
    text: &'a str,
    errors: &'a mut Vec<RuleError>,
}

impl Bench<'_> {
    /// An error at the line of a top-level key; with a word, at that word below the key.
    fn refuse(&mut self, (key, word): (&str, &str), message: impl Into<String>, help: &str) {
        let (line, column) = place(self.text, key, word);
        self.errors.push(RuleError {
            file: self.path.to_owned(),
            line,
            column,
            message: message.into(),
            help: (!help.is_empty()).then(|| help.to_owned()),
        });
    }
}

/// Line and column of `word` at or below the top-level `key`; of the key where the word is empty.
fn place(text: &str, key: &str, word: &str) -> (usize, usize) {
    let is_key = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let Some(start) = text.lines().position(is_key) else { return (1, 1) };
    if !word.is_empty() {
        for (number, line) in text.lines().enumerate().skip(start) {
            let from = if number == start { key.len() } else { 0 };
            if let Some(at) = line.get(from..).and_then(|rest| rest.find(word)) {
                return (number + 1, line[..from + at].chars().count() + 1);
            }
        }
    }
    (start + 1, 1)
}

pub fn of_rule(rule: &Read<'_, RuleFile>, names: &Names, errors: &mut Vec<RuleError>) {
    let mut bench = Bench { path: rule.path, text: rule.text, errors };
    let file = &rule.file;
    identity(&mut bench, &file.id);
    topic(&mut bench);
    message(&mut bench, &file.message.0.to_string());
    let lines = [
        ("help", file.help.as_ref().map(|line| line.0.to_string())),
        ("rules-out", file.rules_out.as_ref().map(|line| line.0.to_string())),
        ("settle", file.settle.clone()),
    ];
    for (key, line) in lines {
        fragment(&mut bench, key, line.as_deref());
    }
    places(&mut bench, file);
    page(&mut bench, &file.why, &file.sources);
    pitfalls(&mut bench, &file.pitfalls);
    references(&mut bench, file, names);
    fixes(&mut bench, file);
    examples(&mut bench, file);
}

fn identity(bench: &mut Bench<'_>, id: &str) {
    let stem = stem_of(bench.path);
    if id != stem {
        let help = format!("write `id: {stem}`, or call the file `{id}.yaml`");
        bench.refuse(("id", ""), format!("the id `{id}` is not the file's name"), &help);
    }
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || !id.chars().all(is_word) {
        let help = "an id is lower case words joined by `-`";
        bench.refuse(("id", ""), format!("`{id}` is no id"), help);
    }
}

/// A rule folder may have topics of its own; one that is a slip away from ours is a slip.
fn topic(bench: &mut Bench<'_>) {
    let topic = topic_of(bench.path);
    let topics = TOPICS.map(|(name, _)| name);
    if bench.path.matches('/').count() != 1 {
        bench.refuse(("id", ""), "a rule stands in `<topic>/<id>.yaml`", "move the file");
    } else if !topics.contains(&topic)
        && let Some(meant) = nearest(topic, topics)
    {
        let help = format!("did you mean `{meant}`?");
        bench.refuse(("id", ""), format!("unknown topic `{topic}`"), &help);
    }
}

fn message(bench: &mut Bench<'_>, message: &str) {
    let length = message.chars().count();
    if length > 72 {
        let help = "at most 72 characters, the names of facts included";
        bench.refuse(("message", ""), format!("a message of {length} characters"), help);
    }
    let mut letters = message.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    if capital && letters.next().is_some_and(char::is_lowercase) {
        let help = "it reads on after the rule's name";
        bench.refuse(("message", ""), "a message that begins with a capital letter", help);
    }
    if message.trim().is_empty() {
        bench.refuse(("message", ""), "an empty message", "name the thing and the place");
    }
    fragment(bench, "message", Some(message));
}

/// A text that stands in a line of ours: one line, no full stop.
fn fragment(bench: &mut Bench<'_>, key: &str, text: Option<&str>) {
    let Some(text) = text.map(str::trim_end) else { return };
    if text.ends_with('.') && !text.ends_with("..") {
        bench.refuse((key, ""), format!("`{key}` ends in a full stop"), "leave the full stop out");
    }
    if text.contains('\n') {
        bench.refuse(
            (key, ""),
            format!("`{key}` is more than one line"),
            "the rest belongs in `why`",
        );
    }
}

fn places(bench: &mut Bench<'_>, file: &RuleFile) {
    if file.at.0.len() != 1 {
        let help = "one place; further ones stand in `also-at`";
        bench.refuse(("at", ""), "`at` is the primary place", help);
    }
}

fn page(bench: &mut Bench<'_>, why: &str, sources: &[String]) {
    if why.trim().is_empty() {
        bench.refuse(("why", ""), "an empty `why`", "say why it is so, in two or three sentences");
    }
    if sources.is_empty() {
        bench.refuse(("sources", ""), "no sources", "name what it rests on, as addresses");
    }
    for source in sources.iter().filter(|source| !source.contains("://")) {
        bench.refuse(("sources", source), format!("`{source}` is no address"), "write `https://…`");
    }
}

fn pitfalls(bench: &mut Bench<'_>, pitfalls: &[String]) {
    for pitfall in pitfalls {
        if !is_number(pitfall) {
            let message = format!("`{pitfall}` is no pitfall");
            bench.refuse(("pitfalls", pitfall), message, "pitfalls are numbered: `P3`");
        }
    }
}

fn references(bench: &mut Bench<'_>, file: &RuleFile, names: &Names) {
    for id in &file.folds {
        if *id == file.id {
            let help = "`folds` names the rules that this one hides";
            bench.refuse(("folds", id), "a rule cannot fold itself", help);
        } else {
            named(bench, ("folds", "rule"), id, &names.rules);
        }
    }
    for id in &file.folds_later {
        named(bench, ("folds-later", "rule"), id, &names.rules);
    }
    for explains in &file.explains {
        named(bench, ("explains", "error"), &explains.error, &names.errors);
    }
}

fn named(bench: &mut Bench<'_>, (key, what): (&str, &str), id: &str, known: &[String]) {
    if known.iter().any(|name| name == id) {
        return;
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let help = match nearest(id, known.iter().copied()) {
        Some(_) => suggestion(id, &known),
        None => format!("there is no file `{id}.yaml`"),
    };
    bench.refuse((key, id), format!("unknown {what} `{id}`"), &help);
}

fn fixes(bench: &mut Bench<'_>, file: &RuleFile) {
    let count = file.fix.0.len();
    for (number, fix) in file.fix.0.iter().enumerate() {
        if steps(fix).is_empty() {
            bench.refuse(("fix", ""), "a fix without a step", "`set-host`, `set-header`, …");
        }
        if fix.when.is_none() && number + 1 < count {
            let help = "a fix without `when` always applies; put it last";
            bench.refuse(("fix", ""), "a fix behind one that always applies", help);
        }
    }
}

fn examples(bench: &mut Bench<'_>, file: &RuleFile) {
    let all = &file.examples;
    let has = |expect: Expect| all.iter().any(|example| example.expect == expect);
    let mut missing = Vec::new();
    if !has(Expect::Finding) {
        missing.push("`expect: finding`: what the rule is for");
    }
    if !has(Expect::Clean) {
        missing.push("`expect: clean`: one word away from the finding");
    }
    let can_be_unknown = |id: &Id| !entry(*id).unknown.is_empty();
    let asks = file.on_unknown.is_none() && file.when.0.facts().iter().any(can_be_unknown);
    if asks && !has(Expect::Undecided) {
        missing.push(
            "`expect: undecided`: a fact of the condition is unknown (or say `on-unknown: silent`)",
        );
    }
    let worked = |example: &ExampleFile| example.expect == Expect::Clean && succeeded(example);
    if file.claims == Claims::Refused && !all.iter().any(worked) {
        missing.push(
            "`expect: clean` with a 2xx answer: a rule that claims `refused` is silent there",
        );
    }
    if !file.fix.0.is_empty() && all.iter().all(|example| example.fixed.is_none()) {
        missing.push("`fixed`: the corrected text");
    }
    for what in missing {
        bench.refuse(("examples", ""), "an example is missing", &format!("add one with {what}"));
    }
    names_of_examples(bench, all.iter().map(|example| example.name.as_str()));
    for example in all {
        one_text(bench, &example.name, (&example.input, &example.recorded));
        if example.expect != Expect::Finding
            && (example.fixed.is_some() || example.severity.is_some() || example.explains.is_some())
        {
            let help = "`fixed`, `severity` and `explains` belong to `expect: finding`";
            bench.refuse(("examples", &example.name), "an example that has nothing to fix", help);
        }
    }
}

/// An example has one text: as somebody wrote it, or as a recorder kept it.
fn one_text(bench: &mut Bench<'_>, name: &str, texts: (&Option<String>, &Option<String>)) {
    if let (Some(_), Some(_)) | (None, None) = texts {
        let help = "write `input:`, or `recorded:` for the calls of a HAR";
        bench.refuse(("examples", name), "an example has one text", help);
    }
}

fn names_of_examples<'a>(bench: &mut Bench<'_>, names: impl Iterator<Item = &'a str>) {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&name) {
            bench.refuse(("examples", name), "two examples of one name", "say what differs");
        }
        seen.push(name);
    }
}

/// Whether the example shows a 2xx answer.
fn succeeded(example: &ExampleFile) -> bool {
    example.status.is_some_and(|status| (200..300).contains(&status))
        || status_words(written(example)).any(|word| word.len() >= 3 && word.starts_with('2'))
}

/// The text of an example, whichever way it is given.
fn written(example: &ExampleFile) -> &str {
    example.input.as_deref().or(example.recorded.as_deref()).unwrap_or_default()
}

/// The words that follow `HTTP/…` and `"status":` in a text.
fn status_words(text: &str) -> impl Iterator<Item = &str> {
    let after = |mark: &'static str| {
        text.match_indices(mark).filter_map(move |(at, _)| {
            let rest = &text[at + mark.len()..];
            let rest = if mark == "HTTP/" { rest.split_once(' ')?.1 } else { rest };
            rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()
        })
    };
    after("HTTP/").chain(after("\"status\":"))
}

pub fn of_error(error: &Read<'_, ErrorFile>, names: &Names, errors: &mut Vec<RuleError>) {
    let mut bench = Bench { path: error.path, text: error.text, errors };
    let file = &error.file;
    identity(&mut bench, &file.id);
    page(&mut bench, &file.why, &file.sources);
    if file.matches.0.is_empty() {
        bench.refuse(("match", ""), "an empty list of matches", SIGNS);
    }
    for matches in &file.matches.0 {
        one_match(&mut bench, matches);
    }
    if file.causes.is_empty() {
        bench.refuse(("causes", ""), "no causes", "name a rule or a cause");
    }
    for cause in &file.causes {
        one_cause(&mut bench, cause, names);
    }
    if file.examples.is_empty() {
        bench.refuse(("examples", ""), "an example is missing", "add one with such an answer");
    }
    names_of_examples(&mut bench, file.examples.iter().map(|example| example.name.as_str()));
    for example in &file.examples {
        one_text(&mut bench, &example.name, (&example.input, &example.recorded));
    }
    let ids = |cause: &CauseFile| cause.rule.clone().or_else(|| cause.cause.clone());
    let candidates: Vec<String> = file.causes.iter().filter_map(ids).collect();
    for example in &file.examples {
        for id in example.excluded.iter().chain(&example.open) {
            named(&mut bench, ("examples", "cause"), id, &candidates);
        }
        for id in &example.confirmed {
            let known: Vec<String> = candidates.iter().chain(&names.rules).cloned().collect();
            named(&mut bench, ("examples", "cause"), id, &known);
        }
    }
}

const SIGNS: &str = "give `status`, `text`, `error-code` or `when`";

fn one_match(bench: &mut Bench<'_>, matches: &MatchFile) {
    let texts = &matches.text.0;
    let said = !texts.is_empty() || matches.error_code.is_some();
    if matches.status.0.is_empty() && !said && matches.when.is_none() {
        bench.refuse(("match", ""), "a match that every answer has", SIGNS);
    }
    if texts.iter().any(|text| text.trim().is_empty()) {
        bench.refuse(("match", ""), "an empty text, which every answer contains", SIGNS);
    }
    // Which error it is rests on the match: one cannot be asked for the other.
    let asks = matches.when.iter().flat_map(|when| when.0.facts());
    if asks.into_iter().any(|id| id == Id::AnswerError) {
        let help = "ask `answer.error-code`, `answer.status` or the request";
        bench.refuse(("match", "answer.error"), "a match that asks which error it is", help);
    }
}

fn one_cause(bench: &mut Bench<'_>, cause: &CauseFile, names: &Names) {
    match (&cause.rule, &cause.cause) {
        (Some(rule), None) => {
            named(bench, ("causes", "rule"), rule, &names.rules);
            if cause.when.is_some() || cause.rules_out.is_some() || cause.settle.is_some() {
                let help = "the rule brings its condition, `rules-out` and `settle`";
                bench.refuse(("causes", rule), "a rule is named by its id alone", help);
            }
        }
        (None, Some(id)) => {
            if cause.settle.is_none() {
                let help = "say what would settle it, in one line";
                bench.refuse(("causes", id), format!("the cause `{id}` without `settle`"), help);
            }
            let settle = cause.settle.as_ref().map(|line| line.0.to_string());
            fragment(bench, "causes", settle.as_deref());
        }
        (Some(_), Some(_)) | (None, None) => {
            let help = "write `- rule: <id>`, or `- cause: <name>` with `settle`";
            bench.refuse(("causes", ""), "a cause is either a rule or a cause", help);
        }
    }
}

/// An id belongs to one file, whichever folder it stands in. Rules and errors are apart.
pub fn of_all(
    rules: &[Read<'_, RuleFile>],
    known: &[Read<'_, ErrorFile>],
    errors: &mut Vec<RuleError>,
) {
    one_file_each(rules.iter().map(|read| (read.path, read.text, &*read.file.id)), errors);
    one_file_each(known.iter().map(|read| (read.path, read.text, &*read.file.id)), errors);
}

fn one_file_each<'a>(
    files: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
    errors: &mut Vec<RuleError>,
) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (path, text, id) in files {
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == id) {
            let mut bench = Bench { path, text, errors };
            let message = format!("the id `{id}` is taken by `{first}`");
            bench.refuse(("id", ""), message, "choose another name");
        }
        seen.push((id, path));
    }
}
