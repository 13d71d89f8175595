//! Whether a token holds: who may be asked for the keys of its issuer, and what those say of its signature.

use crate::exchange::Time;
use crate::facts::TOLERANCE;
use crate::facts::host::{self, Class, Host};

use super::ask::{NoReply, Reply};
use super::hosts::{Hosts, Refusal, Trusted};
use super::jws::Jws;
use super::keys::{self, Check, Keys, NoKeys};
use super::request::{Request, Secret};

mod home;
mod verdict;

pub use verdict::{Answer, Doubt, Signer, Verdict};

/// A token, and the hosts that are asked for their keys.
#[derive(Debug)]
pub struct Question {
    token: Jws,
    issuer: Result<Trusted, Doubt>,
    sources: Vec<Source>,
    notes: Vec<String>,
}

/// A host whose keys are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Source {
    host: Trusted,
    /// The name that the configuration has for its environment.
    environment: Option<String>,
}

/// What the keys of one source say of the signature.
type Checked<'s> = (&'s Source, Result<Check, NoKeys>);

impl Question {
    /// What is to be asked about the token in this text, as people paste it; none where no token can be
    /// read in it. Its issuer is asked where it is Frontegg's or configured, and nobody else whom
    /// the token names. The configuration's other environments are asked in the same round.
    pub fn of(hosts: &Hosts<'_>, text: &str) -> Option<Self> {
        let token = Jws::find(text)?;
        let issuer = issuer(hosts, &token);
        let sources = match settled(&token) {
            Some(_) => Vec::new(),
            None => sources(hosts, issuer.as_ref().ok()),
        };
        let notes = home::notes(&token, hosts.settings());
        Some(Self { token, issuer, sources, notes })
    }

    /// The token alone, without what people copy around it.
    pub const fn token(&self) -> &Secret {
        self.token.text()
    }

    /// What is asked: the published keys of each source. Nothing of the token is told.
    pub fn requests(&self) -> Vec<Request> {
        self.sources.iter().map(|source| source.host.get(keys::PATH)).collect()
    }

    /// Nobody signed it, or its signature was taken out: nobody needs to be asked.
    pub fn is_settled(&self) -> bool {
        settled(&self.token).is_some()
    }

    /// What the replies mean; they come in the order of the requests.
    pub fn read(&self, replies: &[Result<Reply, NoReply>], now: Time) -> Answer {
        let unasked = Err(NoKeys::NoReply(NoReply::Unreachable));
        let replies = replies.iter().map(Keys::of).chain(std::iter::repeat(unasked));
        let documents: Vec<_> = self.sources.iter().zip(replies).collect();
        let verdict = settled(&self.token).unwrap_or_else(|| self.judge(&documents, now));
        Answer { verdict, notes: self.notes.clone() }
    }

    fn judge(&self, documents: &[(&Source, Result<Keys, NoKeys>)], now: Time) -> Verdict {
        if self.token.is_secretly_signed() {
            let forged = documents.iter().find_map(|(source, document)| {
                let key = document.as_ref().ok()?.taken_for_secret(&self.token)?;
                Some(Verdict::Forged(source.signer(key.kid.as_deref())))
            });
            return forged.unwrap_or(Verdict::SharedSecret);
        }
        let check = |document: &Result<Keys, NoKeys>| match document {
            Ok(keys) => Ok(keys.check(&self.token)),
            Err(why) => Err(*why),
        };
        let checked = documents.iter().map(|(source, document)| (*source, check(document)));
        let checked: Vec<Checked<'_>> = checked.collect();
        self.weigh(&checked, now)
    }

    /// The issuer has the first word; where its keys say no, another environment's may say yes.
    fn weigh(&self, checked: &[Checked<'_>], now: Time) -> Verdict {
        let is_issuer = |source: &Source| self.issuer.as_ref().is_ok_and(|own| *own == source.host);
        let own = checked.iter().find(|(source, _)| is_issuer(source));
        let made = checked.iter().find_map(|(source, check)| match check {
            Ok(Check::Made(kid)) => Some((*source, source.signer(kid.as_deref()))),
            Ok(Check::Not(_) | Check::Unlisted | Check::Unusable) | Err(_) => None,
        });
        let refused = matches!(own, Some((_, Ok(Check::Not(_) | Check::Unlisted))));
        match (made, own) {
            (Some((source, signer)), Some((issuer, _))) if refused && !issuer.is_of(source) => {
                Verdict::WrongEnvironment(signer)
            }
            (Some((_, signer)), _) => self.timed(signer, now),
            (None, Some((_, Ok(Check::Not(flaw))))) => Verdict::Invalid(*flaw),
            (None, Some((_, Ok(Check::Unlisted)))) => Verdict::UnknownKey(self.kid()),
            (None, Some((_, Ok(Check::Unusable)))) => Verdict::CannotTell(Doubt::UnusableKey),
            (None, Some((source, Err(why)))) => {
                Verdict::CannotTell(Doubt::NoKeys(source.host.name().to_owned(), *why))
            }
            // No source is the issuer's: it may not be asked.
            (None, Some((_, Ok(Check::Made(_)))) | None) => {
                Verdict::CannotTell(self.issuer.clone().err().unwrap_or(Doubt::NoIssuer))
            }
        }
    }

    /// The signature is good; what is left is the time.
    fn timed(&self, signer: Signer, now: Time) -> Verdict {
        let claims = &self.token.claims;
        let early = claims.beginning().filter(|time| time.0.saturating_sub(now.0) > TOLERANCE);
        let late = claims.expiry().filter(|time| now.0.saturating_sub(time.0) > TOLERANCE);
        match (late, early) {
            (Some(ended), _) => Verdict::Expired(signer, ended),
            (None, Some(begins)) => Verdict::NotYetValid(signer, begins),
            (None, None) => Verdict::Valid(signer),
        }
    }

    fn kid(&self) -> Option<String> {
        self.token.kid.as_deref().map(|kid| crate::mask::or_length(kid).into_owned())
    }
}

impl Source {
    fn signer(&self, kid: Option<&str>) -> Signer {
        Signer {
            kid: kid.map(|kid| crate::mask::or_length(kid).into_owned()),
            host: self.host.name().to_owned(),
            environment: self.environment.clone(),
        }
    }

    /// Both are of one environment, by the configuration.
    fn is_of(&self, other: &Self) -> bool {
        self == other || self.environment.is_some() && self.environment == other.environment
    }
}

/// What needs no asking.
fn settled(token: &Jws) -> Option<Verdict> {
    if token.is_redacted() {
        Some(Verdict::CannotTell(Doubt::Redacted))
    } else if token.is_unsigned() {
        Some(Verdict::Unsigned)
    } else {
        None
    }
}

fn issuer(hosts: &Hosts<'_>, token: &Jws) -> Result<Trusted, Doubt> {
    let issuer = token.claims.text("iss").ok_or(Doubt::NoIssuer)?;
    let name = host::bare(issuer).unwrap_or_default();
    let shown = crate::mask::host(&name).map(str::to_owned);
    let known = Host::of_name(&name, hosts.catalog()).map(|known| known.class.known());
    let listed = host::configured(&name, hosts.settings()).is_some();
    match hosts.of_address(issuer) {
        Ok(_) if known == Some(Some(Class::Gateway)) && !listed => {
            Err(Doubt::NoEnvironment { host: shown, what: "a gateway of Frontegg's" })
        }
        Ok(trusted) => Ok(trusted),
        Err(Refusal::Unlisted) if known.is_some() => {
            Err(Doubt::NoEnvironment { host: shown, what: "a name of Frontegg's" })
        }
        Err(Refusal::Unlisted) => Err(Doubt::Unlisted(shown)),
        Err(
            refusal @ (Refusal::NoHostName
            | Refusal::NotHttps
            | Refusal::Capitals
            | Refusal::Secret),
        ) => Err(Doubt::Refused(refusal)),
    }
}

/// The issuer first; each host once.
fn sources(hosts: &Hosts<'_>, issuer: Option<&Trusted>) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for host in issuer.cloned().into_iter().chain(hosts.configured()) {
        if sources.iter().all(|known| known.host != host) {
            let own = host::configured(host.name(), hosts.settings());
            let environment = own.map(|own| own.name.clone());
            sources.push(Source { host, environment });
        }
    }
    sources
}
