//! What a host told when it was asked what it tells everybody.

use serde_json::Value;

use super::{Answer, Keys, NoKeys, NoReply, Reply, Verdict};
use crate::online::verdict::Silence;

/// What came back.
pub(super) struct Heard {
    pub(super) keys: Result<Keys, NoKeys>,
    pub(super) discovery: Option<Discovery>,
    pub(super) tone: Tone,
    /// Its answers carry the header that Frontegg's carry.
    is_traced: bool,
    /// It was asked too often, with until when, in words.
    limited: Option<String>,
}

/// What is known of its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Published {
    Usable,
    /// There are none, or none that can be used.
    Missing,
    Unknown,
}

/// How it answered, all in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// As gateways answer who brings no token.
    Gateways,
    /// There is nothing of what it was asked for.
    No,
    Silent,
    Other,
}

/// What log-in libraries look for.
pub(super) struct Discovery {
    pub(super) issuer: Option<String>,
    /// Its addresses have the paths of Frontegg's.
    is_usual: bool,
}

/// The addresses of a discovery document, and their paths at Frontegg.
const USUAL: [(&str, &str); 3] = [
    ("authorization_endpoint", "/oauth/authorize"),
    ("token_endpoint", "/oauth/token"),
    ("jwks_uri", "/.well-known/jwks.json"),
];

impl Heard {
    pub(super) fn of(replies: &[Result<Reply, NoReply>]) -> Self {
        let [discovery @ .., keys] = replies else { return Self::nothing() };
        let answered = || replies.iter().filter_map(|reply| reply.as_ref().ok());
        let tone = match answered().count() {
            0 => Tone::Silent,
            _ if answered().any(is_gateways) => Tone::Gateways,
            number if number == replies.len() && answered().all(is_no) => Tone::No,
            _ => Tone::Other,
        };
        Self {
            keys: Keys::of(keys),
            discovery: discovery.iter().flatten().find_map(Discovery::of),
            tone,
            is_traced: answered().any(|reply| reply.header("frontegg-trace-id").is_some()),
            limited: replies.iter().map(Silence::of).find_map(|why| match why {
                Silence::Limited(_) => Some(why.to_string()),
                Silence::NoReply(_)
                | Silence::Trouble(_)
                | Silence::Foreign(_)
                | Silence::Odd(_) => None,
            }),
        }
    }

    const fn nothing() -> Self {
        Self {
            keys: Err(NoKeys::NoReply(NoReply::Unreachable)),
            discovery: None,
            tone: Tone::Silent,
            is_traced: false,
            limited: None,
        }
    }

    /// Why nothing is known of it, where nothing answered.
    pub(super) fn silence(&self) -> Option<String> {
        match &self.keys {
            Err(why) if self.tone == Tone::Silent => Some(format!("it did not answer: {why}")),
            Ok(_) | Err(_) => None,
        }
    }

    /// What it all comes to, with what speaks for and against it.
    pub(super) fn weigh(&self, answer: &mut Answer) -> Verdict {
        if let Some(silence) = self.silence() {
            answer.notes.push(silence);
            return Verdict::Silent;
        }
        let denied = !answer.against.is_empty();
        let proven = !answer.proven.is_empty();
        let usual = self.discovery.as_ref().map(|document| document.is_usual);
        answer.notes.extend(self.limited.clone());
        let published = self.published(answer);
        self.addresses(answer, published);
        if self.is_traced {
            answer.signs.push("its answers have `frontegg-trace-id`".to_owned());
        }
        match (published, usual) {
            (Published::Usable, Some(true)) if denied && !proven => Verdict::CannotTell,
            (Published::Usable, _) if proven => Verdict::Environment,
            (Published::Usable, Some(true)) => Verdict::LooksLike,
            (Published::Usable, Some(false)) if !self.is_traced => Verdict::NoEnvironment,
            (Published::Missing | Published::Unknown, _) if self.tone == Tone::No => {
                Verdict::NoEnvironment
            }
            (Published::Missing, Some(_)) if proven => Verdict::Misfit,
            (Published::Usable | Published::Missing | Published::Unknown, _) => Verdict::CannotTell,
        }
    }

    /// What its keys are, and what that speaks for.
    fn published(&self, answer: &mut Answer) -> Published {
        match &self.keys {
            Ok(keys) if keys.len() > 0 => {
                answer.keys = Some(keys.len());
                answer.signs.push(format!("it publishes {} for signatures", counted(keys.len())));
                Published::Usable
            }
            Ok(_) => {
                answer.keys = Some(0);
                answer.against.push("it publishes no key that can be used".to_owned());
                Published::Missing
            }
            Err(why) if why.is_answer() => {
                answer.against.push(format!("its keys: {why}"));
                Published::Missing
            }
            Err(why) => {
                answer.notes.push(format!("its keys: {why}"));
                Published::Unknown
            }
        }
    }

    /// What its log-in addresses speak for.
    fn addresses(&self, answer: &mut Answer, published: Published) {
        let usual = self.discovery.as_ref().map(|document| document.is_usual);
        match (usual, published) {
            (Some(true), _) => {
                answer.signs.push("its log-in addresses are those of Frontegg's".to_owned());
            }
            (Some(false), _) => {
                answer.against.push("its log-in addresses are not Frontegg's".to_owned());
            }
            (None, Published::Unknown) if self.tone != Tone::No => {
                answer.notes.push("its log-in addresses were not told".to_owned());
            }
            (None, _) => answer.against.push("it publishes no log-in addresses".to_owned()),
        }
    }
}

impl Discovery {
    fn of(reply: &Reply) -> Option<Self> {
        let document = reply.is_success().then(|| reply.json())??;
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        let issuer = text("issuer")?;
        let usual = |(name, path): &(&str, &str)| {
            let address = text(name).and_then(|address| address.strip_prefix("https://"));
            address.and_then(|rest| rest.split_once('/')).is_some_and(|(_, found)| {
                let found = found.strip_prefix("frontegg/").unwrap_or(found);
                found == &path[1..]
            })
        };
        Some(Self { issuer: Some(issuer.to_owned()), is_usual: USUAL.iter().all(usual) })
    }
}

/// The answer of a gateway to whom brings no token.
fn is_gateways(reply: &Reply) -> bool {
    let says = |errors: &Value| {
        let texts = errors.as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.into_iter().any(|text| text.starts_with("Vendor authentication was not provided"))
    };
    reply.status == 401 && reply.json().is_some_and(|body| body.get("errors").is_some_and(says))
}

/// It has nothing there. What refuses, is busy or is broken may have something all the same.
fn is_no(reply: &Reply) -> bool {
    match reply.status {
        404 | 405 | 410 => true,
        200..=299 => reply.json().is_none(),
        _ => false,
    }
}

fn counted(number: usize) -> String {
    if number == 1 { "1 key".to_owned() } else { format!("{number} keys") }
}
