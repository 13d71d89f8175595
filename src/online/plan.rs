//! What would settle the open causes of a diagnosis: facts in, questions out.

use std::collections::BTreeSet;

use crate::exchange::Time;
use crate::facts::askable::Askable;
use crate::facts::jwt::Shape;
use crate::facts::table::Id;
use crate::facts::{Facts, Said, Verified};
use crate::finding::Diagnosis;
use crate::rules::RuleSet;

use super::ask::{NoReply, Reply};
use super::region::{self, Pair};
use super::request::{Request, Secret};
use super::{Hosts, vendor, verify};

/// A question about a credential of a recording.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    about: Askable,
    /// The call that it was met in first.
    pub exchange: usize,
}

/// What comes back for each request of a question, in their order.
pub type Replies = [Result<Reply, NoReply>];

/// Facts that an answer about a token's signature decides, and about a vendor's credential.
const OF_KEYS: [Id; 1] = [Id::TokenSignature];
const OF_GATEWAYS: [Id; 2] = [Id::VendorAccepted, Id::VendorRegion];

/// The question that would decide an open cause of the diagnosis; none where the network has nothing
/// to say of this call.
pub fn plan(facts: &Facts<'_>, diagnosis: &Diagnosis, rules: &RuleSet) -> Option<Question> {
    let about = facts.askable()?;
    let deciding: &[Id] = match &about {
        Askable::Token { kind, .. } if kind == "vendor" => &OF_GATEWAYS,
        Askable::Token { .. } => &OF_KEYS,
        Askable::Pair { .. } => &OF_GATEWAYS,
    };
    let asked = open_facts(diagnosis, rules);
    let exchange = facts.exchange().number;
    deciding.iter().any(|fact| asked.contains(fact)).then_some(Question { about, exchange })
}

/// The facts that the open causes rest on.
fn open_facts(diagnosis: &Diagnosis, rules: &RuleSet) -> BTreeSet<Id> {
    let open = diagnosis.open.iter().filter_map(|cause| rules.find(&cause.id));
    open.flat_map(|number| rules.rules[number].when.facts()).collect()
}

impl Question {
    /// What stands for the credential in the answers.
    pub fn print(&self) -> String {
        self.about.print()
    }

    /// What is asked about, in words: `the vendor token of call 3`.
    pub fn words(&self) -> String {
        match &self.about {
            Askable::Token { kind, .. } if kind == "vendor" => {
                format!("the vendor token of call {}", self.exchange)
            }
            Askable::Token { .. } => format!("the token of call {}", self.exchange),
            Askable::Pair { .. } => format!("the credentials of call {}", self.exchange),
        }
    }

    /// What to send, or why nothing is. A token that has expired by now would be refused
    /// everywhere, which says nothing of the day that it was sent.
    pub fn requests(&self, hosts: &Hosts<'_>, now: Time) -> Result<Vec<Request>, Unasked> {
        match &self.about {
            Askable::Token { kind, text } if kind == "vendor" => {
                if has_expired(text, now) {
                    return Err(Unasked::Expired);
                }
                let asked = vendor::requests(hosts, &Secret::new(text));
                Ok(asked.into_iter().map(|(_, request)| request).collect())
            }
            Askable::Token { text, .. } => {
                let asked = verify::Question::of(hosts, text).ok_or(Unasked::Unreadable)?;
                let requests = asked.requests();
                let answer = || asked.read(&[], now);
                match requests.as_slice() {
                    [] if answer().said().signature.is_none() => {
                        Err(Unasked::CannotTell(answer().verdict.why()))
                    }
                    _ => Ok(requests),
                }
            }
            Askable::Pair { client_id, secret } => {
                let pair = Pair { client_id: client_id.clone(), secret: Secret::new(secret) };
                let asked = region::requests(hosts, &pair);
                Ok(asked.into_iter().map(|(_, request)| request).collect())
            }
        }
    }

    /// What the answers say of the credential; nothing where they do not tell.
    pub fn read(&self, hosts: &Hosts<'_>, replies: &Replies, now: Time) -> Option<Said> {
        let regions = hosts.gateways().into_iter().map(|(region, _)| region.id.clone());
        let by_region = || regions.zip(replies.iter().cloned()).collect::<Vec<_>>();
        match &self.about {
            Askable::Token { kind, .. } if kind == "vendor" => vendor::read(&by_region()).said(),
            Askable::Token { text, .. } => {
                let said = verify::Question::of(hosts, text)?.read(replies, now).said();
                // Keys are replaced: of a token that has expired since, only a good word is taken.
                let late = has_expired(text, now);
                let bad = said.signature == Some(Verified::Invalid);
                (said.signature.is_some() && !(late && bad)).then_some(said)
            }
            Askable::Pair { .. } => region::read(&by_region()).said(),
        }
    }
}

fn has_expired(token: &str, now: Time) -> bool {
    match Shape::of(token) {
        Shape::Jwt(claims) => claims.expiry().is_some_and(|end| end <= now),
        Shape::Cut | Shape::Opaque => false,
    }
}

/// Why a question is not asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unasked {
    #[error("it has expired, and every gateway would refuse it for that")]
    Expired,
    #[error("it cannot be read")]
    Unreadable,
    #[error("{0}")]
    CannotTell(String),
}
