//! A specification file of one service becomes routes.

use std::collections::BTreeMap;

use frontegg_lint::facts::catalog::{
    Audience, Body, Counts, Need, Packed, Parameter as QueryParameter, Required, Route, Scope,
    Service,
};
use serde::Deserialize;

use super::schema::{Schema, Schemas, shape};

/// What one file says.
#[derive(Debug)]
pub(crate) struct Routes {
    pub service: String,
    /// Sorted by path, then method.
    pub routes: Vec<Route>,
}

/// Why a file gave no routes.
#[derive(Debug)]
pub(crate) enum Skipped {
    /// It is not about one service of Frontegg's.
    Why(String),
    Json(serde_json::Error),
}

/// Reads a file; the services tell which one it is about, by the base of its servers.
pub(crate) fn read(text: &str, services: &[Service]) -> Result<Routes, Skipped> {
    let file: File = serde_json::from_str(text).map_err(Skipped::Json)?;
    let base = file.base()?;
    let service = services
        .iter()
        .find(|service| service.base == base)
        .ok_or_else(|| Skipped::Why(format!("no service in services.yaml begins with {base}")))?;
    let mut routes: Vec<Route> = file
        .operations()
        .map(|(method, path, operation)| file.route(method, &join(&base, path), operation))
        .collect();
    routes.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
    name_successors(&mut routes);
    Ok(Routes { service: service.name.clone(), routes })
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    servers: Option<Vec<Server>>,
    paths: BTreeMap<String, PathItem>,
    #[serde(default, rename = "x-tagGroups")]
    groups: Option<Vec<Group>>,
    #[serde(default)]
    components: Components,
}

#[derive(Deserialize)]
struct Server {
    url: String,
}

#[derive(Deserialize)]
struct Group {
    name: String,
    tags: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Components {
    #[serde(default)]
    parameters: BTreeMap<String, Parameter>,
    #[serde(default)]
    schemas: Schemas,
}

#[derive(Deserialize)]
struct PathItem {
    get: Option<Operation>,
    post: Option<Operation>,
    put: Option<Operation>,
    patch: Option<Operation>,
    delete: Option<Operation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Operation {
    #[serde(default)]
    description: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    parameters: Vec<Parameter>,
    request_body: Option<RequestBody>,
    #[serde(default)]
    deprecated: bool,
    #[serde(rename = "x-vendor-only")]
    vendor_only: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Parameter {
    /// `#/components/parameters/Name`, and nothing else beside it.
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(default)]
    name: String,
    #[serde(default, rename = "in")]
    place: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    description: String,
    #[serde(default)]
    schema: Schema,
}

#[derive(Deserialize)]
struct RequestBody {
    #[serde(default)]
    required: bool,
    content: BTreeMap<String, Media>,
}

#[derive(Deserialize)]
struct Media {
    #[serde(default)]
    schema: Schema,
}

/// How the files say that a header is needed beside a vendor token, without `required: true`.
const NEEDED_AT_GATEWAYS: &str = "Required for requests to api.frontegg.com";
/// How they say that nothing but a user's token will do.
const USERS_ONLY: &str = "user token is required";
/// How they say that nothing but a vendor token will do; asked only where no group says it.
const VENDORS_ONLY: [&str; 2] = ["environment token is required", "vendor token is required"];
/// How they say that an offset is the number of a page.
const PAGES: &str = "page number to retrieve";
/// How they name a bound that the schema does not have.
const MAXIMUM: &str = "the maximum is ";
/// Tags whose group lists them under another name.
const RENAMED_TAGS: [(&str, &str); 1] =
    [("API Access Control Configurations", "API Access Control Configs")];

impl File {
    /// The path that all servers share: `/identity`.
    fn base(&self) -> Result<String, Skipped> {
        let no = |why: &str| Skipped::Why(why.to_owned());
        let servers = self.servers.as_deref().unwrap_or_default();
        let bases: Option<Vec<_>> = servers.iter().map(|server| base_of(&server.url)).collect();
        let bases = bases.ok_or_else(|| no("its server is nobody's at Frontegg"))?;
        let first = *bases.first().ok_or_else(|| no("it names no server"))?;
        if bases.iter().any(|base| *base != first) {
            return Err(no("its servers are those of several services"));
        }
        Ok(first.to_owned())
    }

    fn operations(&self) -> impl Iterator<Item = (&'static str, &str, &Operation)> {
        self.paths.iter().flat_map(|(path, item)| {
            let PathItem { get, post, put, patch, delete } = item;
            [("GET", get), ("POST", post), ("PUT", put), ("PATCH", patch), ("DELETE", delete)]
                .into_iter()
                .filter_map(move |(method, operation)| {
                    operation.as_ref().map(|operation| (method, path.as_str(), operation))
                })
        })
    }

    fn route(&self, method: &str, path: &str, operation: &Operation) -> Route {
        let audience = self.audience(path, operation);
        Route {
            method: method.to_owned(),
            path: path.to_owned(),
            service: String::new(),
            audience,
            token: token(audience),
            tenant: self.scope(operation, "frontegg-tenant-id"),
            user: self.scope(operation, "frontegg-user-id"),
            application: self.scope(operation, "frontegg-application-id"),
            vendor_host: self.scope(operation, "frontegg-vendor-host"),
            deprecated: operation.deprecated,
            successor: None,
            docs: None,
            query: Packed::from(self.query(operation)),
            body: Packed::from(self.body(operation)),
            detailed: true,
        }
    }

    /// The files mark no audience; it follows from path, prose and the group of the tag.
    fn audience(&self, path: &str, operation: &Operation) -> Audience {
        let for_a_user = self.parameter(operation, "frontegg-user-id").is_some_and(|p| p.required);
        let of_users = |other| if for_a_user { Audience::SelfService } else { other };
        if path == "/auth/vendor" {
            return Audience::VendorAuth;
        }
        if is_vendors(path) || operation.vendor_only.is_some() {
            return Audience::Management;
        }
        if operation.says(USERS_ONLY) {
            return Audience::UserOnly;
        }
        match self.group(operation) {
            Some("Management") => Audience::Management,
            Some("Self-Service") => Audience::SelfService,
            Some("Authentication") => of_users(Audience::Authentication),
            Some("Applications") => of_users(Audience::Management),
            Some(_) | None if VENDORS_ONLY.iter().any(|words| operation.says(words)) => {
                Audience::Management
            }
            Some(_) | None if is_approval_flow(path) => Audience::Management,
            Some(_) | None => of_users(Audience::Unknown),
        }
    }

    fn group(&self, operation: &Operation) -> Option<&str> {
        let tag = operation.tags.first()?.as_str();
        let tag =
            RENAMED_TAGS.iter().find(|(own, _)| *own == tag).map_or(tag, |(_, listed)| listed);
        let groups = self.groups.as_deref().unwrap_or_default();
        let group = groups.iter().find(|group| group.tags.iter().any(|listed| listed == tag))?;
        Some(&group.name)
    }

    fn query(&self, operation: &Operation) -> Vec<QueryParameter> {
        let parameters = operation.parameters.iter().map(|parameter| self.resolve(parameter));
        parameters
            .filter(|parameter| parameter.place == "query")
            .map(|parameter| parameter.of_the_query(&self.components.schemas))
            .collect()
    }

    /// The content types share a schema: the files hold none with two.
    fn body(&self, operation: &Operation) -> Option<Body> {
        let RequestBody { required, content } = operation.request_body.as_ref()?;
        let media = content.values().next()?;
        let is_plain_json = content.keys().eq(["application/json"]);
        Some(Body {
            required: *required,
            types: content.keys().filter(|_| !is_plain_json).cloned().collect(),
            shape: shape(&media.schema, &self.components.schemas),
        })
    }

    fn scope(&self, operation: &Operation, header: &str) -> Scope {
        match self.parameter(operation, header) {
            Some(p) if p.required || p.description.contains(NEEDED_AT_GATEWAYS) => Scope::Required,
            Some(_) => Scope::Optional,
            None => Scope::None,
        }
    }

    fn parameter<'a>(&'a self, operation: &'a Operation, header: &str) -> Option<&'a Parameter> {
        operation
            .parameters
            .iter()
            .map(|parameter| self.resolve(parameter))
            .find(|p| p.place == "header" && p.name.eq_ignore_ascii_case(header))
    }

    fn resolve<'a>(&'a self, parameter: &'a Parameter) -> &'a Parameter {
        let name = parameter.reference.as_deref().and_then(|to| to.rsplit('/').next());
        name.and_then(|name| self.components.parameters.get(name)).unwrap_or(parameter)
    }
}

impl Parameter {
    fn of_the_query(&self, schemas: &Schemas) -> QueryParameter {
        let mut shape = shape(&self.schema, schemas);
        shape.max = shape.max.or_else(|| maximum(&self.description));
        QueryParameter {
            name: self.name.clone(),
            required: if self.required { Required::Documented } else { Required::No },
            counts: self.description.contains(PAGES).then_some(Counts::Pages),
            shape,
        }
    }
}

/// The bound that stands in prose only.
fn maximum(description: &str) -> Option<i64> {
    let (_, rest) = description.split_once(MAXIMUM)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

impl Operation {
    fn says(&self, words: &str) -> bool {
        self.description.to_lowercase().contains(words)
    }
}

/// `/identity` of `https://api.frontegg.com/identity`; none where the host is not Frontegg's.
fn base_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    let (host, _) = rest.split_once('/')?;
    host.ends_with("frontegg.com").then(|| rest[host.len()..].trim_end_matches('/'))
}

fn join(base: &str, path: &str) -> String {
    format!("{base}{path}").trim_end_matches('/').to_owned()
}

fn is_vendors(path: &str) -> bool {
    path.split('/').any(|segment| matches!(segment, "vendor" | "vendor-only" | "vendor-config"))
}

/// Keeping flows, as opposed to taking part in one.
fn is_approval_flow(path: &str) -> bool {
    path.ends_with("/approval-flows/v1") || path.ends_with("/approval-flows/v1/{id}")
}

const fn token(audience: Audience) -> Need {
    match audience {
        Audience::Management | Audience::SelfService | Audience::UserOnly => Need::Required,
        Audience::Authentication => Need::Optional,
        Audience::VendorAuth => Need::None,
        Audience::Unknown => Need::Unknown,
    }
}

/// A deprecated route is followed by the one that differs in nothing but a higher version.
fn name_successors(routes: &mut [Route]) {
    let successors: Vec<_> = routes.iter().map(|route| successor(route, routes)).collect();
    for (route, successor) in routes.iter_mut().zip(successors) {
        route.successor = successor;
    }
}

fn successor(route: &Route, routes: &[Route]) -> Option<String> {
    let version = |path: &str| path.split('/').find_map(version_of);
    let own = route.deprecated.then(|| version(&route.path))??;
    let next = routes
        .iter()
        .filter(|other| other.method == route.method && !other.deprecated)
        .filter(|other| unversioned(&other.path) == unversioned(&route.path))
        .filter_map(|other| version(&other.path).map(|version| (version, other)))
        .filter(|(version, _)| *version > own)
        .max_by_key(|(version, _)| *version)?;
    Some(format!("{} {}", next.1.method, next.1.path))
}

fn version_of(segment: &str) -> Option<u32> {
    segment.strip_prefix('v')?.parse().ok()
}

/// The path without what its versions and parameters are called.
fn unversioned(path: &str) -> Vec<&str> {
    let shape = |segment| match segment {
        version if version_of(version).is_some() => "v",
        parameter if parameter.starts_with('{') => "{}",
        literal => literal,
    };
    path.split('/').map(shape).collect()
}
