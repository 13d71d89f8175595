//! A call as people paste it.

use serde_json::Value;

use crate::values::{self, CLIENT, TENANT, USER};
use frontegg_lint::facts::catalog::{Audience, Parameter, Required, Route, Scope};

/// Where a call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    Gateway,
    /// The environment that issued the user token.
    Environment,
}

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Vendor,
    User,
    None,
}

#[derive(Clone)]
pub(crate) struct Call {
    pub route: &'static Route,
    pub host: Host,
    pub token: Token,
    pub method: String,
    /// With its parameters filled in.
    pub path: String,
    pub headers: Vec<(&'static str, &'static str)>,
    pub query: Vec<(String, String)>,
    pub body: Option<Value>,
}

impl Call {
    /// How the call is called among those of its route.
    pub(crate) fn manner(&self) -> &'static str {
        match (self.token, self.host) {
            (Token::Vendor, _) => "vendor token",
            (Token::User, _) => "user token",
            (Token::None, Host::Gateway) => "no token, gateway",
            (Token::None, Host::Environment) => "no token",
        }
    }

    /// The command; its tokens are still to be minted.
    pub(crate) fn text(&self) -> String {
        let Self { host, token, method, path, headers, query, body, .. } = self;
        let host = match host {
            Host::Gateway => "api.frontegg.com",
            Host::Environment => values::ENVIRONMENT,
        };
        let mut lines = vec![format!("curl -X {method} 'https://{host}{path}{}'", written(query))];
        let token = match token {
            Token::Vendor => Some("vendor"),
            Token::User => Some("user"),
            Token::None => None,
        };
        let bearer = |kind| format!("-H 'Authorization: Bearer {{{{token kind={kind}}}}}'");
        lines.extend(token.map(bearer));
        lines.extend(headers.iter().map(|(name, value)| format!("-H '{name}: {value}'")));
        if let Some(body) = body {
            lines.push("-H 'Content-Type: application/json'".to_owned());
            lines.push(format!("-d '{body}'"));
        }
        lines.join(" \\\n  ") + "\n"
    }
}

fn written(query: &[(String, String)]) -> String {
    let pairs: Vec<_> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// The correct calls of a route: one for each manner in which it may be called.
pub(crate) fn correct(route: &'static Route) -> Vec<Call> {
    let vendor = (Host::Gateway, Token::Vendor);
    let user = (Host::Environment, Token::User);
    let nobody = (Host::Environment, Token::None);
    let through_a_gateway = (Host::Gateway, Token::None);
    let manners = match route.audience {
        Audience::Management => vec![vendor],
        Audience::SelfService => vec![user, vendor],
        Audience::UserOnly => vec![user],
        Audience::VendorAuth => vec![through_a_gateway],
        Audience::Authentication if route.vendor_host == Scope::Required => {
            vec![nobody, through_a_gateway]
        }
        Audience::Authentication => vec![nobody],
        // Nothing says who may call these.
        Audience::Unknown => vec![vendor, user],
    };
    manners.into_iter().map(|manner| call(route, manner)).collect()
}

fn call(route: &'static Route, (host, token): (Host, Token)) -> Call {
    Call {
        route,
        host,
        token,
        method: route.method.clone(),
        path: values::path(&route.path),
        headers: headers(route, (host, token)),
        query: route.query.get().iter().filter(|p| is_required(p)).map(pair).collect(),
        body: route.body.get().as_ref().map(|body| values::value("", &body.shape)),
    }
}

pub(crate) fn is_required(parameter: &Parameter) -> bool {
    parameter.required != Required::No
}

pub(crate) fn pair(parameter: &Parameter) -> (String, String) {
    (parameter.name.clone(), values::in_query(&parameter.name, &parameter.shape))
}

/// A token names its tenant and its user, an environment's host its environment.
fn headers(route: &Route, (host, token): (Host, Token)) -> Vec<(&'static str, &'static str)> {
    let is_vendor = token == Token::Vendor;
    let at_gateway = host == Host::Gateway;
    let wanted = [
        (is_vendor && route.tenant == Scope::Required, "frontegg-tenant-id", TENANT),
        (is_vendor && route.user == Scope::Required, "frontegg-user-id", USER),
        (
            matches!(route.application, Scope::Required | Scope::Expected),
            "frontegg-application-id",
            CLIENT,
        ),
        (
            at_gateway && route.vendor_host == Scope::Required,
            "frontegg-vendor-host",
            values::ENVIRONMENT,
        ),
    ];
    let wanted = wanted.into_iter().filter(|(wanted, _, _)| *wanted);
    wanted.map(|(_, name, value)| (name, value)).collect()
}
