//! Finding things in the catalogue: the route of a call, its service, its near misses.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::near::{LONGEST, nearest};
use super::read::service_of;
use super::{Catalog, Region, Route, Service};

/// How paths lead to routes; made when the first path is looked up, and not again.
#[derive(Clone, Debug, Default)]
pub struct Index(OnceLock<Vec<Node>>);

/// A place between two segments of a path.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Sorted by segment; the numbers are nodes.
    pub(super) literals: Vec<(Box<str>, usize)>,
    pub(super) parameter: Option<usize>,
    /// The routes that end here.
    pub(super) routes: Vec<usize>,
    /// The routes that end here with `{*}`: any further segments.
    below: Vec<usize>,
}

/// What stands before a service's base on an environment's host, and in front of a Next.js app.
const PREFIXES: [&str; 2] = ["/frontegg", "/api/frontegg"];

impl Catalog {
    /// The route of a call, by its path without query. `HEAD` is looked up as `GET`.
    ///
    /// Literal segments win over parameters: where `users/v1/email` is a route of some method, it
    /// is never the parameter of `users/v1/{id}`.
    pub fn find(&self, method: &str, path: &str) -> Option<&Route> {
        let method = if method == "HEAD" { "GET" } else { method };
        let of = |method: &str| self.routes_at(path).find(|route| route.method == method);
        of(method).or_else(|| of("ANY"))
    }

    /// The methods that a path takes, sorted; empty where there is no such path.
    pub fn methods(&self, path: &str) -> Vec<&str> {
        let mut methods: Vec<_> = self.routes_at(path).map(|route| &*route.method).collect();
        methods.sort_unstable();
        methods
    }

    /// Whether some reading of the path takes the method: a variable may stand for a literal too,
    /// and a literal in the place of a parameter may be an id after all.
    pub fn may_take(&self, method: &str, path: &str) -> bool {
        let mut at = vec![0];
        let path = Self::strip_prefix(path).1;
        let mut ends: Vec<usize> = Vec::new();
        for segment in segments(path) {
            ends.extend(
                at.iter().filter_map(|node| self.nodes().get(*node)).flat_map(|n| &n.below),
            );
            at = at.into_iter().flat_map(|node| self.readings(node, segment)).collect();
        }
        ends.extend(at.iter().filter_map(|node| self.nodes().get(*node)).flat_map(|n| &n.routes));
        let mut routes = ends.iter().filter_map(|number| self.routes.get(*number));
        routes.any(|route| route.method == method || route.method == "ANY")
    }

    /// The nodes behind one, by a segment that may be a literal or a parameter.
    fn readings(&self, node: usize, segment: &str) -> Vec<usize> {
        let Some(node) = self.nodes().get(node) else { return Vec::new() };
        let segment = decoded(segment);
        let blank = is_blank(&segment);
        let literals = node.literals.iter();
        let literals = literals.filter(|(literal, _)| blank || **literal == *segment);
        literals.map(|(_, next)| *next).chain(node.parameter).collect()
    }

    /// Takes `/frontegg` or `/api/frontegg` off a path: both are stripped before anything is
    /// looked up.
    pub fn strip_prefix(path: &str) -> (Option<&'static str>, &str) {
        for prefix in PREFIXES {
            match path.strip_prefix(prefix) {
                Some("") => return (Some(prefix), "/"),
                Some(rest) if rest.starts_with('/') => return (Some(prefix), rest),
                Some(_) | None => {}
            }
        }
        (None, path)
    }

    /// The service with the longest base that the path begins with.
    pub fn service(&self, path: &str) -> Option<&Service> {
        service_of(&self.services, Self::strip_prefix(path).1)
    }

    /// A region by its id: `eu`.
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// Routes that a path without a route was probably meant to be, the nearest first, five at
    /// most.
    pub fn nearest(&self, method: &str, path: &str) -> Vec<&Route> {
        let method = if method == "HEAD" { "GET" } else { method };
        let mut wrong = segments(Self::strip_prefix(path).1);
        if wrong.len() > LONGEST {
            return Vec::new();
        }
        if let Some(first) = wrong.first_mut() {
            *first = self.base_of(first);
        }
        nearest(&self.routes, method, &wrong)
    }

    /// The base of the service that goes by this name: SSO lies under `/team`, not `/sso`.
    fn base_of<'a>(&'a self, name: &'a str) -> &'a str {
        let service = self.services.iter().find(|service| service.name == name);
        service.map_or(name, |service| service.base.trim_start_matches('/'))
    }

    pub(super) fn nodes(&self) -> &[Node] {
        self.index.0.get_or_init(|| plant(&self.routes))
    }

    /// The routes of a path, one a method.
    pub fn routes_at(&self, path: &str) -> impl Iterator<Item = &Route> {
        let nodes = self.nodes();
        let path = Self::strip_prefix(path).1;
        let path = path.strip_suffix('/').unwrap_or(path);
        let rest = path.strip_prefix('/').unwrap_or(path);
        let numbers = walk(nodes, 0, (!rest.is_empty()).then_some(rest));
        numbers.unwrap_or_default().iter().filter_map(|number| self.routes.get(*number))
    }
}

/// Grows the index over the routes.
fn plant(routes: &[Route]) -> Vec<Node> {
    let mut nodes = vec![Node::default()];
    for (number, route) in routes.iter().enumerate() {
        let mut at = 0;
        let mut below = false;
        for segment in segments(&route.path) {
            if segment == "{*}" {
                below = true;
            } else {
                at = step(&mut nodes, at, segment);
            }
        }
        let node = &mut nodes[at];
        if below { &mut node.below } else { &mut node.routes }.push(number);
    }
    nodes
}

/// The node behind a segment of a template, which is made if it is not there.
fn step(nodes: &mut Vec<Node>, at: usize, segment: &str) -> usize {
    let new = nodes.len();
    let node = &mut nodes[at];
    let next = if is_parameter(segment) {
        *node.parameter.get_or_insert(new)
    } else {
        match node.literals.binary_search_by(|(literal, _)| literal.as_ref().cmp(segment)) {
            Ok(found) => node.literals[found].1,
            Err(place) => {
                node.literals.insert(place, (segment.into(), new));
                new
            }
        }
    };
    if next == new {
        nodes.push(Node::default());
    }
    next
}

/// The routes behind the rest of a path. As deep as the templates are, however long the path.
fn walk<'a>(nodes: &'a [Node], at: usize, rest: Option<&str>) -> Option<&'a [usize]> {
    let node = nodes.get(at)?;
    let Some(rest) = rest else {
        return (!node.routes.is_empty()).then_some(&node.routes);
    };
    let (segment, tail) = match rest.split_once('/') {
        Some((segment, tail)) => (segment, Some(tail)),
        None => (rest, None),
    };
    let segment = decoded(segment);
    let literal = || {
        // A blank is no literal; no literal looks like one, so it is not found here.
        let found = node.literals.binary_search_by(|(literal, _)| literal.as_ref().cmp(&segment));
        walk(nodes, node.literals[found.ok()?].1, tail)
    };
    let parameter = || walk(nodes, node.parameter?, tail);
    let below = || (!node.below.is_empty()).then_some(&node.below[..]);
    if segment.is_empty() {
        return None;
    }
    literal().or_else(parameter).or_else(below)
}

pub(super) fn segments(path: &str) -> Vec<&str> {
    path.trim_matches('/').split('/').filter(|segment| !segment.is_empty()).collect()
}

pub(super) fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// A variable, or a name to fill in: it is some value, and no literal.
pub(super) fn is_blank(segment: &str) -> bool {
    segment.starts_with([':', '<', '[', '{']) || segment.contains(['$', '{'])
}

/// The segment without its percent signs; as it is where they mean nothing.
pub(super) fn decoded(segment: &str) -> Cow<'_, str> {
    if !segment.contains('%') {
        return Cow::Borrowed(segment);
    }
    let bytes = segment.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = (bytes[at] == b'%').then(|| hex(bytes.get(at + 1..at + 3)?)).flatten();
        plain.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(plain).map_or(Cow::Borrowed(segment), Cow::Owned)
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(digits[0])? * 16 + digit(digits[1])?).ok()
}
