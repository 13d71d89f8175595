//! The page of a rule or of a known error, as Markdown: what, why, and examples with real output.

use std::fmt::Write as _;

use crate::examples::Script;
use crate::exchange::Origin;
use crate::facts::catalog::Catalog;
use crate::input::Options;
use crate::lint::{Linter, Recording, lint};
use crate::report::human::{self, Colour, Detail, Human};
use crate::rules::set::{Candidate, Config, ErrorPage, Expect, KnownError, Rule, RulePage, Scene};
use crate::rules::{Pages, RuleSet};

/// All pages that can be written.
pub(crate) struct Book<'a> {
    pub(crate) rules: &'a RuleSet,
    pub(crate) pages: &'a Pages,
    pub(crate) catalog: &'a Catalog,
}

impl Book<'static> {
    /// The rules, errors and examples in the binary.
    pub(crate) fn built_in() -> Self {
        Self { rules: RuleSet::built_in(), pages: Pages::built_in(), catalog: Catalog::built_in() }
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
        rules.chain(errors).collect()
    }

    pub(crate) fn rule(&self, id: &str) -> Option<String> {
        let rule = self.rules.rules.iter().find(|rule| rule.id == id)?;
        let page = self.pages.rules.iter().find(|page| page.id == id)?;
        let mut text = head(rule);
        section(&mut text, "Why", &page.why);
        if let Some(help) = &rule.help {
            section(&mut text, "What to do", &sentence(&help.to_string()));
        }
        text.push_str(&self.relations(rule));
        self.rule_examples(page, &mut text);
        sources(&mut text, &page.sources);
        Some(text)
    }

    pub(crate) fn error(&self, id: &str) -> Option<String> {
        let error = self.rules.errors.iter().find(|error| error.id == id)?;
        let page = self.pages.errors.iter().find(|page| page.id == id)?;
        let mut text = format!("# {}\n\n`{id}` · a known error\n\n{}\n", page.title, page.meaning);
        section(&mut text, "Why", &page.why);
        section(&mut text, "What may be behind it", &self.causes(error));
        self.error_examples(page, &mut text);
        sources(&mut text, &page.sources);
        Some(text)
    }

    /// Which errors it explains, and which rules it makes pointless.
    fn relations(&self, rule: &Rule) -> String {
        let mut lines = String::new();
        for explains in &rule.explains {
            let title = self.rules.errors.iter().find(|error| error.id == explains.error);
            let title = title.map_or("", |error| &error.title);
            let (strength, error) = (explains.strength.word(), &explains.error);
            let _ = writeln!(lines, "- explains `{error}` ({strength}): {title}");
        }
        for folded in &rule.folds {
            let _ = writeln!(lines, "- hides `{folded}`, which would not be reached");
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
                Some(rule) => format!("- `{id}`: {}\n", rule.message),
                None => format!("- `{id}`\n"),
            },
            Candidate::Outside(cause) => format!("- {}; {}\n", cause.id, cause.settle),
        };
        error.causes.iter().map(line).collect()
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
        let linter = Linter { catalog: self.catalog, rules: self.rules, settings };
        let recording = Recording {
            name: "example",
            input: Box::new(text.as_bytes()),
            options: Options { format: None, origin: Origin::Pasted, files: None },
            answer,
        };
        let how = Human { colour: Colour::Never, width: 100, detail: Detail::Quiet };
        let mut out = Vec::new();
        match human::write(&[lint(recording, &linter)], &how, &mut out) {
            Ok(()) => String::from_utf8_lossy(&out).into_owned(),
            Err(error) => error.to_string(),
        }
    }
}

fn head(rule: &Rule) -> String {
    let kinds = format!("{} · {} · {}", rule.topic, rule.severity.rest.word(), rule.claims.word());
    format!("# {}\n\n{kinds}\n\n{}\n", rule.id, sentence(&rule.message.to_string()))
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
    let Config { region, token_kind, environments, back_ends, tenant_id, application_id } =
        &scene.config;
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
    known.extend(scene.status.map(|status| format!("the answer's status {status}")));
    let signature = scene.answers.signature;
    known.extend(
        signature.map(|said| format!("the network's word that the signature is {}", said.word())),
    );
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
        let book = Book::built_in();
        let all = book.all();
        assert_eq!(all.len(), book.rules.rules.len() + book.rules.errors.len());
        for (path, page) in &all {
            assert!(page.contains("\n## Why\n") && page.contains("\n### "), "{path}");
        }
    }

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!(sentence("élan lost"), "Élan lost.");
        assert_eq!(sentence(""), ".");
    }
}
