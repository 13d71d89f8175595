//! The page of a rule or of a known error, as Markdown: what, why, and examples with real output.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::cli::index::index;
use crate::examples::Script;
use crate::exchange::Origin;
use crate::facts::catalog::Catalog;
use crate::facts::table::entry;
use crate::input::Options;
use crate::lint::{Linter, Policy, Recording, lint};
use crate::report::human::{self, Detail, Human};
use crate::rules::set::{
    Candidate, Config, ErrorPage, Expect, KnownError, Outside, Rule, RulePage, Scene,
};
use crate::rules::template::{Part, Template};
use crate::rules::{Pages, RuleSet};

/// All pages that can be written.
pub(crate) struct Book<'a> {
    pub(crate) rules: &'a RuleSet,
    pub(crate) pages: &'a Pages,
    pub(crate) catalog: &'a Catalog,
    pub(crate) links: Links,
}

/// How a page names another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Links {
    /// By its id: a terminal has nothing to click.
    None,
    /// By its file, from where the page itself lies.
    Files,
}

/// From where a page lies to the folder of all pages.
const FROM_RULE: &str = "../../";
const FROM_ERROR: &str = "../";

impl Book<'static> {
    /// The rules, errors and examples in the binary.
    pub(crate) fn built_in(links: Links) -> Self {
        let (rules, pages) = (RuleSet::built_in(), Pages::built_in());
        Self { rules, pages, catalog: Catalog::built_in(), links }
    }
}

impl Book<'_> {
    /// Every page and its path below `docs/`.
    pub(crate) fn all(&self) -> Vec<(String, String)> {
        let rules = self.rules.rules.iter().filter_map(|rule| {
            Some((format!("rules/{}/{}.md", rule.topic, rule.id), self.rule(&rule.id)?))
        });
        let errors =
            self.rules.errors.iter().filter_map(|error| {
                Some((format!("errors/{}.md", error.id), self.error(&error.id)?))
            });
        let index = ("README.md".to_owned(), index(self));
        rules.chain(errors).chain([index]).collect()
    }

    pub(crate) fn rule(&self, id: &str) -> Option<String> {
        let rule = self.rules.rules.iter().find(|rule| rule.id == id)?;
        let page = self.pages.rules.iter().find(|page| page.id == id)?;
        let mut text = self.head(rule);
        section(&mut text, "Why", &page.why);
        if let Some(help) = &rule.help {
            section(&mut text, "What to do", &sentence(&plain(help)));
        }
        text.push_str(&self.relations(rule));
        self.rule_examples(page, &mut text);
        sources(&mut text, &page.sources);
        Some(text)
    }

    pub(crate) fn error(&self, id: &str) -> Option<String> {
        let error = self.rules.errors.iter().find(|error| error.id == id)?;
        let page = self.pages.errors.iter().find(|page| page.id == id)?;
        let mut text = format!("# {}\n\n`{id}` · a known error{}\n", page.title, signs(error));
        let _ = write!(text, "\n{}\n", page.meaning);
        section(&mut text, "Why", &page.why);
        section(&mut text, "What may be behind it", &self.causes(error));
        self.error_examples(page, &mut text);
        sources(&mut text, &page.sources);
        Some(text)
    }

    /// Which errors it explains, and which rules it makes pointless.
    fn relations(&self, rule: &Rule) -> String {
        let mut lines = String::new();
        let mut explained: Vec<&str> = Vec::new();
        for explains in &rule.explains {
            // With conditions an error stands there more than once, the surest last.
            if explained.contains(&explains.error.as_str()) {
                continue;
            }
            explained.push(&explains.error);
            let title = self.rules.errors.iter().find(|error| error.id == explains.error);
            let title = title.map_or("", |error| &error.title);
            let alike = rule.explains.iter().filter(|other| other.error == explains.error);
            let strengths: Vec<&str> = alike.map(|other| other.strength.word()).collect();
            let (strength, error) =
                (strengths.join(" or "), self.error_at(&explains.error, FROM_RULE));
            let _ = writeln!(lines, "- explains {error} ({strength}): {title}");
        }
        for folded in &rule.folds {
            let folded = self.rule_at(folded, FROM_RULE);
            let _ = writeln!(lines, "- hides {folded}, which would not be reached");
        }
        for folded in &rule.folds_later {
            let _ = writeln!(lines, "- hides `{folded}` in later calls, which is what comes of it");
        }
        if lines.is_empty() { lines } else { format!("\n## Beside it\n\n{lines}") }
    }

    fn causes(&self, error: &KnownError) -> String {
        let rule = |id: &str| self.rules.rules.iter().find(|rule| rule.id == id);
        let line = |cause: &Candidate| match cause {
            Candidate::Rule(id) => match rule(id) {
                Some(rule) => self.cause_in_the_call(rule),
                None => format!("- `{id}`\n"),
            },
            Candidate::Outside(cause) => cause_outside(cause),
        };
        error.causes.iter().map(line).collect()
    }

    /// What a rule says, how it is settled where the recording does not, and what to do.
    fn cause_in_the_call(&self, rule: &Rule) -> String {
        let mut text =
            format!("- {}: {}\n", self.rule_at(&rule.id, FROM_ERROR), plain(&rule.message));
        text.push_str("  - to confirm: `frontegg-lint check` sees it in the recorded call");
        match &rule.settle {
            Some(settle) => {
                let _ = writeln!(text, "; where it cannot, {settle}");
            }
            None => text.push('\n'),
        }
        if let Some(help) = &rule.help {
            let _ = writeln!(text, "  - to do: {}", plain(help));
        }
        text
    }

    /// A rule's name, from a page that lies `up` below the others.
    pub(crate) fn rule_at(&self, id: &str, up: &str) -> String {
        let topic = self.rules.rules.iter().find(|rule| rule.id == id).map(|rule| &rule.topic);
        match (self.links, topic) {
            (Links::Files, Some(topic)) => format!("[`{id}`]({up}rules/{topic}/{id}.md)"),
            (Links::Files, None) | (Links::None, _) => format!("`{id}`"),
        }
    }

    pub(crate) fn error_at(&self, id: &str, up: &str) -> String {
        match self.links {
            Links::Files => format!("[`{id}`]({up}errors/{id}.md)"),
            Links::None => format!("`{id}`"),
        }
    }

    fn head(&self, rule: &Rule) -> String {
        let topic = match self.links {
            Links::Files => format!("[{0}]({FROM_RULE}README.md#{0})", rule.topic),
            Links::None => rule.topic.clone(),
        };
        let kinds = format!("{topic} · {} · {}", rule.severity.rest.word(), rule.claims.word());
        format!("# {}\n\n{kinds}\n\n{}\n", rule.id, sentence(&plain(&rule.message)))
    }

    fn rule_examples(&self, page: &RulePage, text: &mut String) {
        text.push_str("\n## Examples\n");
        for example in &page.examples {
            let expect = match example.expect {
                Expect::Finding => "a finding",
                Expect::Clean => "nothing to say",
                Expect::Undecided => "cannot be told",
            };
            let _ = write!(text, "\n### {}: {expect}\n", example.name);
            shown(text, &example.scene);
            beside(text, &example.scene);
            match example.expect {
                Expect::Finding => fenced(text, "text", &self.output(&example.scene)),
                Expect::Clean | Expect::Undecided => {}
            }
        }
    }

    fn error_examples(&self, page: &ErrorPage, text: &mut String) {
        text.push_str("\n## Examples\n");
        for example in &page.examples {
            let _ = write!(text, "\n### {}\n", example.name);
            shown(text, &example.scene);
            beside(text, &example.scene);
            fenced(text, "text", &self.output(&example.scene));
        }
    }

    /// What `check` prints for an example.
    fn output(&self, scene: &Scene) -> String {
        let Script { text, settings, answer, .. } = match Script::of(scene) {
            Ok(script) => script,
            Err(error) => return error,
        };
        let linter = Linter {
            catalog: self.catalog,
            rules: self.rules,
            settings,
            policy: Policy::default(),
        };
        let recording = Recording {
            path: "example",
            name: "example",
            input: Box::new(text.as_bytes()),
            options: Options::of(Origin::Pasted),
            answer,
        };
        let how = Human { detail: Detail::Quiet, ..Human::PLAIN };
        let mut out = Vec::new();
        match human::write(&[lint(recording, &linter)], &how, &mut out) {
            Ok(()) => String::from_utf8_lossy(&out).into_owned(),
            Err(error) => error.to_string(),
        }
    }
}

/// The statuses and codes by which the answer is recognised.
fn signs(error: &KnownError) -> String {
    let statuses: BTreeSet<u16> = error.matches.iter().flat_map(|m| m.status.clone()).collect();
    let codes = error.matches.iter().filter_map(|matches| matches.error_code.clone());
    let signs = statuses.iter().map(u16::to_string).chain(codes);
    signs.fold(String::new(), |text, sign| text + " · " + &sign)
}

/// A cause that no recording shows: how it is settled, and what rules it out.
fn cause_outside(cause: &Outside) -> String {
    let settle = plain(&cause.settle);
    let mut text = format!("- {}\n  - to settle: {settle}\n", cause.id.replace('-', " "));
    if let Some(rules_out) = &cause.rules_out {
        let _ = writeln!(text, "  - ruled out where {}", plain(rules_out));
    }
    text
}

/// A line without a recording at hand: in a value's place the words that stand for it, else what it
/// is, `‹region›`.
pub(crate) fn plain(line: &Template) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) | Part::Fact(_, Some(words)) => words.clone(),
        Part::Fact(id, None) => {
            let name = entry(*id).name;
            format!("‹{}›", name.rsplit('.').next().unwrap_or(name))
        }
    };
    line.0.iter().map(part).collect()
}

fn section(text: &mut String, title: &str, words: &str) {
    let _ = write!(text, "\n## {title}\n\n{}\n", words.trim_end());
}

fn sources(text: &mut String, sources: &[String]) {
    if !sources.is_empty() {
        text.push_str("\n## Sources\n\n");
        for source in sources {
            let _ = writeln!(text, "- <{source}>");
        }
    }
}

/// An example as it was written; of a recording, its calls without the brackets of the HAR.
fn shown(text: &mut String, scene: &Scene) {
    if let Some(recorder) = &scene.recorder {
        let _ = write!(text, "\nA HAR that {recorder} recorded, its calls as HTTP:\n");
    }
    fenced(text, "text", &scene.input);
}

/// What an example knows besides its text.
fn beside(text: &mut String, scene: &Scene) {
    let mut known = Vec::new();
    let Config {
        region,
        token_kind,
        environments,
        back_ends,
        tenant_id,
        application_id,
        committed,
    } = &scene.config;
    let settings = [
        ("region", region),
        ("token-kind", token_kind),
        ("tenant-id", tenant_id),
        ("application-id", application_id),
    ];
    for (key, value) in settings {
        known.extend(value.as_ref().map(|value| format!("`{key}: {value}`")));
    }
    known.extend(environments.iter().map(|environment| {
        format!("the environment {} at {}", environment.name, environment.hosts.join(", "))
    }));
    known.extend((!back_ends.is_empty()).then(|| format!("back ends {}", back_ends.join(", "))));
    known.extend(committed.then(|| "the file is about to be committed".to_owned()));
    known.extend(scene.status.map(|status| format!("the answer's status {status}")));
    let said = &scene.answers;
    known.extend(
        said.signature
            .map(|said| format!("the network's word that the signature is {}", said.word())),
    );
    known.extend(said.is_accepted().map(|accepted| match said.region().filter(|_| accepted) {
        Some(region) => format!("that the gateway of {} accepts it", region.to_uppercase()),
        None => "that no region's gateway accepts it".to_owned(),
    }));
    if !known.is_empty() {
        let _ = write!(text, "\nKnown besides: {}.\n", known.join(", "));
    }
}

fn fenced(text: &mut String, language: &str, inside: &str) {
    let fence = if inside.contains("```") { "````" } else { "```" };
    let _ = write!(text, "\n{fence}{language}\n{}\n{fence}\n", inside.trim_end());
}

/// A message is lower case without full stop; on its page it is a sentence.
fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_and_error_has_a_page_with_its_examples() {
        let book = Book::built_in(Links::Files);
        let all = book.all();
        assert_eq!(all.len(), book.rules.rules.len() + book.rules.errors.len() + 1);
        for (path, page) in all.iter().filter(|(path, _)| path != "README.md") {
            assert!(page.contains("\n## Why\n") && page.contains("\n### "), "{path}");
        }
    }

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!(sentence("élan lost"), "Élan lost.");
        assert_eq!(sentence(""), ".");
    }
}
