//! The regions' answer for people.

use std::fmt::Write as _;

use crate::cli::config::FILE_NAME;
use crate::facts::catalog::Region;
use crate::facts::duration;
use crate::online::{Silence, Silent, Verdict};

use super::{Heard, Outcome, Scope};

/// What to do about a pair that every region refused.
const REFUSED: &str = "
what it means: the client id and the API key are no pair of any environment, in any region
what to do:
  compare both with the portal: Keys & domains of the environment that is meant; each environment
    has a pair of its own
  make a new API key there, if that one was rotated: an old key is refused like a wrong one
  look into the portal's Administration, if they were made there: a portal account's token opens all
    its environments, and is refused once it is deleted or has run out
  exchange them at the environment host, `POST /identity/resources/auth/v2/api-token`, if they are an
    API token of a user or an account of your application: no gateway knows those
";

const REFUSED_BY_ONE: &str = "
what it means: they are no pair of that region; another one may know them
what to do: ask all regions with `frontegg-lint probe region`
";

const PARTLY: &str = "
what it means: a region that said nothing may know them
what to do: ask again later, or with a longer `--timeout`; look for a proxy or a firewall where none
  can be reached
";

const LIMITED: &str = "
what it means: a region that was asked too often may know them
what to do: ask again once it answers again; do not ask more often than that
";

pub(in crate::cli::commands::probe) fn page(outcome: &Outcome<'_>) -> String {
    let mut page = title(outcome) + "\n\n";
    page += &lines(outcome);
    if let Some(configured) = outcome.astray() {
        line(&mut page, "differs", &format!("the configuration says `region: {configured}`"));
    }
    page += &advice(outcome);
    page
}

/// The lines on who said what.
pub(in crate::cli::commands::probe) fn lines(outcome: &Outcome<'_>) -> String {
    let mut page = String::new();
    line(&mut page, "client id", &outcome.client_id);
    if let Some(region) = outcome.region() {
        line(&mut page, "gateway", &format!("https://{}", region.gateway));
    }
    let refused = names(outcome, |heard| matches!(heard, Heard::Refused));
    if !refused.is_empty() {
        line(&mut page, "refused by", &refused);
    }
    for (region, why) in outcome.rows.iter().filter_map(silent) {
        line(&mut page, "no word", &format!("{}: {why}", region.name));
    }
    if let Verdict::Known { minted: Some(minted), .. } = &outcome.verdict {
        let milliseconds = |seconds: u64| i64::try_from(seconds).ok()?.checked_mul(1000);
        let lasts = minted.expires_in.and_then(milliseconds);
        let lasts = lasts.map(|lasts| format!(" for {}", duration(lasts))).unwrap_or_default();
        let text = format!("one was made, and is valid{lasts}; it is neither shown nor kept");
        line(&mut page, "token", &text);
    }
    page
}

pub(in crate::cli::commands::probe) fn line(page: &mut String, name: &str, text: &str) {
    let _ = writeln!(page, "  {name:<12} {text}");
}

fn title(outcome: &Outcome<'_>) -> String {
    let every = || outcome.rows.iter().map(|(region, _)| region.name.as_str());
    match (&outcome.verdict, outcome.scope) {
        (Verdict::Known { .. }, Scope::All | Scope::Named) => {
            let name = outcome.region().map_or("", |region| region.name.as_str());
            format!("the {name} region knows these credentials")
        }
        (Verdict::Several { .. }, Scope::All | Scope::Named) => {
            let names = names(outcome, |heard| matches!(heard, Heard::Accepted));
            format!("several regions know these credentials, which is odd: {names}")
        }
        (Verdict::Unknown, Scope::All) => "no region knows these credentials".to_owned(),
        (Verdict::Unknown, Scope::Named) => {
            let one: Vec<&str> = every().collect();
            format!("the {} region does not know these credentials", one.join(", "))
        }
        (Verdict::Unanswered { refused, .. }, Scope::All) if !refused.is_empty() => {
            "no region that answered knows these credentials".to_owned()
        }
        (Verdict::Unanswered { .. }, Scope::All | Scope::Named) => {
            "no region said whether it knows these credentials".to_owned()
        }
    }
}

fn advice(outcome: &Outcome<'_>) -> String {
    match (&outcome.verdict, outcome.scope) {
        (Verdict::Known { region, .. }, Scope::All | Scope::Named)
            if outcome.configured.as_ref() == Some(region) =>
        {
            format!("\nthe configuration says so too: `region: {region}`\n")
        }
        (Verdict::Known { region, .. }, Scope::All | Scope::Named) => {
            format!("\nkeep in {FILE_NAME}:\n  region: {region}\n")
        }
        (Verdict::Several { .. }, Scope::All | Scope::Named) => {
            "\nwhat to do: look at the address of the portal, which names the region\n".to_owned()
        }
        (Verdict::Unknown, Scope::All) => REFUSED.to_owned(),
        (Verdict::Unknown, Scope::Named) => REFUSED_BY_ONE.to_owned(),
        (Verdict::Unanswered { silent, .. }, Scope::All | Scope::Named) => {
            let limited = |silent: &Silent| matches!(silent.why, Silence::Limited(_));
            if silent.iter().all(limited) { LIMITED } else { PARTLY }.to_owned()
        }
    }
}

fn names(outcome: &Outcome<'_>, of: impl Fn(&Heard) -> bool) -> String {
    let rows = outcome.rows.iter().filter(|(_, heard)| of(heard));
    rows.map(|(region, _)| region.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn silent<'a>((region, heard): &(&'a Region, Heard)) -> Option<(&'a Region, Silence)> {
    match heard {
        Heard::Silent(why) => Some((region, *why)),
        Heard::Accepted | Heard::Refused => None,
    }
}
