//! What log-ins were asked for with, and which codes were exchanged.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::exchange::Exchange;
use crate::facts::{fields, placeholder};
use crate::truth::{Fact, Why};

use super::{Call, Key, key};

/// So many requests and codes are remembered.
const MOST: usize = 1000;

/// The requests for authorization, and the codes that were exchanged since.
#[derive(Default)]
pub(crate) struct Grants {
    requests: Vec<Request>,
    /// A request was not remembered, or not in full.
    incomplete: bool,
    /// Whether the first exchange of a code succeeded.
    codes: HashMap<Key, Option<bool>>,
}

/// A call of `/oauth/authorize`.
struct Request {
    client: Key,
    redirect: Option<Redirect>,
    challenge: Option<Challenge>,
}

struct Redirect {
    key: Key,
    /// The address where it can hold no secret.
    plain: Option<String>,
}

struct Challenge {
    key: Key,
    /// The challenge may be the verifier itself.
    plain: bool,
}

impl Grants {
    pub(super) fn learn(&mut self, call: &Call<'_>) {
        if call.path == "/oauth/authorize" {
            self.learn_request(call.exchange);
        } else if exchanges_code(call)
            && let Fact::Known(code) = fields::of_body(call.exchange, "code")
            && self.codes.len() < MOST
        {
            self.codes.entry(key(&code)).or_insert_with(|| call.succeeded().known());
        }
    }

    fn learn_request(&mut self, exchange: &Exchange) {
        let field = |name: &str| fields::of_query(exchange, name);
        let (redirect, challenge) = (field("redirect_uri"), field("code_challenge"));
        let Fact::Known(client) = field("client_id") else {
            self.incomplete = true;
            return;
        };
        if self.requests.len() >= MOST || redirect.is_unknown() || challenge.is_unknown() {
            self.incomplete = true;
            return;
        }
        let plain = field("code_challenge_method").known().is_none_or(|method| method == "plain");
        self.requests.push(Request {
            client: key(&client),
            redirect: redirect.known().map(|address| Redirect::of(&address)),
            challenge: challenge.known().map(|text| Challenge { key: key(&text), plain }),
        });
    }

    /// An earlier exchange of this code succeeded.
    pub(crate) fn used_before(&self, exchange: &Exchange) -> Fact<bool> {
        let call = Call::of(exchange);
        if !exchanges_code(&call) {
            return Fact::Absent;
        }
        fields::of_body(exchange, "code").and_then(|code| match self.codes.get(&key(&code)) {
            Some(Some(succeeded)) => Fact::Known(*succeeded),
            Some(None) => Fact::Unknown(Why::NotRecorded),
            None => Fact::Known(false),
        })
    }

    /// Whether the code was asked for with the `redirect_uri` that this call exchanges it with.
    pub(crate) fn same_redirect(&self, exchange: &Exchange) -> Fact<bool> {
        let own = self.own(exchange, "redirect_uri");
        own.and_then(|(own, requests)| {
            let own = key(&own);
            let known = requests.iter().filter_map(|request| request.redirect.as_ref());
            one_of(known.map(|redirect| redirect.key == own))
        })
    }

    /// The `redirect_uri` that all requests of the client name.
    pub(crate) fn redirect(&self, exchange: &Exchange) -> Fact<&str> {
        let own = self.own(exchange, "redirect_uri");
        own.and_then(|(_, requests)| {
            let mut all = requests.iter().filter_map(|request| request.redirect.as_ref());
            let Some(first) = all.next() else { return Fact::Absent };
            let one = all.all(|other| other.key == first.key);
            first.plain.as_deref().filter(|_| one).into()
        })
    }

    /// Whether the verifier of this call is the one behind a challenge of its client.
    pub(crate) fn same_verifier(&self, exchange: &Exchange) -> Fact<bool> {
        let own = self.own(exchange, "code_verifier");
        own.and_then(|(verifier, requests)| {
            let (hashed, plain) = match verifier.split_once('.') {
                // `redact` tells which challenge belongs to a verifier.
                Some((own, challenge)) if placeholder::is_numbered(own) => {
                    (key(challenge), key(own))
                }
                _ if placeholder::is_redacted(&verifier) => return Fact::Unknown(Why::Redacted),
                _ => {
                    let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
                    (key(&digest), key(&verifier))
                }
            };
            let known = requests.iter().filter_map(|request| request.challenge.as_ref());
            one_of(known.map(|challenge| {
                challenge.key == hashed || challenge.plain && challenge.key == plain
            }))
        })
    }

    /// A value of a call that exchanges a code, and the requests it may have come from.
    fn own(&self, exchange: &Exchange, name: &str) -> Fact<(String, Vec<&Request>)> {
        if !exchanges_code(&Call::of(exchange)) {
            return Fact::Absent;
        }
        if self.incomplete {
            return Fact::Unknown(Why::NotRecorded);
        }
        let client = match fields::of_body(exchange, "client_id") {
            Fact::Known(client) => Some(key(&client)),
            // Basic may name it.
            Fact::Absent => None,
            Fact::Unknown(why) => return Fact::Unknown(why),
        };
        let of_client = |request: &&Request| client.is_none_or(|client| client == request.client);
        let requests: Vec<&Request> = self.requests.iter().filter(of_client).collect();
        fields::of_body(exchange, name).map(|value| (value, requests))
    }
}

impl Redirect {
    fn of(address: &str) -> Self {
        let plain = address.len() <= 200 && !address.contains(['?', '#', '@']);
        Self { key: key(address), plain: plain.then(|| address.to_owned()) }
    }
}

/// Unknown where there is nothing to compare with: the log-in may have begun before the recording.
fn one_of(mut same: impl Iterator<Item = bool>) -> Fact<bool> {
    match same.next() {
        Some(first) => Fact::Known(first || same.any(|same| same)),
        None => Fact::Unknown(Why::NotRecorded),
    }
}

fn exchanges_code(call: &Call<'_>) -> bool {
    call.path == "/oauth/token" && call.method() == "POST" && call.grant("authorization_code")
}
