//! The shapes of what exists, as written in `rules/catalog/` and as compiled into the binary.

use serde::{Deserialize, Serialize};

use super::find::Index;
use super::packed::Packed;
use super::shape::{Body, Parameter};

/// Everything under `rules/catalog/`, as written there and as compiled into the binary.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Catalog {
    pub regions: Vec<Region>,
    pub hosts: Vec<NamedHost>,
    pub headers: Vec<HeaderName>,
    pub services: Vec<Service>,
    /// Sorted by path, then method.
    pub routes: Vec<Route>,
    pub recorders: Vec<Recorder>,
    pub token_kinds: Vec<TokenKind>,
    #[serde(skip)]
    pub index: Index,
}

/// A region and its hosts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Region {
    /// `eu`, `us`, …: the word used in rules, configuration and flags.
    pub id: String,
    /// `EU`: the word used in messages.
    pub name: String,
    /// The label between an environment's name and `frontegg.com`; empty for the EU.
    #[serde(default)]
    pub label: String,
    pub gateway: String,
    #[serde(default)]
    pub portal: Option<String>,
    pub standing: Standing,
}

/// How a thing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Documented,
    Observed,
    /// Frontegg's own; no customer lives there.
    Internal,
}

/// A Frontegg host that is neither a gateway nor an environment's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NamedHost {
    /// A whole host name, or a first label followed by a dot: `portal.`.
    pub name: String,
    /// `portal`, `documentation` or `other-frontegg`, as in the fact `host.class`.
    pub class: String,
}

/// A header of Frontegg's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HeaderName {
    pub name: String,
    pub meaning: String,
    /// Spellings that were seen and mean this one.
    #[serde(default)]
    pub misspelt: Vec<String>,
}

/// A service and the first segments of its paths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Service {
    pub name: String,
    /// `/identity`, `/auth/vendor`.
    pub base: String,
    pub standing: Standing,
}

/// A method and a path template, and what a call of it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Route {
    /// `GET`, …; `ANY` where the methods are not known.
    pub method: String,
    /// `/identity/resources/users/v1/{id}`; a last segment `{*}` stands for one or more.
    pub path: String,
    #[serde(default)]
    pub service: String,
    pub audience: Audience,
    pub token: Need,
    #[serde(default)]
    pub tenant: Scope,
    #[serde(default)]
    pub user: Scope,
    #[serde(default)]
    pub application: Scope,
    #[serde(default)]
    pub vendor_host: Scope,
    #[serde(default)]
    pub deprecated: bool,
    /// `POST /identity/resources/users/v2`.
    #[serde(default)]
    pub successor: Option<String>,
    #[serde(default)]
    pub docs: Option<String>,
    /// The names its query takes.
    #[serde(default)]
    pub query: Packed<Vec<Parameter>>,
    /// What its body holds, where that is documented.
    #[serde(default)]
    pub body: Packed<Option<Body>>,
    /// Query and body are documented: what they do not list, the route does not take.
    #[serde(default)]
    pub detailed: bool,
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    Management,
    SelfService,
    Authentication,
    VendorAuth,
    UserOnly,
    Unknown,
}

impl Audience {
    /// The word used in rules, catalogue files and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Management => "management",
            Self::SelfService => "self-service",
            Self::Authentication => "authentication",
            Self::VendorAuth => "vendor-auth",
            Self::UserOnly => "user-only",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether a route wants a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    Required,
    Optional,
    None,
    Unknown,
}

impl Need {
    /// The word used in rules, catalogue files and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// What a vendor token's call does with a scope header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    Required,
    /// Needed unless the environment has a default.
    Expected,
    Optional,
    /// The route answers with an error when it is there.
    Refused,
    #[default]
    None,
}

impl Scope {
    /// The word used in rules, catalogue files and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Expected => "expected",
            Self::Optional => "optional",
            Self::Refused => "refused",
            Self::None => "none",
        }
    }
}

/// A program that records, and what its recordings keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recorder {
    /// `log.creator.name`, without its version.
    pub name: String,
    /// It keeps `Authorization` and cookies.
    pub keeps_credentials: bool,
}

impl Recorder {
    /// Whether a recording names this program, with or without its version. Behind a comma stands a
    /// reservation: `frontegg-lint, of a recording with gaps`.
    pub fn is(&self, creator: &str) -> bool {
        let named =
            creator.get(..self.name.len()).is_some_and(|n| n.eq_ignore_ascii_case(&self.name));
        named
            && creator[self.name.len()..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric() && c != ',')
    }
}

/// A kind of token: what people call it and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TokenKind {
    /// The word of the fact `token.kind`: `vendor`, `user-api`, ….
    pub id: String,
    /// With its article, as messages use it: `a vendor token`.
    pub name: String,
    /// The shell variable that stands for one in a corrected command; none where no call takes it.
    #[serde(default)]
    pub variable: Option<String>,
    pub meaning: String,
    /// The header it travels in; none where it travels in a cookie or a body.
    #[serde(default)]
    pub header: Option<String>,
    /// Another header that takes it, without `Bearer`.
    #[serde(default)]
    pub also: Option<String>,
    /// Where it is taken; none where no call takes it.
    #[serde(default)]
    pub taken_by: Option<TakenBy>,
    /// The audiences of the routes that it may call there.
    #[serde(default)]
    pub calls: Vec<Audience>,
}

/// The hosts that take a kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TakenBy {
    /// The gateway of the vendor's region.
    Gateway,
    /// The environment that issued it.
    Issuer,
    /// The caller's own services behind a Frontegg library.
    BackEnd,
}
