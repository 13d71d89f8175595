//! What a path without a route misses: the one slip that lies between it and a route.

use super::find::{Node, decoded, is_parameter, segments};
use super::near::LONGEST;
use super::{Catalog, Route};
use crate::near::edits;

/// A route that a path was probably meant to be.
#[derive(Clone, Debug)]
pub struct Miss<'c> {
    pub slip: Slip,
    pub route: &'c Route,
    /// The path as it should be, with the ids that stand in it.
    pub path: String,
    /// The literal of the route that the path lacks.
    pub literal: &'c str,
}

/// How a path misses its route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// One literal is off by a letter or two, or by its case.
    Misspelt,
    /// `/resources/` is left out behind the service.
    ResourcesMissing,
    /// The version stands before the resource, or the other way round.
    VersionSwapped,
    /// The last segment is left out.
    SegmentShort,
    /// The rest lies under another service.
    Base,
    /// The last segment is another one, and one alone would do there.
    Other,
}

impl Slip {
    /// A word of `route.near-how`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Misspelt => "misspelt",
            Self::ResourcesMissing => "resources-missing",
            Self::VersionSwapped => "version-swapped",
            Self::SegmentShort => "segment-short",
            Self::Base => "base",
            Self::Other => "other",
        }
    }
}

impl Catalog {
    /// The route of this method that the path misses by one slip; none if there are several, or a
    /// segment is empty.
    pub fn miss(&self, method: &str, path: &str) -> Option<Miss<'_>> {
        let method = if method == "HEAD" { "GET" } else { method };
        let path = Self::strip_prefix(path).1;
        let wrong = segments(path);
        if wrong.is_empty() || wrong.len() > LONGEST || path.contains("//") {
            return None;
        }
        let search = Search { catalog: self, nodes: self.nodes(), method, path: &wrong };
        search
            .resources()
            .or_else(|| search.version())
            .or_else(|| search.spelling())
            .or_else(|| search.end())
            .or_else(|| search.base())
            .or_else(|| search.neighbour())
    }
}

/// One path on its way through the index.
struct Search<'c, 'p> {
    catalog: &'c Catalog,
    nodes: &'c [Node],
    method: &'p str,
    path: &'p [&'p str],
}

impl<'c> Search<'c, '_> {
    /// `/identity/users/v3`, `/tenants/v1`.
    fn resources(&self) -> Option<Miss<'c>> {
        let (base, rest) = self.path.split_first()?;
        let middles: [&[&str]; 2] = [&["resources"], &["resources", base]];
        middles.into_iter().find_map(|middle| {
            let path = [&[*base], middle, rest].concat();
            self.found(Slip::ResourcesMissing, &path, 1)
        })
    }

    /// `/identity/resources/v1/users`: both must be literals of the route, for anything is an id.
    fn version(&self) -> Option<Miss<'c>> {
        (1..self.path.len().saturating_sub(1)).find_map(|at| {
            if is_version(self.path[at]) == is_version(self.path[at + 1]) {
                return None;
            }
            let mut path = self.path.to_vec();
            path.swap(at, at + 1);
            let miss = self.found(Slip::VersionSwapped, &path, at)?;
            let template = segments(&miss.route.path);
            let literal = |at: usize| template.get(at).is_some_and(|s| !is_parameter(s));
            (literal(at) && literal(at + 1)).then_some(miss)
        })
    }

    /// The service by another name: SSO lies under `/team`, tenants lie under `/tenants`.
    fn base(&self) -> Option<Miss<'c>> {
        let (first, rest) = self.path.split_first()?;
        let bases = || self.catalog.services.iter().map(|service| service.base.trim_matches('/'));
        let behind = match rest {
            ["resources", ..] => rest.to_vec(),
            // `/api/identity/resources/users/v3`: one segment too many.
            [base, "resources", ..] if bases().any(|known| known == *base) => {
                return self.found(Slip::Base, rest, 0);
            }
            // `/users/v3`, as the documentation's headings have it.
            _ if bases().any(|base| base == *first) => return None,
            _ => [&["resources"], self.path].concat(),
        };
        only(bases().filter(|base| base != first).filter_map(|base| {
            let path = [&[base], behind.as_slice()].concat();
            self.found(Slip::Base, &path, 0)
        }))
    }

    /// One literal within a letter or two; all else must be as it is.
    fn spelling(&self) -> Option<Miss<'c>> {
        let mut found = Vec::new();
        for wrong in 0..self.path.len() {
            for node in self.walk(0, &self.path[..wrong]) {
                for (literal, next) in &self.nodes[node].literals {
                    if !is_misspelt(&decoded(self.path[wrong]), literal) {
                        continue;
                    }
                    for end in self.walk(*next, &self.path[wrong + 1..]) {
                        found.extend(self.ends_at(end).map(|route| (wrong, &**literal, route)));
                    }
                }
            }
        }
        only(found.into_iter().map(|(wrong, literal, route)| {
            let mut path = self.path.to_vec();
            path[wrong] = literal;
            made(Slip::Misspelt, route, &path, literal)
        }))
    }

    /// One segment short; of versions alone the last is meant.
    fn end(&self) -> Option<Miss<'c>> {
        let found = self.next_of(self.path);
        pick(Slip::SegmentShort, self.path, &found)
    }

    /// Another last segment, where the documentation knows one alone; of versions the last.
    fn neighbour(&self) -> Option<Miss<'c>> {
        let (last, rest) = self.path.split_last()?;
        let mut found = self.next_of(rest);
        found.retain(|(literal, route)| {
            is_version(literal) == is_version(last) && route.docs.is_some()
        });
        pick(Slip::Other, rest, &found)
    }

    /// The literals that may follow a path and end it.
    fn next_of(&self, path: &[&str]) -> Vec<(&'c str, &'c Route)> {
        let nodes = self.walk(0, path);
        let literals = nodes.into_iter().flat_map(|node| &self.nodes[node].literals);
        literals.filter_map(|(literal, end)| Some((&**literal, self.ends_at(*end)?))).collect()
    }

    /// The nodes behind segments. A word is nobody's id here: more may be real than we know.
    fn walk(&self, from: usize, path: &[&str]) -> Vec<usize> {
        let mut at = vec![from];
        for segment in path {
            let segment = decoded(segment);
            let next = |node: usize| {
                let Node { literals, parameter, .. } = &self.nodes[node];
                let literal = literals.binary_search_by(|(own, _)| own.as_ref().cmp(&segment));
                let literal = literal.ok().map(|found| literals[found].1);
                [literal, parameter.filter(|_| literal.is_none() && is_id(&segment))]
            };
            at = at.into_iter().flat_map(next).flatten().collect();
        }
        at
    }

    fn ends_at(&self, node: usize) -> Option<&'c Route> {
        let routes = self.nodes.get(node)?.routes.iter();
        let mut routes = routes.filter_map(|number| self.catalog.routes.get(*number));
        routes.find(|route| route.method == self.method || route.method == "ANY")
    }

    /// The route of a whole path; `at` is the place of the literal that was wrong.
    fn found(&self, slip: Slip, path: &[&str], at: usize) -> Option<Miss<'c>> {
        let route = self.catalog.find(self.method, &joined(path))?;
        let literal = segments(&route.path).get(at).copied()?;
        (!route.path.ends_with("{*}")).then(|| made(slip, route, path, literal))
    }
}

/// The only literal that may end the path; of versions the last.
fn pick<'c>(slip: Slip, path: &[&str], found: &[(&'c str, &'c Route)]) -> Option<Miss<'c>> {
    let (literal, route) = match found {
        [one] => *one,
        several if several.iter().all(|(literal, _)| is_version(literal)) => *several.last()?,
        _ => return None,
    };
    Some(made(slip, route, &[path, &[literal]].concat(), literal))
}

fn made<'c>(slip: Slip, route: &'c Route, path: &[&str], literal: &'c str) -> Miss<'c> {
    Miss { slip, route, path: joined(path), literal }
}

fn joined(path: &[&str]) -> String {
    path.iter().flat_map(|segment| ["/", segment]).collect()
}

/// One, and no other.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    found.next().filter(|_| found.next().is_none())
}

/// `v1`, `v12`.
pub(super) fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words stand where literals do; an id has a digit or the sign of an e-mail address.
fn is_id(segment: &str) -> bool {
    segment.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@')
}

fn is_misspelt(segment: &str, literal: &str) -> bool {
    if segment.eq_ignore_ascii_case(literal) {
        return true;
    }
    let shorter = segment.len().min(literal.len());
    let bound = match shorter {
        0..4 => return false,
        4..6 => 1,
        6.. => 2,
    };
    segment.len().abs_diff(literal.len()) <= bound
        && !is_version(literal)
        && edits(segment, literal) <= bound
}
