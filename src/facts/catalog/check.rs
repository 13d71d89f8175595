//! What the types of the catalogue cannot say: words outside their lists, and things twice.

use super::read::{CatalogError, File};
use super::{Catalog, NamedHost, Route, Service, Shape, ShapeKind};
use crate::near::nearest;

const HOST_CLASSES: &[&str] = &["portal", "documentation", "other-frontegg"];
const METHODS: &[&str] = &["ANY", "DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"];

impl File<'_> {
    /// What the types cannot say.
    pub(super) fn check(self, catalog: &Catalog) -> Result<(), CatalogError> {
        match self.name {
            "regions.yaml" => self.once("region", catalog.regions.iter().map(|r| &r.id)),
            "hosts.yaml" => self.check_hosts(&catalog.hosts),
            "headers.yaml" => self.once("header", catalog.headers.iter().map(|h| &h.name)),
            "services.yaml" => self.once("base", catalog.services.iter().map(|s| &s.base)),
            "token-kinds.yaml" => self.once("kind", catalog.token_kinds.iter().map(|k| &k.id)),
            "recorders.yaml" => Ok(()),
            _ => self.check_routes(catalog),
        }
    }

    fn once<'a>(
        self,
        what: &str,
        words: impl Iterator<Item = &'a String>,
    ) -> Result<(), CatalogError> {
        let mut words: Vec<_> = words.collect();
        words.sort();
        match words.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => {
                Err(self.at_word(pair[0], format!("the {what} `{}` is there twice", pair[0]), None))
            }
            None => Ok(()),
        }
    }

    fn check_hosts(self, hosts: &[NamedHost]) -> Result<(), CatalogError> {
        match hosts.iter().find(|host| !HOST_CLASSES.contains(&host.class.as_str())) {
            Some(NamedHost { class, .. }) => {
                let nearest = nearest(class, HOST_CLASSES.iter().copied()).map(str::to_owned);
                let message = format!("unknown class `{class}`, expected one of {HOST_CLASSES:?}");
                Err(self.at_word(class, message, nearest))
            }
            None => self.once("host", hosts.iter().map(|host| &host.name)),
        }
    }

    /// The catalogue's routes are sorted; each complaint is made for the file that holds the path.
    fn check_routes(self, catalog: &Catalog) -> Result<(), CatalogError> {
        let mut before: Option<&Route> = None;
        for route in &catalog.routes {
            let twice = before.is_some_and(|b| b.method == route.method && b.path == route.path);
            let complaint = if twice {
                Some((format!("{} {} is there twice", route.method, route.path), None))
            } else {
                complaint(route, &catalog.services)
            };
            if let Some((message, suggestion)) = complaint
                && self.places(&route.path).next().is_some()
            {
                return Err(self.at_word(&route.path, message, suggestion));
            }
            before = Some(route);
        }
        Ok(())
    }
}

fn complaint(route: &Route, services: &[Service]) -> Option<(String, Option<String>)> {
    let Route { method, path, service, .. } = route;
    if !METHODS.contains(&method.as_str()) {
        let nearest = nearest(method, METHODS.iter().copied()).map(str::to_owned);
        return Some((format!("unknown method `{method}`"), nearest));
    }
    if !path.starts_with('/') || path.len() > 1 && path.ends_with('/') || path.contains("//") {
        let message = "a path begins with a slash, does not end with one, has no empty segment";
        return Some((message.to_owned(), None));
    }
    if path.find("{*}").is_some_and(|at| at + 3 != path.len()) {
        return Some(("`{*}` may only be the last segment".to_owned(), None));
    }
    // What lies under no service's base names none: `/.well-known/jwks.json`.
    let known = services.is_empty()
        || service.is_empty()
        || services.iter().any(|known| known.name == *service);
    let nearest =
        || nearest(service, services.iter().map(|known| known.name.as_str())).map(str::to_owned);
    if !known {
        return Some((format!("no service `{service}` in services.yaml"), nearest()));
    }
    complaint_of_details(route).map(|message| (message, None))
}

/// Of parameters and bodies.
fn complaint_of_details(route: &Route) -> Option<String> {
    let query = route.query.get();
    let names = query.iter().map(|parameter| parameter.name.as_str());
    let in_query = || query.iter().find_map(|parameter| nonsense(&parameter.shape));
    let in_body = || route.body.get().as_ref().and_then(|body| nonsense(&body.shape));
    repeated(names)
        .map(|name| format!("the parameter `{name}` is there twice"))
        .or_else(in_query)
        .or_else(in_body)
}

/// What no value can be. The files nest as deep as their maintainers wrote them.
fn nonsense(shape: &Shape) -> Option<String> {
    let Shape { kind, fields, items, min, max, any_of, needs_one_of, .. } = shape;
    let is = |wanted| *kind == wanted || *kind == ShapeKind::Any;
    if !fields.is_empty() && *kind != ShapeKind::Object {
        return Some(format!("a value of type {} has fields", kind.word()));
    }
    if items.is_some() && !is(ShapeKind::Array) {
        return Some(format!("a value of type {} has items", kind.word()));
    }
    if min.zip(*max).is_some_and(|(min, max)| min > max) {
        return Some("`min` is more than `max`".to_owned());
    }
    if let Some(name) = repeated(fields.iter().map(|field| field.name.as_str())) {
        return Some(format!("the field `{name}` is there twice"));
    }
    if let Some(name) = needs_one_of.iter().find(|name| shape.field(name).is_none()) {
        return Some(format!("no field `{name}` for `needs-one-of`"));
    }
    let parts = fields.iter().map(|field| &field.shape).chain(items.as_deref()).chain(any_of);
    parts.into_iter().find_map(nonsense)
}

fn repeated<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}
