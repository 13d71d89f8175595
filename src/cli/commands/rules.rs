//! `rules`: listed, shown, tested.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::cli::args::{Format, Global, Rules};
use crate::cli::commands::{coverage, pages};
use crate::cli::exit::{Ending, Exit, count};
use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::message;
use crate::examples::{self, Mutant, is_caught, mutants};
use crate::facts::catalog::{self, Catalog};
use crate::facts::table::{Kind, TABLE, entry};
use crate::near::nearest;
use crate::rules::outline::outline;
use crate::rules::set::Rule;
use crate::rules::{Pages, RuleSet, RuleText, load};

pub(crate) fn run(rules: Rules, global: &Global) -> Result<Ending, Failure> {
    let text = match rules {
        Rules::List(format) => list(format.format),
        Rules::Show { id } => show(&id)?,
        Rules::Test { folder, mutants } => {
            let judges = Judges::with(folder.as_deref())?;
            return if mutants { unnoticed(&judges) } else { test(&judges) };
        }
        Rules::Coverage(format) => coverage::text(format.format, global),
        Rules::Pages { check: true } => return pages::check(),
        Rules::Pages { check: false } => return pages::write(),
        Rules::Facts => facts(),
        Rules::Schema => message::json(&outline()),
    };
    message::print(text.as_bytes())?;
    Ok(Ending::SILENT)
}

/// What judges: the rules in the binary and those of a folder, and the catalogue that they ask.
pub(crate) struct Judges {
    pub(crate) rules: Cow<'static, RuleSet>,
    pub(crate) pages: Cow<'static, Pages>,
    pub(crate) catalog: Cow<'static, Catalog>,
}

impl Judges {
    /// A folder that has a `catalog/` of its own brings the whole of it: it takes the place of the
    /// one in the binary.
    pub(crate) fn with(folder: Option<&Path>) -> Result<Self, Failure> {
        Self::with_all(folder.as_slice())
    }

    /// The same with several folders; the rules of one may fold those of another.
    pub(crate) fn with_all(folders: &[&Path]) -> Result<Self, Failure> {
        let mut texts = Vec::new();
        for folder in folders {
            let own = files::rule_texts(folder)?;
            if own.is_empty() {
                return Err(Failure::usage(format!("{}: no rule files", message::path(folder))));
            }
            texts.extend(own);
        }
        if texts.is_empty() {
            return Ok(Self::built_in());
        }
        let loaded = load(&texts).map_err(Failure::Rules)?;
        Ok(Self {
            rules: Cow::Owned(RuleSet::built_in().with(&loaded.rules)),
            pages: Cow::Owned(loaded.pages),
            catalog: catalog(texts)?,
        })
    }

    fn built_in() -> Self {
        Self {
            rules: Cow::Borrowed(RuleSet::built_in()),
            pages: Cow::Borrowed(Pages::built_in()),
            catalog: Cow::Borrowed(Catalog::built_in()),
        }
    }
}

fn catalog(texts: Vec<RuleText>) -> Result<Cow<'static, Catalog>, Failure> {
    let own = texts.into_iter().filter_map(|text| {
        let inside = text.path.strip_prefix("catalog/")?.to_owned();
        Some((inside, text.text))
    });
    let own: Vec<(String, String)> = own.collect();
    if own.is_empty() {
        return Ok(Cow::Borrowed(Catalog::built_in()));
    }
    catalog::read(&own).map(Cow::Owned).map_err(Failure::Catalog)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    rules: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    topic: &'a str,
    severity: &'static str,
    claims: &'static str,
    fix: Option<&'static str>,
    examples: usize,
}

fn list(format: Format) -> String {
    let rules = &RuleSet::built_in().rules;
    match format {
        Format::Json => {
            let lines = rules.iter().map(line).collect();
            message::json(&Document { version: 1, rules: lines })
        }
        Format::Human => {
            let mut lines: Vec<Line<'_>> = rules.iter().map(line).collect();
            lines.sort_by_key(|line| (line.topic, line.id));
            let mut text = String::new();
            for Line { id, topic, severity, claims, .. } in lines {
                let _ = writeln!(text, "{topic:<14} {id:<40} {severity:<8} {claims}");
            }
            text
        }
    }
}

fn line(rule: &Rule) -> Line<'_> {
    let page = Pages::built_in().rules.iter().find(|page| page.id == rule.id);
    Line {
        id: &rule.id,
        topic: &rule.topic,
        severity: rule.severity.rest.word(),
        claims: rule.claims.word(),
        fix: rule.fixes.first().map(|fix| fix.safety.word()),
        examples: page.map_or(0, |page| page.examples.len()),
    }
}

fn show(id: &str) -> Result<String, Failure> {
    let rules = RuleSet::built_in();
    let Some(rule) = rules.rules.iter().find(|rule| rule.id == id) else {
        let near = nearest(id, rules.rules.iter().map(|rule| rule.id.as_str()));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        return Err(Failure::Usage { what: "there is no such rule".to_owned(), help });
    };
    let line = line(rule);
    let asks = rule.facts().into_iter().map(|id| entry(id).name).collect::<Vec<_>>().join(", ");
    let explains: Vec<&str> = rule.explains.iter().map(|e| e.error.as_str()).collect();
    let rows = [
        ("id", rule.id.clone()),
        ("topic", rule.topic.clone()),
        ("severity", line.severity.to_owned()),
        ("claims", line.claims.to_owned()),
        ("message", rule.message.to_string()),
        ("help", rule.help.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("fix", line.fix.unwrap_or_default().to_owned()),
        ("asks", asks),
        ("explains", explains.join(", ")),
        ("folds", rule.folds.join(", ")),
        ("folds later", rule.folds_later.join(", ")),
        ("settle", rule.settle.clone().unwrap_or_default()),
        ("examples", line.examples.to_string()),
    ];
    let told = rows.iter().filter(|(_, value)| !value.is_empty());
    let lines: Vec<String> = told.map(|(key, value)| format!("{key:<11} {value}")).collect();
    Ok(lines.join("\n") + "\n")
}

/// Whether the examples come out as they say.
fn test(Judges { rules, pages, catalog }: &Judges) -> Result<Ending, Failure> {
    let failures = examples::run(pages, rules, catalog);
    let mut text = String::new();
    for failure in &failures {
        let _ = writeln!(text, "{failure}");
    }
    message::print(text.as_bytes())?;
    let of_rules = pages.rules.iter().map(|page| page.examples.len()).sum::<usize>();
    let of_errors = pages.errors.iter().map(|page| page.examples.len()).sum::<usize>();
    let all = count(of_rules + of_errors, "example");
    Ok(match failures.len() {
        0 => Ending::new(Exit::Clean, format!("{all}, all as they say")),
        failed => Ending::new(Exit::Findings, format!("{failed} of {all} are not as they say")),
    })
}

/// Which conditions can be removed or turned round without an example that notices.
fn unnoticed(Judges { rules, pages, catalog }: &Judges) -> Result<Ending, Failure> {
    let has_page = |rule: &&Rule| pages.rules.iter().any(|page| page.id == rule.id);
    let all: Vec<Mutant> = rules.rules.iter().filter(has_page).flat_map(mutants).collect();
    let survivors = all.iter().filter(|mutant| !is_caught(mutant, pages, (rules, catalog)));
    let lines: Vec<String> =
        survivors.map(|mutant| format!("{}, {}\n", mutant.rule.id, mutant.fault)).collect();
    message::print(lines.concat().as_bytes())?;
    let all = count(all.len(), "mutant");
    Ok(match lines.len() {
        0 => Ending::new(Exit::Clean, format!("{all}, all of them noticed by an example")),
        missed => Ending::new(Exit::Findings, format!("{missed} of {all} go unnoticed")),
    })
}

fn facts() -> String {
    let mut text = String::new();
    for fact in TABLE {
        let kind = match fact.kind {
            Kind::Text | Kind::Phrase | Kind::Region => "text".to_owned(),
            Kind::Number => "number".to_owned(),
            Kind::Flag => "true or false".to_owned(),
            Kind::Choice(words) => words.join(" | "),
        };
        let _ = writeln!(text, "{}\n  {kind}\n  {}", fact.name, fact.meaning);
        if !fact.unknown.is_empty() {
            let _ = writeln!(text, "  unknown: {}", fact.unknown);
        }
    }
    text
}
