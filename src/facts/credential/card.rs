//! What a JWT says of itself, as far as it may be shown.

use std::fmt;

use crate::exchange::Time;
use crate::mask;

use super::super::catalog::{Catalog, TakenBy, TokenKind};
use super::super::host::{self, Host};
use super::super::jwt::{self, Claims};
use super::super::{Environment, Settings};
use super::oddities::{self, Oddity};

/// A JWT without its text: ids and hosts are masked, the signature is nowhere.
pub struct Card {
    /// A word of the fact `token.kind`.
    pub kind: String,
    /// `a vendor token`.
    pub name: String,
    pub meaning: String,
    pub bytes: usize,
    pub algorithm: Option<String>,
    pub issuer: Option<String>,
    /// The region's id, where the issuer or the settings say it.
    pub region: Option<String>,
    /// The name that the configuration has for the environment.
    pub environment: Option<String>,
    /// Whom and what it is for.
    pub ids: Vec<Id>,
    pub issued: Option<Time>,
    /// The later of `iat` and `nbf`.
    pub begins: Option<Time>,
    pub expires: Option<Time>,
    /// The headers that take it, as they are written: `Authorization: Bearer <token>`.
    pub headers: Vec<String>,
    pub taken_by: Option<TakenBy>,
    /// The hosts that take it, as far as they are known.
    pub hosts: Vec<String>,
    /// The audiences of the routes that it may call, and how many those are.
    pub calls: Vec<(&'static str, usize)>,
    pub odd: Vec<Oddity>,
}

/// An id in the claims.
#[derive(Clone, PartialEq, Eq)]
pub struct Id {
    /// `tenant`, `user`, `environment`, …
    pub of: &'static str,
    /// Masked.
    pub value: String,
}

impl fmt::Debug for Card {
    /// Ids come from the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut card = f.debug_struct("Card");
        card.field("kind", &self.kind).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Id").field("of", &self.of).finish_non_exhaustive()
    }
}

impl Card {
    pub(super) fn of(
        (text, claims): (&str, &Claims),
        catalog: &Catalog,
        settings: &Settings,
    ) -> Self {
        let kind = claims.kind().unwrap_or("other");
        let known = catalog.token_kinds.iter().find(|known| known.id == kind);
        let issuer = claims.issuer_host();
        let environment = environment(claims, settings);
        let said = issuer.as_deref().and_then(|name| Host::of_name(name, catalog)?.region.known());
        let region = said.or_else(|| settings.region.clone());
        let name = |known: &TokenKind| (known.name.clone(), known.meaning.clone());
        let (name, meaning) = known.map(name).unwrap_or_default();
        let mut card = Self {
            kind: kind.to_owned(),
            name,
            meaning,
            bytes: text.len(),
            algorithm: jwt::algorithm(text)
                .map(|algorithm| mask::or_length(&algorithm).into_owned()),
            issuer: issuer.map(|name| shown_host(&name)),
            region,
            environment: environment.map(|environment| environment.name.clone()),
            ids: ids(claims, kind),
            issued: claims.issued(),
            begins: claims.beginning(),
            expires: claims.expiry(),
            headers: known.map(headers).unwrap_or_default(),
            taken_by: known.and_then(|known| known.taken_by),
            hosts: Vec::new(),
            calls: known.map(|known| calls(known, catalog)).unwrap_or_default(),
            odd: oddities::of((text, claims), kind, settings.now),
        };
        card.hosts = card.hosts(environment, catalog, settings);
        card.tell_apart(claims);
        card
    }

    /// A JWT of which the claims tell no kind may be Frontegg's all the same.
    fn tell_apart(&mut self, claims: &Claims) {
        if self.kind != "other" {
            return;
        }
        let (name, meaning) = if claims.is_of_frontegg() {
            ("a token of a Frontegg environment", "of which kind, its few claims do not tell")
        } else {
            (
                "a token that does not say what it is",
                "another issuer's, or of an environment with a domain of its own",
            )
        };
        name.clone_into(&mut self.name);
        meaning.clone_into(&mut self.meaning);
    }

    fn hosts(
        &self,
        environment: Option<&Environment>,
        catalog: &Catalog,
        settings: &Settings,
    ) -> Vec<String> {
        let listed = || environment.map(|known| known.hosts.clone()).unwrap_or_default();
        match self.taken_by {
            None => Vec::new(),
            Some(TakenBy::Gateway) => gateways(self.region.as_deref(), catalog),
            Some(TakenBy::Issuer) => {
                let mut hosts: Vec<String> = self.issuer.iter().cloned().collect();
                hosts
                    .extend(listed().into_iter().filter(|host| self.issuer.as_ref() != Some(host)));
                hosts
            }
            Some(TakenBy::BackEnd) => settings.back_ends.clone(),
        }
    }
}

/// The gateway of the region, or all of them where it is not known.
fn gateways(region: Option<&str>, catalog: &Catalog) -> Vec<String> {
    use super::super::catalog::Standing;
    let known = region.and_then(|region| catalog.region(region));
    let all = || catalog.regions.iter().filter(|region| region.standing != Standing::Internal);
    match known {
        Some(region) => vec![region.gateway.clone()],
        None => all().map(|region| region.gateway.clone()).collect(),
    }
}

/// The environment of the configuration that issued the token.
fn environment<'s>(claims: &Claims, settings: &'s Settings) -> Option<&'s Environment> {
    let by_host = || host::configured(&claims.issuer_host()?, settings);
    let client = |name: &str| {
        let id = claims.text(name)?;
        settings.environments.iter().find(|known| known.client_id.as_deref() == Some(id))
    };
    by_host().or_else(|| client("aud")).or_else(|| client("vendorId"))
}

fn headers(kind: &TokenKind) -> Vec<String> {
    let written = |header: &String| match header.as_str() {
        "authorization" => "Authorization: Bearer <token>".to_owned(),
        "x-api-key" => "X-API-KEY: <token>".to_owned(),
        bare => format!("{bare}: <token>"),
    };
    kind.header.iter().chain(&kind.also).map(written).collect()
}

fn calls(kind: &TokenKind, catalog: &Catalog) -> Vec<(&'static str, usize)> {
    let count = |audience| catalog.routes.iter().filter(|route| route.audience == audience).count();
    kind.calls.iter().map(|audience| (audience.word(), count(*audience))).collect()
}

fn ids(claims: &Claims, kind: &str) -> Vec<Id> {
    let is_api = matches!(kind, "user-api" | "tenant-api" | "user-access" | "tenant-access");
    let subject = if is_api { "API token" } else { "user" };
    let names = [
        ("environment", "vendorId"),
        ("tenant", "tenantId"),
        ("user", "userId"),
        (subject, "sub"),
        ("application", "applicationId"),
        ("audience", "aud"),
    ];
    let shown = |(of, name): (&'static str, &str)| {
        let value = mask::or_length(claims.text(name)?).into_owned();
        Some(Id { of, value })
    };
    let mut ids: Vec<Id> = Vec::new();
    for id in names.into_iter().filter_map(shown) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn shown_host(name: &str) -> String {
    mask::host(name).map_or_else(|| mask::length(name), str::to_owned)
}
