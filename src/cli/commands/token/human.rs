//! A token's page for people.

use std::fmt::Write as _;

use crate::exchange::Time;
use crate::facts::catalog::TakenBy;
use crate::facts::credential::{Card, Guess};
use crate::facts::duration;

pub(super) fn card(card: &Card, now: Time) -> String {
    let mut page = Page(format!("{}: {}\n\n", card.name, card.meaning));
    if let Some(issuer) = &card.issuer {
        let region = card.region.as_ref().map(|region| format!(" ({})", region.to_uppercase()));
        page.line("issuer", &format!("{issuer}{}", region.unwrap_or_default()));
    }
    if let Some(name) = &card.environment {
        page.line("environment", &format!("`{name}` of the configuration"));
    }
    for id in &card.ids {
        page.line(id.of, &id.value);
    }
    if let Some(issued) = card.issued {
        page.line("issued", &format!("{issued}, {}", ago(issued, now)));
    }
    page.line("expires", &expiry(card, now));
    page.lines("header", &card.headers);
    page.lines("taken by", &takers(card));
    if !card.calls.is_empty() {
        page.line("routes", &calls(card));
    }
    let algorithm = card.algorithm.as_deref().map(|name| format!(", {name}")).unwrap_or_default();
    page.line("size", &format!("{} bytes{algorithm}", card.bytes));
    for odd in &card.odd {
        page.line("odd", &format!("{} [{}]", odd.text, odd.id));
    }
    page.0
}

pub(super) fn guesses(guesses: &[Guess]) -> String {
    let first = if guesses.len() == 1 { "no JWT; it is" } else { "no JWT; it may be" };
    let mut page = Page(format!("{first}\n"));
    for guess in guesses {
        let _ = writeln!(page.0, "  {}\n    {}", guess.what, guess.used);
    }
    page.0
}

struct Page(String);

impl Page {
    fn line(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.0, "  {name:<12} {text}");
    }

    /// Several of one kind, the name before the first.
    fn lines(&mut self, name: &str, texts: &[String]) {
        for (at, text) in texts.iter().enumerate() {
            self.line(if at == 0 { name } else { "" }, text);
        }
    }
}

fn ago(time: Time, now: Time) -> String {
    let past = now.0.saturating_sub(time.0);
    let span = duration(past);
    if past < 0 { format!("in {span}") } else { format!("{span} ago") }
}

fn expiry(card: &Card, now: Time) -> String {
    let Some(expires) = card.expires else {
        return "never: it has no `exp`, and lives until it is revoked".to_owned();
    };
    let state = if expires <= now { "expired" } else { "still valid, ends" };
    let lasts = card.begins.map(|begins| expires.0.saturating_sub(begins.0)).filter(|all| *all > 0);
    let lasts = lasts.map(|all| format!("; it lasts {}", duration(all))).unwrap_or_default();
    format!("{expires}, {state} {}{lasts}", ago(expires, now))
}

/// What takes the token, a line each.
fn takers(card: &Card) -> Vec<String> {
    let Some(taken_by) = card.taken_by else {
        return if card.kind == "id" { vec!["no call".to_owned()] } else { Vec::new() };
    };
    let hosts = card.hosts.join(", ");
    match (taken_by, card.hosts.as_slice()) {
        (TakenBy::Gateway, [one]) => vec![format!("{one}, the gateway of the vendor's region")],
        (TakenBy::Gateway, _) => {
            vec![
                "the gateway of the vendor's region, which the token does not tell".to_owned(),
                hosts,
            ]
        }
        (TakenBy::Issuer, []) => vec!["the environment that issued it".to_owned()],
        (TakenBy::Issuer, _) => vec![format!("{hosts}, and other domains of that environment")],
        (TakenBy::BackEnd, []) => vec!["your own services behind a Frontegg library".to_owned()],
        (TakenBy::BackEnd, _) => vec![format!("your own services: {hosts}")],
    }
}

fn calls(card: &Card) -> String {
    let scope = |audience: &str| match (card.kind.as_str(), audience) {
        ("vendor", "self-service") => " with scope headers such as `frontegg-tenant-id`",
        _ => "",
    };
    let one = |(audience, count): &(&str, usize)| format!("{count} {audience}{}", scope(audience));
    card.calls.iter().map(one).collect::<Vec<_>>().join(", ")
}
