//! The rules that a run names, each once, with what a service shows of them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::Severity;
use crate::report::Card;
use crate::report::found::{Found, line, unwrapped};
use crate::report::json::docs;

/// Services cut longer descriptions, or refuse them.
const LONGEST: usize = 1_000;

pub(super) struct Rules {
    all: Vec<Descriptor>,
    at: BTreeMap<String, usize>,
}

impl Rules {
    /// In the order in which the findings name them.
    pub(super) fn of(found: &[Found<'_>], known: &dyn Fn(&str) -> Option<Card>) -> Self {
        let mut rules = Self { all: Vec::new(), at: BTreeMap::new() };
        for found in found {
            let id = &found.finding.rule;
            if !rules.at.contains_key(id) {
                let card = known(id).unwrap_or_else(|| card(found));
                rules.at.insert(id.clone(), rules.all.len());
                rules.all.push(Descriptor::of(id, &card));
            }
        }
        rules
    }

    pub(super) const fn all(&self) -> &[Descriptor] {
        self.all.as_slice()
    }

    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.at.get(id).copied()
    }
}

/// What a finding says of a rule that nobody else knows.
fn card(found: &Found<'_>) -> Card {
    let finding = found.finding;
    Card {
        topic: finding.topic.clone(),
        severity: finding.severity,
        title: finding.message.clone(),
        why: String::new(),
        help: finding.help.clone(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    id: String,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [String; 2],
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

impl Descriptor {
    fn of(id: &str, card: &Card) -> Self {
        let why = unwrapped(&card.why);
        let page = docs(&card.topic, id);
        let title = line(&card.title);
        let todo = card.help.as_deref().map(|help| format!("What to do: {}.\n\n", line(help)));
        let todo = todo.unwrap_or_default();
        Self {
            id: id.to_owned(),
            name: name(id),
            full_description: Text { text: shortened(if why.is_empty() { &title } else { &why }) },
            help: Help {
                text: format!("{why}\n\n{todo}{page}").trim_start().to_owned(),
                markdown: format!("{why}\n\n{todo}[The page of `{id}`]({page})")
                    .trim_start()
                    .to_owned(),
            },
            short_description: Text { text: shortened(&title) },
            help_uri: page,
            default_configuration: Configuration { level: level(card.severity) },
            properties: Properties {
                tags: ["frontegg".to_owned(), card.topic.clone()],
                precision: "high",
                severity: match card.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "recommendation",
                },
            },
        }
    }
}

pub(super) const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// `missing-tenant-id` is named `MissingTenantId`.
fn name(id: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
    };
    id.split('-').filter_map(word).collect()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
