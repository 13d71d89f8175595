//! The YAML files of the catalogue become a [`Catalog`]; a mistake is reported with its place.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::correct::{BodyCorrection, Mistake, QueryCorrection, correct_body, correct_query, put};
use super::words::suggestion_in;
use super::{Audience, Catalog, Need, Route, Scope, Service};
use crate::near::nearest;

/// A mistake in a file of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}{}", question(.suggestion.as_deref()))]
pub struct CatalogError {
    /// As it was given to [`read`].
    pub file: String,
    /// Counts from 1.
    pub line: usize,
    /// Counts from 1.
    pub column: usize,
    pub message: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

fn question(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

/// Reads all files of a `rules/catalog/`: pairs of a path relative to it and a text.
///
/// Files that are not there leave their part of the catalogue empty.
pub fn read(files: &[(String, String)]) -> Result<Catalog, CatalogError> {
    let mut catalog = Catalog::default();
    let mut overlays = Vec::new();
    for (name, text) in files {
        let file = File { name, text };
        match name.as_str() {
            "regions.yaml" => catalog.regions = file.parse()?,
            "hosts.yaml" => catalog.hosts = file.parse()?,
            "headers.yaml" => catalog.headers = file.parse()?,
            "services.yaml" => catalog.services = file.parse()?,
            "recorders.yaml" => catalog.recorders = file.parse()?,
            "token-kinds.yaml" => catalog.token_kinds = file.parse()?,
            "overlay.yaml" => overlays.push(file),
            name if is_route_file(name) => catalog.routes.extend(generated(file)?),
            name => return Err(file.unknown_name(name)),
        }
    }
    for file in overlays {
        lay_over(&mut catalog, file)?;
    }
    name_services(&mut catalog);
    catalog.routes.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
    for (name, text) in files {
        File { name, text }.check(&catalog)?;
    }
    Ok(catalog)
}

const FILES: &[&str] = &[
    "regions.yaml",
    "hosts.yaml",
    "headers.yaml",
    "services.yaml",
    "recorders.yaml",
    "token-kinds.yaml",
    "overlay.yaml",
];

/// One of `routes/`, as the importer writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RouteFile {
    service: String,
    /// For every route that names no page of its own.
    #[serde(default)]
    docs: Option<String>,
    routes: Vec<Route>,
}

/// What the importer must not overwrite.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Overlay {
    #[serde(default)]
    routes: Vec<Route>,
    #[serde(default)]
    corrections: Vec<Correction>,
}

/// What is otherwise than the imported route says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Correction {
    method: String,
    path: String,
    set: Set,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Set {
    audience: Option<Audience>,
    token: Option<Need>,
    tenant: Option<Scope>,
    user: Option<Scope>,
    application: Option<Scope>,
    vendor_host: Option<Scope>,
    deprecated: Option<bool>,
    successor: Option<String>,
    docs: Option<String>,
    #[serde(default)]
    query: Vec<QueryCorrection>,
    body: Option<BodyCorrection>,
}

impl Set {
    fn apply(self, route: &mut Route) -> Result<(), Mistake> {
        put(&mut route.audience, self.audience);
        put(&mut route.token, self.token);
        put(&mut route.tenant, self.tenant);
        put(&mut route.user, self.user);
        put(&mut route.application, self.application);
        put(&mut route.vendor_host, self.vendor_host);
        put(&mut route.deprecated, self.deprecated);
        put(&mut route.successor, self.successor.map(Some));
        put(&mut route.docs, self.docs.map(Some));
        if !self.query.is_empty() {
            correct_query(route, self.query)?;
        }
        self.body.map_or(Ok(()), |body| correct_body(route, body))
    }
}

fn is_route_file(name: &str) -> bool {
    let service = name.strip_prefix("routes/").and_then(|name| name.strip_suffix(".yaml"));
    service.is_some_and(|service| !service.contains('/'))
}

fn generated(file: File<'_>) -> Result<Vec<Route>, CatalogError> {
    let RouteFile { service, docs, mut routes } = file.parse()?;
    for route in &mut routes {
        if route.service.is_empty() {
            route.service.clone_from(&service);
        }
        if route.docs.is_none() {
            route.docs.clone_from(&docs);
        }
    }
    Ok(routes)
}

fn lay_over(catalog: &mut Catalog, file: File<'_>) -> Result<(), CatalogError> {
    let Overlay { routes, corrections } = file.parse()?;
    let mut seen = Vec::new();
    for Correction { method, path, set } in corrections {
        let found = catalog.routes.iter_mut().find(|r| r.method == method && r.path == path);
        let Some(route) = found else {
            let known = catalog.routes.iter().filter(|route| route.method == method);
            let nearest = nearest(&path, known.map(|route| route.path.as_str())).map(str::to_owned);
            let message = format!("a correction of {method} {path}, which no file has");
            return Err(file.at_word(&path, message, nearest));
        };
        set.apply(route).map_err(|mistake| {
            // A path may be there for several methods; the word stands behind its own.
            let before = seen.iter().filter(|earlier| **earlier == path).count();
            let after = file.places(&path).nth(before);
            let at = file.places(&mistake.word).find(|place| Some(*place) >= after);
            file.error(at.or(after).unwrap_or((1, 1)), mistake.message, mistake.suggestion)
        })?;
        seen.push(path);
    }
    catalog.routes.extend(routes);
    Ok(())
}

/// A route that names no service belongs to the one with the longest base that fits.
fn name_services(catalog: &mut Catalog) {
    let Catalog { services, routes, .. } = catalog;
    for route in routes.iter_mut().filter(|route| route.service.is_empty()) {
        if let Some(service) = service_of(services, &route.path) {
            route.service.clone_from(&service.name);
        }
    }
}

/// The service with the longest base that the path begins with.
pub(super) fn service_of<'a>(services: &'a [Service], path: &str) -> Option<&'a Service> {
    let begins = |service: &&Service| {
        path.strip_prefix(service.base.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    services.iter().filter(begins).max_by_key(|service| service.base.len())
}

/// A file and its text, to say where in it something is.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl File<'_> {
    fn parse<T: DeserializeOwned>(self) -> Result<T, CatalogError> {
        serde_yaml::from_str(self.text).map_err(|error| {
            let place = error.location();
            let (line, column) = place.map_or((1, 1), |place| (place.line(), place.column()));
            let message = error.to_string();
            let tail = format!(" at line {line} column {column}");
            let message = message.strip_suffix(&tail).unwrap_or(&message).to_owned();
            let suggestion = suggestion_in(&message);
            self.error((line, column), message, suggestion)
        })
    }

    fn error(
        self,
        (line, column): (usize, usize),
        message: String,
        suggestion: Option<String>,
    ) -> CatalogError {
        CatalogError { file: self.name.to_owned(), line, column, message, suggestion }
    }

    /// An error at the last place where a word stands: of two that are the same, the second.
    pub(super) fn at_word(
        self,
        word: &str,
        message: String,
        suggestion: Option<String>,
    ) -> CatalogError {
        let place = self.places(word).last().unwrap_or((1, 1));
        self.error(place, message, suggestion)
    }

    /// Line and column of every place where the word stands as a whole.
    pub(super) fn places(self, word: &str) -> impl Iterator<Item = (usize, usize)> {
        let ends = |letter: Option<char>| letter.is_none_or(|c| " ,:'\"[]}\r".contains(c));
        self.text.lines().enumerate().flat_map(move |(line, text)| {
            text.match_indices(word)
                .filter(|(at, _)| ends(text[at + word.len()..].chars().next()))
                .filter(|(at, _)| ends(text[..*at].chars().next_back()))
                .map(|(at, _)| (line + 1, text[..at].chars().count() + 1))
                .collect::<Vec<_>>()
        })
    }

    fn unknown_name(self, name: &str) -> CatalogError {
        let suggestion = nearest(name, FILES.iter().copied()).map(str::to_owned);
        self.error((1, 1), "no file of the catalogue has this name".to_owned(), suggestion)
    }
}
