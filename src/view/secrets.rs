//! Secrets by what they are: numbered, measured, and never repeated.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest as _, Sha256};

use super::leaves::{Kind, leaves};
use crate::exchange::Exchange;
use crate::input::Concealed;
use crate::mask;
use crate::source::Span;

/// A secret in a source, and the words that stand for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub span: Span,
    /// `vendor token 1, 812 characters, valid for 21 h`.
    pub what: String,
    /// The shell variable that stands for it: `VENDOR_TOKEN`.
    pub variable: String,
}

/// What is known of the token that a request carries.
#[derive(Clone, Debug, Default)]
pub struct Credential<'a> {
    /// A word of the fact `token.kind`.
    pub kind: Option<&'a str>,
    /// `valid for 21 h`, `expired 2 h before`.
    pub state: Option<String>,
}

/// Numbers secrets in order of appearance over one report: equal secrets get equal numbers.
///
/// It remembers digests, never texts.
#[derive(Clone, Default)]
pub struct Ledger {
    numbers: BTreeMap<(String, [u8; 32]), usize>,
    last: BTreeMap<String, usize>,
}

impl Ledger {
    fn number(&mut self, noun: &str, secret: &str) -> usize {
        let key = (noun.to_owned(), Sha256::digest(secret.as_bytes()).into());
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let last = self.last.entry(noun.to_owned()).or_default();
        *last += 1;
        self.numbers.insert(key, *last);
        *last
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ledger({} secrets)", self.numbers.len())
    }
}

/// Every secret of an exchange that stands literally in its source, in order of place.
pub fn secrets(
    exchange: &Exchange,
    credential: &Credential<'_>,
    ledger: &mut Ledger,
) -> Vec<Secret> {
    let mut found: Vec<Secret> = Vec::new();
    for leaf in leaves(exchange) {
        let span = leaf.text.span();
        let Some((noun, state)) = noun(&leaf.kind, credential) else { continue };
        if span.is_empty() || found.iter().rev().take(8).any(|last| last.span.contains(span)) {
            continue;
        }
        let written =
            if &*noun == "fragment" { exchange.source.slice(span) } else { leaf.text.as_written() };
        let number = ledger.number(&noun, written);
        let length = written.chars().count();
        let characters = if length == 1 { "character" } else { "characters" };
        let mut what = format!("{noun} {number}, {length} {characters}");
        if let Some(state) = state {
            what.push_str(", ");
            what.push_str(state);
        }
        let variable = variable(&noun);
        let number = ledger.number(&format!("${variable}"), written);
        found.push(Secret { span, what, variable: numbered(variable, number) });
    }
    found
}

/// The places and variables of secrets, as an input format wants them to write a command.
pub fn concealed(secrets: &[Secret]) -> Vec<Concealed> {
    let one = |secret: &Secret| Concealed { span: secret.span, variable: secret.variable.clone() };
    secrets.iter().map(one).collect()
}

/// Whether a call may be shown as its author wrote it, once its secrets are variables.
pub fn is_plain(exchange: &Exchange, secrets: &[Secret]) -> bool {
    super::cells::is_plain(exchange, secrets)
}

/// What a secret is called, and its state; none for what may be shown.
fn noun<'a>(kind: &Kind, credential: &'a Credential<'_>) -> Option<(String, Option<&'a str>)> {
    match kind {
        Kind::Harmless => None,
        Kind::Credential => {
            Some((token_noun(credential.kind).to_owned(), credential.state.as_deref()))
        }
        Kind::Basic => Some(("basic credentials".to_owned(), None)),
        Kind::ApiKey => Some(("API key".to_owned(), None)),
        Kind::Named(name) => Some((words(name), None)),
    }
}

fn token_noun(kind: Option<&str>) -> &'static str {
    match kind.map(|kind| kind.trim_end_matches(" token")) {
        Some("vendor") => "vendor token",
        Some("user") => "user token",
        Some("user-api") => "user API token",
        Some("tenant-api") => "tenant API token",
        Some("user-access") => "user access token",
        Some("tenant-access") => "tenant access token",
        Some("refresh") => "refresh token",
        Some("id") => "id token",
        Some(_) | None => "token",
    }
}

fn variable(noun: &str) -> String {
    match noun {
        "user API token" | "tenant API token" => "API_TOKEN".to_owned(),
        "user access token" | "tenant access token" => "ACCESS_TOKEN".to_owned(),
        "API key" => "FRONTEGG_API_KEY".to_owned(),
        "client id" => "FRONTEGG_CLIENT_ID".to_owned(),
        other => {
            let upper = |c: char| if c == ' ' { '_' } else { c.to_ascii_uppercase() };
            let name: String = other.chars().map(upper).collect();
            // A shell would take `PATH` and its kind for its own.
            if name.starts_with(|c: char| c.is_ascii_digit()) || is_taken(&name) {
                format!("MY_{name}")
            } else {
                name
            }
        }
    }
}

/// Names that mean something to a shell or to curl.
fn is_taken(name: &str) -> bool {
    const TAKEN: &[&str] = &[
        "PATH",
        "HOME",
        "USER",
        "SHELL",
        "PWD",
        "IFS",
        "UID",
        "LANG",
        "TERM",
        "HOST",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "RANDOM",
        "SECONDS",
    ];
    TAKEN.contains(&name)
}

fn numbered(variable: String, number: usize) -> String {
    if number == 1 { variable } else { format!("{variable}_{number}") }
}

/// The words of a name: `refreshToken` and `refresh_token` are a refresh token.
fn words(name: &str) -> String {
    if name.len() > 40 || mask::identifier(&name.replace(' ', "-")).is_none() {
        return "value".to_owned();
    }
    let mut words = String::new();
    let mut before_was_lower = false;
    for letter in name.chars() {
        let boundary = !letter.is_ascii_alphanumeric() || letter.is_ascii_uppercase();
        let begins = boundary && (before_was_lower || !letter.is_ascii_alphanumeric());
        if begins && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        if letter.is_ascii_alphanumeric() {
            words.push(letter.to_ascii_lowercase());
        }
        before_was_lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
    }
    let words = words.trim_end();
    if words.is_empty() { "value".to_owned() } else { words.to_owned() }
}
