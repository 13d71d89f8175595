//! A recorded call that is sent again: what would be sent, or why it may not be; and what came back.
//!
//! Nothing recorded decides where anything goes: the host has to be a [`Trusted`](super::Trusted) one, and of
//! the headers only those are sent that Frontegg reads.

use crate::exchange::{Exchange, Sent};
use crate::facts::table::Id;
use crate::facts::{Session, Settings, Value, gather};
use crate::truth::Fact;

use super::hosts::{Hosts, Refusal};
use super::request::Request;

mod address;
mod answer;
mod filled;
mod never;
mod shows;
mod told;
mod unclear;

pub use address::names_two_hosts;
pub use answer::{Answer, Outcome, answered, read};
pub use filled::{Blank, VARIABLES, Values};
pub use shows::{Shows, compare};
pub use unclear::Unclear;

/// A call as it would be sent again.
#[derive(Clone, Debug)]
pub struct Again {
    pub request: Request,
    pub effect: Effect,
    /// Recorded headers that are not sent again and that nobody adds by himself, their names masked.
    pub left_out: Vec<String>,
}

/// What a call may do where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Reads,
    /// It may change something.
    Writes,
}

/// Why a call is not sent again. The words hold nothing recorded but names that were masked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    #[error("as it is written it is not sent: {0}")]
    Stopped(String),
    #[error("as it is written, something else than was meant goes out")]
    Otherwise,
    #[error("it does not go over https")]
    NotHttps,
    #[error("its address names a user")]
    UserInfo,
    #[error("its address names a port other than 443")]
    Port,
    #[error("its host may not be told anything: {}", refused(*.0))]
    Host(Refusal),
    #[error("its method is none that is sent again")]
    Method,
    #[error(
        "its address holds what is not sent as it stands: a blank, a control character, `\\`, `#`, or `.` between slashes"
    )]
    Address,
    #[error("{0} holds a character that no header may hold")]
    Header(String),
    #[error("{}", blanks(.0))]
    Blanks(Vec<Blank>),
    #[error(
        "its credentials were left out of the recording: export it with sensitive data, or paste the call as curl"
    )]
    LeftOut,
    #[error("its body is not whole in the recording")]
    Body,
    #[error("it is never sent: it uses up the refresh token, and so ends the recorded session")]
    Rotates,
    #[error("it is never sent: it deletes the account with all its users")]
    Deletes,
}

/// The call as it would be sent again, if it may be. `values` fill the variables that are known to
/// stand for a secret.
pub fn again(exchange: &Exchange, hosts: &Hosts<'_>, values: &Values) -> Result<Again, Unsent> {
    // A correction without its host is one that no tool sends: what it lacks says more.
    address::lacks_its_host(&exchange.request.url)?;
    match &exchange.sent {
        Sent::Yes | Sent::Unknown => {}
        Sent::No(why) => return Err(Unsent::Stopped(crate::mask::visible(why).into_owned())),
        Sent::Otherwise(_) => return Err(Unsent::Otherwise),
    }
    let (host, path) = address::of(&exchange.request.url, hosts)?;
    let (method, effect) = method(exchange)?;
    if lacks_credentials(exchange, hosts) {
        return Err(Unsent::LeftOut);
    }
    // Whoever wrote the configuration may be whoever wrote the recording: what it lists is told what was
    // recorded, and nothing of the environment.
    let own = Hosts::new(hosts.catalog(), &Settings::default()).trusted(host.name()).is_ok();
    let none = Values::default();
    let told = told::of(exchange, if own { values } else { &none });
    let (told, left_out) =
        told.map_err(|why| if own { why } else { why.at_a_configured_host() })?;
    if let Some(why) = never::never(method, &path, told.body.as_ref()) {
        return Err(why);
    }
    let request = host.tell(method, &path, told);
    if address::is_elsewhere(&request, &host) {
        return Err(Unsent::Address);
    }
    Ok(Again { request, effect, left_out })
}

fn method(exchange: &Exchange) -> Result<(&'static str, Effect), Unsent> {
    const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let written = exchange.request.method.known().known().ok_or(Unsent::Method)?;
    let method = METHODS.iter().find(|known| **known == written).ok_or(Unsent::Method)?;
    let reads = matches!(*method, "GET" | "HEAD");
    Ok((method, if reads { Effect::Reads } else { Effect::Writes }))
}

/// Nobody can say which credentials the call carried, and its route wants some.
fn lacks_credentials(exchange: &Exchange, hosts: &Hosts<'_>) -> bool {
    let request = &exchange.request;
    let carries = told::CREDENTIALS.iter().any(|name| request.header(name).is_known());
    if carries || !request.header("authorization").is_unknown() {
        return false;
    }
    let session = Session::default();
    let ground = crate::facts::Ground {
        catalog: hosts.catalog(),
        settings: hosts.settings(),
        session: &session,
        signatures: &[],
    };
    let facts = gather(exchange, ground);
    !matches!(facts.get(Id::RouteToken), Fact::Known(Value::Word(word)) if word == "none")
}

impl Unsent {
    /// The same where variables are not filled in.
    fn at_a_configured_host(self) -> Self {
        let Self::Blanks(blanks) = self else { return self };
        Self::Blanks(blanks.into_iter().map(Blank::at_a_configured_host).collect())
    }
}

fn refused(why: Refusal) -> String {
    match why {
        Refusal::NoHostName | Refusal::NotHttps | Refusal::Capitals | Refusal::Secret => {
            why.to_string()
        }
        Refusal::Unlisted => String::from(
            "it is neither Frontegg's nor listed in the configuration of this folder (what lies \
             beside the recording decides about no host); if it is yours, list it under \
             `environments` in .frontegg-lint.yaml here, or in the file that `--config` names",
        ),
    }
}

fn blanks(blanks: &[Blank]) -> String {
    let one =
        |blank: &Blank| format!("{} has no value for {}: {}", blank.at, blank.name, blank.how);
    blanks.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests;
