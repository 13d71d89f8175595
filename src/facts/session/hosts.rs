//! The domains of one environment that a recording calls.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::host::Class;
use crate::facts::token::Token;
use crate::truth::Fact;

use super::Call;

/// So many hosts, and so many signs of each, are told apart.
const MOST: usize = 200;

#[derive(Default)]
pub(crate) struct Domains {
    /// The signs of each host that was called.
    called: BTreeMap<String, BTreeSet<String>>,
    /// Two domains of one environment were seen: it is said once.
    mixed: bool,
}

impl Domains {
    pub(super) fn learn(&mut self, call: &Call<'_>, (token, class): (&Token<'_>, Option<Class>)) {
        if !matches!(class, Some(Class::Environment | Class::Custom)) || self.mixed {
            return;
        }
        if self.other(call, token).is_known() {
            self.mixed = true;
            return;
        }
        let host = call.host();
        if self.called.len() >= MOST && !self.called.contains_key(&host) {
            return;
        }
        let own = self.called.entry(host).or_default();
        let room = MOST.saturating_sub(own.len());
        own.extend(signs(call, token).into_iter().take(room));
    }

    /// The other domain of the environment that this call goes to, where an earlier one went to
    /// it: one is Frontegg's, the other the customer's own.
    pub(crate) fn other(&self, call: &Call<'_>, token: &Token<'_>) -> Fact<&str> {
        if self.mixed || self.called.is_empty() {
            return Fact::Absent;
        }
        let host = call.host();
        let signs = signs(call, token);
        let of_frontegg = |host: &str| host.ends_with(".frontegg.com");
        let mut others = self.called.iter().filter(|(other, theirs)| {
            of_frontegg(other) != of_frontegg(&host) && !theirs.is_disjoint(&signs)
        });
        others.next().map(|(other, _)| other.as_str()).into()
    }
}

/// What tells the environment: the host itself, the issuer of a token that it took, the client in
/// the name of a refresh cookie.
fn signs(call: &Call<'_>, token: &Token<'_>) -> BTreeSet<String> {
    let accepted = call.status().known().is_some_and(|status| status < 400);
    let issuer = token.issuer_host().known().filter(|_| accepted);
    let cookies = call.refresh_cookies().known().unwrap_or_default();
    let cookies = cookies.iter().map(|(name, _)| (*name).to_owned());
    cookies.chain(issuer).chain([call.host()]).collect()
}
