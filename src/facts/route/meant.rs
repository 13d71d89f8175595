//! What was probably meant by a method that a path does not take.

use crate::facts::catalog::{Catalog, Route};
use crate::facts::{Facts, reading};
use crate::truth::Fact;

/// A method that the path does not take.
pub(crate) struct Wrong<'a> {
    /// The call that was probably meant, if one is likelier than all others.
    pub(crate) right: Option<Right<'a>>,
}

/// The call that was meant.
pub(crate) struct Right<'a> {
    pub(crate) route: &'a Route,
    /// The path without its prefix, where it is another one.
    pub(crate) path: Option<String>,
}

/// The methods in words: `GET and POST`; absent for a path that the catalogue does not list.
pub(crate) fn methods(facts: &Facts<'_>) -> Fact<String> {
    let path = facts.path();
    path.whole.as_ref().and_then(|whole| {
        let mut methods = facts.catalog().methods(whole);
        methods.dedup();
        match methods.split_last() {
            Some((only, [])) => Fact::Known((*only).to_owned()),
            Some((last, rest)) => Fact::Known(format!("{} and {last}", rest.join(", "))),
            None => path.bare.as_ref().and_then(|_| Fact::Absent),
        }
    })
}

/// Known where the path takes other methods than the call's, whatever its variables stand for.
pub(crate) fn wrong<'a>(facts: &Facts<'a>) -> Fact<Wrong<'a>> {
    let (path, catalog) = (facts.path(), facts.catalog());
    let method = match reading::of(&facts.exchange.request.method, true) {
        Fact::Known(method) => method.to_ascii_uppercase(),
        Fact::Absent => return Fact::Absent,
        Fact::Unknown(why) => return Fact::Unknown(why),
    };
    let method = if method == "HEAD" { "GET".to_owned() } else { method };
    path.whole.as_ref().and_then(|whole| {
        let Some(route) = catalog.routes_at(whole).next() else {
            return path.bare.as_ref().and_then(|_| Fact::Absent);
        };
        if method == "OPTIONS" || catalog.may_take(&method, whole) || is_ones_own(route, whole) {
            return match &path.bare {
                Fact::Unknown(why) if catalog.find(&method, whole).is_none() => Fact::Unknown(*why),
                Fact::Known(_) | Fact::Absent | Fact::Unknown(_) => Fact::Absent,
            };
        }
        let right = Search { catalog, method, route }.right(Catalog::strip_prefix(whole).1);
        Fact::Known(Wrong { right })
    })
}

/// `me` in the place of an id: what users call for themselves is not all documented.
fn is_ones_own(route: &Route, path: &str) -> bool {
    let own = segments(Catalog::strip_prefix(path).1);
    let template = segments(&route.path);
    own.iter().zip(template).any(|(own, template)| *own == "me" && *own != template)
}

/// Looks for the call that was meant.
struct Search<'a> {
    catalog: &'a Catalog,
    method: String,
    /// A route of the path, whatever its method.
    route: &'a Route,
}

impl<'a> Search<'a> {
    fn right(&self, path: &str) -> Option<Right<'a>> {
        let own: Vec<&str> = segments(path);
        self.other_word_for_changing()
            .map(|route| Right { route, path: None })
            .or_else(|| self.other_version(&own))
            .or_else(|| self.below(&own))
            .or_else(|| Some(Right { route: self.only_writer()?, path: None }))
    }

    /// `PATCH` for `PUT`, or the reverse.
    fn other_word_for_changing(&self) -> Option<&'a Route> {
        let other = match self.method.as_str() {
            "PUT" => "PATCH",
            "PATCH" => "PUT",
            _ => return None,
        };
        self.catalog.routes_at(&self.route.path).find(|route| route.method == other)
    }

    /// The same path in the last version that takes the method.
    fn other_version(&self, own: &[&str]) -> Option<Right<'a>> {
        let template = segments(&self.route.path);
        let at = template.iter().position(|segment| is_version(segment))?;
        ["v4", "v3", "v2", "v1"].into_iter().find_map(|version| {
            let mut other = template.clone();
            other[at] = version;
            let route = self.catalog.find(&self.method, &joined(&other))?;
            let mut path = own.to_vec();
            *path.get_mut(at)? = version;
            let same = alike(&segments(&route.path), &other);
            let good = same && !route.deprecated && route.docs.is_some();
            good.then(|| Right { route, path: Some(joined(&path)) })
        })
    }

    /// What is linked or assigned has a path of its own for it, and another for the undoing.
    fn below(&self, own: &[&str]) -> Option<Right<'a>> {
        let undoes = match self.method.as_str() {
            "POST" | "PUT" | "PATCH" => false,
            "DELETE" => true,
            _ => return None,
        };
        let folder = format!("{}/", self.route.path);
        let mut pairs = self.catalog.routes.iter().filter_map(|route| {
            let last = route.path.strip_prefix(&folder)?;
            let undo = last.strip_prefix("un");
            let twin = match undo {
                Some(does) => format!("{folder}{does}"),
                None => format!("{folder}un{last}"),
            };
            let paired = self.catalog.find(&route.method, &twin).is_some_and(|r| r.path == twin);
            (paired && undo.is_some() == undoes).then_some((last, route))
        });
        let (last, route) = pairs.next().filter(|_| pairs.next().is_none())?;
        Some(Right { route, path: Some(joined(&[own, &[last]].concat())) })
    }

    /// The only method that changes something, where something was to be changed.
    fn only_writer(&self) -> Option<&'a Route> {
        let writes = |method: &str| matches!(method, "POST" | "PUT" | "PATCH");
        let mut routes =
            self.catalog.routes_at(&self.route.path).filter(|route| writes(&route.method));
        let only = routes.next().filter(|_| routes.next().is_none())?;
        writes(&self.method).then_some(only)
    }
}

/// The call that was meant.
pub(crate) fn right<'f, 'a>(facts: &'f Facts<'a>) -> Fact<&'f Right<'a>> {
    facts.wrong_method().as_ref().and_then(|wrong| wrong.right.as_ref().into())
}

/// `PATCH /entitlements/resources/plans/v1/{id}/features/link`.
pub(crate) fn call(right: &Right<'_>) -> String {
    format!("{} {}", right.route.method, right.route.path)
}

/// The whole path of the call that was meant; absent where it is the call's own.
pub(crate) fn path(facts: &Facts<'_>) -> Fact<String> {
    right(facts).and_then(|right| {
        let Some(path) = &right.path else { return Fact::Absent };
        let prefix = facts.path().prefix.known().unwrap_or_default();
        match facts.path().bare {
            Fact::Unknown(why) => Fact::Unknown(why),
            Fact::Known(_) | Fact::Absent => Fact::Known(format!("{prefix}{path}")),
        }
    })
}

/// Templates that differ in the names of their parameters alone.
fn alike(one: &[&str], other: &[&str]) -> bool {
    let same = |(one, other): (&&str, &&str)| {
        one == other || one.starts_with('{') && other.starts_with('{')
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

fn segments(path: &str) -> Vec<&str> {
    path.trim_matches('/').split('/').collect()
}

fn joined(path: &[&str]) -> String {
    path.iter().flat_map(|segment| ["/", segment]).collect()
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}
