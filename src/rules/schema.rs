//! Rule files as they are written.

use serde::Deserialize;

use crate::exchange::AccidentKind;
use crate::facts::Said;
use crate::finding::{Claims, Severity, Strength};
use crate::fix::Safety;
use crate::rules::set::{Config, Expect, Explained, TokenFor};
use crate::rules::shapes::{Fixes, Line, OneOrMore, Pairs, Places, SeverityList};
use crate::rules::when::When;

/// `rules/<topic>/<id>.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    pub id: String,
    pub severity: SeverityList,
    pub claims: Claims,
    #[serde(default)]
    pub pitfalls: Vec<String>,
    pub when: When,
    pub at: Places,
    #[serde(default)]
    pub also_at: Places,
    pub message: Line,
    #[serde(default)]
    pub help: Option<Line>,
    #[serde(default)]
    pub fix: Fixes,
    #[serde(default)]
    pub explains: Vec<ExplainsFile>,
    #[serde(default)]
    pub rules_out: Option<Line>,
    #[serde(default)]
    pub settle: Option<String>,
    #[serde(default)]
    pub on_unknown: Option<OnUnknownWord>,
    #[serde(default)]
    pub folds: Vec<String>,
    #[serde(default)]
    pub folds_later: Vec<String>,
    pub why: String,
    pub sources: Vec<String>,
    pub examples: Vec<ExampleFile>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnUnknownWord {
    Silent,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplainsFile {
    pub error: String,
    pub strength: Strength,
    #[serde(default)]
    pub when: Option<When>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FixFile {
    #[serde(default)]
    pub when: Option<When>,
    pub safety: Safety,
    #[serde(default)]
    pub set_scheme: Option<Line>,
    #[serde(default)]
    pub set_host: Option<Line>,
    #[serde(default)]
    pub set_path: Option<Line>,
    #[serde(default)]
    pub set_method: Option<Line>,
    #[serde(default)]
    pub set_header: Pairs,
    #[serde(default)]
    pub drop_header: OneOrMore<Line>,
    #[serde(default)]
    pub rename_header: Option<Renaming>,
    #[serde(default)]
    pub set_token: Option<TokenFor>,
    #[serde(default)]
    pub set_bearer: Option<bool>,
    #[serde(default)]
    pub set_query: Pairs,
    #[serde(default)]
    pub rename_query: OneOrMore<Renaming>,
    #[serde(default)]
    pub drop_query: OneOrMore<Line>,
    #[serde(default)]
    pub rename_field: OneOrMore<Renaming>,
    #[serde(default)]
    pub set_field: Pairs,
    #[serde(default)]
    pub set_field_raw: Pairs,
    #[serde(default)]
    pub drop_field: OneOrMore<Line>,
    #[serde(default)]
    pub drop_body: Option<bool>,
    #[serde(default)]
    pub wrap_body: Option<bool>,
    #[serde(default)]
    pub straight_quotes: Option<bool>,
    #[serde(default)]
    pub repair: Option<AccidentKind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renaming {
    pub from: Line,
    pub to: Line,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleFile {
    pub name: String,
    #[serde(default)]
    pub input: Option<String>,
    #[serde(default)]
    pub recorded: Option<String>,
    #[serde(default)]
    pub recorder: Option<String>,
    #[serde(default)]
    pub config: Config,
    #[serde(default)]
    pub now: Option<String>,
    #[serde(default)]
    pub status: Option<u16>,
    #[serde(default)]
    pub answers: Said,
    pub expect: Expect,
    #[serde(default)]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub explains: Option<Explained>,
    #[serde(default)]
    pub fixed: Option<String>,
}

/// `rules/errors/<id>.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorFile {
    pub id: String,
    pub title: String,
    #[serde(rename = "match")]
    pub matches: OneOrMore<MatchFile>,
    pub meaning: String,
    pub causes: Vec<CauseFile>,
    pub why: String,
    pub sources: Vec<String>,
    pub examples: Vec<ErrorExampleFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MatchFile {
    #[serde(default)]
    pub status: OneOrMore<u16>,
    #[serde(default)]
    pub text: OneOrMore<String>,
    #[serde(default)]
    pub error_code: Option<String>,
    #[serde(default)]
    pub when: Option<When>,
}

/// An item of `rules/pitfalls.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PitfallFile {
    pub number: String,
    pub line: String,
    #[serde(default)]
    pub rules: Vec<String>,
    #[serde(default)]
    pub errors: Vec<String>,
    #[serde(default)]
    pub none: Option<String>,
}

/// A rule, or a cause with what settles it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CauseFile {
    #[serde(default)]
    pub rule: Option<String>,
    #[serde(default)]
    pub cause: Option<String>,
    #[serde(default)]
    pub when: Option<When>,
    #[serde(default)]
    pub rules_out: Option<Line>,
    #[serde(default)]
    pub settle: Option<Line>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorExampleFile {
    pub name: String,
    #[serde(default)]
    pub input: Option<String>,
    #[serde(default)]
    pub recorded: Option<String>,
    #[serde(default)]
    pub recorder: Option<String>,
    #[serde(default)]
    pub config: Config,
    #[serde(default)]
    pub now: Option<String>,
    #[serde(default)]
    pub status: Option<u16>,
    #[serde(default)]
    pub answers: Said,
    #[serde(default)]
    pub confirmed: Vec<String>,
    #[serde(default)]
    pub excluded: Vec<String>,
    #[serde(default)]
    pub open: Vec<String>,
}
