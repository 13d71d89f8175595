//! One thing wrong with a correct call.

use frontegg_lint::facts::catalog::{Audience, Catalog, Need, Parameter, Route, Scope, Shape};
use serde_json::{Value, json};

use crate::call::{Call, Host, Token, is_required, pair};

/// A call with a fault, and what is to be said of it.
pub(crate) struct Mutant {
    /// `wrong host`, `no frontegg-tenant-id`.
    pub fault: String,
    pub call: Call,
    pub verdict: Verdict,
}

/// What the tool is to say of a mutant.
pub(crate) enum Verdict {
    /// One of these rules is among the findings or their folds.
    Named(&'static [&'static str]),
    /// Nothing is wrong with it that anybody documents.
    Right(String),
}

use Verdict::{Named, Right};

/// Every fault that the call can have.
pub(crate) fn mutants(call: &Call) -> Vec<Mutant> {
    let mut mutants = vec![other_host(call), other_token(call), other_method(call), misspelt(call)];
    mutants.extend(without_token(call));
    mutants.extend(call.headers.iter().map(|(name, _)| without_header(call, name)));
    mutants.extend(misspelt_name(call));
    mutants.extend(broken_parameter(call));
    mutants.extend(without_field(call));
    mutants.extend(broken_field(call));
    mutants
}

fn mutant(fault: &str, call: Call, verdict: Verdict) -> Mutant {
    Mutant { fault: fault.to_owned(), call, verdict }
}

fn other_host(right: &Call) -> Mutant {
    let mut call = right.clone();
    call.host = match right.host {
        Host::Gateway => Host::Environment,
        Host::Environment => Host::Gateway,
    };
    let route = right.route;
    let needs_none = route.token == Need::None && route.audience != Audience::VendorAuth;
    let verdict = match (right.token, right.host) {
        (Token::Vendor | Token::User | Token::None, _) if needs_none => no_token_needed(right),
        (Token::Vendor, _) if route.token == Need::Optional => {
            Right("the route needs no token: another one may be ignored".to_owned())
        }
        (Token::Vendor, _) => {
            Named(&["vendor-token-on-environment-host", "vendor-token-on-user-route"])
        }
        (Token::User, _) => Named(&["user-token-on-gateway"]),
        (Token::None, Host::Gateway) if route.audience == Audience::VendorAuth => {
            Named(&["vendor-auth-on-environment-host"])
        }
        (Token::None, Host::Gateway) => Right("the environment's host knows itself".to_owned()),
        (Token::None, Host::Environment) => no_token_needed(right),
    };
    mutant("wrong host", call, verdict)
}

/// Without a token only the header tells a gateway whose environment is meant.
fn no_token_needed(right: &Call) -> Verdict {
    let route = right.route;
    if right.host == Host::Environment && route.vendor_host == Scope::Required {
        return Named(&["missing-vendor-host"]);
    }
    if route.path == "/identity/resources/auth/v2/api-token" {
        return Named(&["api-token-exchange-on-gateway"]);
    }
    Right("nothing documents that the other host refuses log-in calls".to_owned())
}

fn other_token(right: &Call) -> Mutant {
    let mut call = right.clone();
    let route = right.route;
    let (token, verdict) = match right.token {
        Token::None => {
            (Token::User, Right("nothing documents that a token disturbs here".to_owned()))
        }
        Token::Vendor | Token::User if matches!(route.token, Need::None | Need::Optional) => (
            if right.token == Token::User { Token::Vendor } else { Token::User },
            Right("the route needs no token: another one may be ignored".to_owned()),
        ),
        Token::Vendor if route.audience == Audience::Management => {
            (Token::User, Named(&["user-token-on-management-route"]))
        }
        Token::Vendor => (Token::User, Named(&["user-token-on-gateway"])),
        Token::User if route.audience == Audience::UserOnly => {
            (Token::Vendor, Named(&["vendor-token-on-user-route"]))
        }
        Token::User => (Token::Vendor, Named(&["vendor-token-on-environment-host"])),
    };
    call.token = token;
    mutant("wrong token", call, verdict)
}

fn without_token(right: &Call) -> Option<Mutant> {
    let mut call = right.clone();
    call.token = Token::None;
    let verdict = match right.route.token {
        Need::Required => Named(&["token-missing"]),
        Need::Optional | Need::None => Right("the route needs no token".to_owned()),
        Need::Unknown => Right("nothing documents that the route needs a token".to_owned()),
    };
    (right.token != Token::None).then(|| mutant("no token", call, verdict))
}

fn other_method(right: &Call) -> Mutant {
    let mut call = right.clone();
    let methods = ["PATCH", "PUT", "DELETE", "POST", "GET"];
    let free = methods.into_iter().find(|method| reads_as(method, &right.path).is_none());
    let verdict = match free {
        Some(_) => Named(&["wrong-method"]),
        None => Right("every method is documented".to_owned()),
    };
    free.unwrap_or("PATCH").clone_into(&mut call.method);
    if call.method == "GET" {
        call.body = None;
    }
    mutant("wrong method", call, verdict)
}

/// The last word of the path with two letters turned round.
fn misspelt(right: &Call) -> Mutant {
    let mut call = right.clone();
    let literals = right.route.path.split('/').enumerate().filter(|(_, segment)| {
        segment.len() >= 4 && segment.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
    });
    let at = literals.last().map(|(number, _)| number).expect("every path has a word");
    let mut segments: Vec<String> = right.path.split('/').map(str::to_owned).collect();
    segments[at] = turned_round(&segments[at]);
    call.path = segments.join("/");
    let verdict = match reads_as(&call.method, &call.path) {
        Some(other) => Right(format!("reads as {} {}", other.method, other.path)),
        None => Named(&["unknown-route", "wrong-method"]),
    };
    mutant("misspelt path", call, verdict)
}

/// The documented route that a router which tries one method after the other would take this for.
fn reads_as(method: &str, path: &str) -> Option<&'static Route> {
    let fits = |template: &str| {
        let mut pairs = template.split('/').zip(path.split('/'));
        template.split('/').count() == path.split('/').count()
            && pairs.all(|(wanted, is)| wanted == is || wanted.starts_with('{'))
    };
    let routes = Catalog::built_in().routes.iter().filter(|route| route.detailed);
    routes.filter(|route| route.method == method).find(|route| fits(&route.path))
}

/// Two neighbours that differ change places.
fn turned_round(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = (1..letters.len() - 1).find(|at| letters[*at] != letters[at + 1]).unwrap_or(0);
    letters.swap(at, at + 1);
    letters.into_iter().collect()
}

fn without_header(right: &Call, name: &str) -> Mutant {
    let mut call = right.clone();
    call.headers.retain(|(known, _)| *known != name);
    let rule: &[&str] = match name {
        "frontegg-tenant-id" => &["missing-tenant-id"],
        "frontegg-user-id" => &["missing-user-id", "vendor-token-on-user-route"],
        "frontegg-application-id" => &["missing-application-id"],
        _ => &["missing-vendor-host"],
    };
    let is_told = name == "frontegg-vendor-host" && right.token == Token::Vendor;
    let verdict = if is_told {
        Right("a vendor token names its environment".to_owned())
    } else {
        Named(rule)
    };
    mutant(&format!("no {name}"), call, verdict)
}

fn misspelt_name(right: &Call) -> Option<Mutant> {
    let parameters = right.route.query.get();
    let named = parameters.iter().max_by_key(|parameter| parameter.name.len())?;
    let mut call = right.clone();
    call.query.retain(|(name, _)| *name != named.name);
    let (name, value) = pair(named);
    let name = turned_round(&name);
    call.query.push((name, value));
    let verdict = match right.route.audience {
        Audience::Authentication | Audience::Unknown if is_required(named) => {
            Named(&["missing-query-parameter"])
        }
        Audience::Authentication | Audience::Unknown => {
            Right("what log-in pages add to their calls is nobody's to judge".to_owned())
        }
        Audience::Management
        | Audience::SelfService
        | Audience::UserOnly
        | Audience::VendorAuth => Named(&["unknown-query-parameter"]),
    };
    Some(mutant("misspelt query name", call, verdict))
}

fn broken_parameter(right: &Call) -> Option<Mutant> {
    let is_choice = |p: &&Parameter| !p.shape.values.is_empty() || items_of(&p.shape).is_some();
    let parameter = right.route.query.get().iter().find(is_choice)?;
    let mut call = right.clone();
    call.query.retain(|(name, _)| *name != parameter.name);
    call.query.push((parameter.name.clone(), "nonesuch".to_owned()));
    Some(mutant("broken query value", call, Named(&["query-value-out-of-range"])))
}

fn items_of(shape: &Shape) -> Option<&Shape> {
    shape.items.as_deref().filter(|items| !items.values.is_empty())
}

fn without_field(right: &Call) -> Option<Mutant> {
    let shape = &right.route.body.get().as_ref()?.shape;
    let mut call = right.clone();
    let body = call.body.as_mut()?;
    drop_field(body, shape).then(|| {
        let verdict = of_a_body(right, &["missing-field", "vendor-auth-body"]);
        mutant("no required field", call, verdict)
    })
}

/// Takes away the first field that is needed; `false` where none is.
fn drop_field(value: &mut Value, shape: &Shape) -> bool {
    if let (Some(item), Some(items)) = (value.get_mut(0), shape.items.as_deref()) {
        return drop_field(item, items);
    }
    let Some(object) = value.as_object_mut() else { return false };
    let required = shape.fields.iter().find(|field| field.required).map(|field| &field.name);
    match required.or(shape.needs_one_of.first()) {
        Some(name) => object.remove(name).is_some(),
        None => shape
            .fields
            .iter()
            .any(|field| object.get_mut(&field.name).is_some_and(|v| drop_field(v, &field.shape))),
    }
}

fn broken_field(right: &Call) -> Option<Mutant> {
    let shape = &right.route.body.get().as_ref()?.shape;
    let mut call = right.clone();
    let body = call.body.as_mut()?;
    break_choice(body, shape)
        .then(|| mutant("broken field value", call, of_a_body(right, &["bad-value"])))
}

fn of_a_body(right: &Call, rules: &'static [&'static str]) -> Verdict {
    match right.route.service.as_str() {
        "audits" => Right("audits were seen to take any body".to_owned()),
        _ => Named(rules),
    }
}

/// Gives the first field with a choice a word outside of it; `false` where there is none.
fn break_choice(value: &mut Value, shape: &Shape) -> bool {
    if let Some(first) = shape.any_of.first() {
        return break_choice(value, first);
    }
    if !shape.values.is_empty() {
        *value = json!("nonesuch");
        return true;
    }
    if let Some(items) = shape.items.as_deref() {
        return value.get_mut(0).is_some_and(|item| break_choice(item, items));
    }
    let Some(object) = value.as_object_mut() else { return false };
    shape.fields.iter().any(|field| {
        let has_choice = !field.shape.values.is_empty();
        if has_choice {
            object.insert(field.name.clone(), json!("nonesuch"));
            return true;
        }
        object.get_mut(&field.name).is_some_and(|value| break_choice(value, &field.shape))
    })
}
