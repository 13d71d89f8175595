//! What single rules ask of a body.

use crate::facts::{Facts, headers};
use crate::json::Value;
use crate::mask;
use crate::source::Span;
use crate::truth::{Fact, Why};

use super::{Body, broken};

/// The names under which calls list permissions.
const PERMISSION_LISTS: [&str; 2] = ["permissionIds", "permissions"];

/// It was meant as JSON and is none.
pub(crate) fn is_invalid(body: &Fact<Body<'_>>) -> Fact<bool> {
    body.as_ref().and_then(|body| match body.fault() {
        Fact::Known(_) => Fact::Known(true),
        Fact::Absent => Fact::Known(false),
        Fact::Unknown(why) => Fact::Unknown(why),
    })
}

/// What is wrong where it breaks.
pub(crate) fn why_invalid(body: &Fact<Body<'_>>) -> Fact<&'static str> {
    body.as_ref().and_then(Body::fault).map(|fault| fault.what)
}

/// It breaks, and a word processor's quotation marks stand in it.
pub(crate) fn has_curly_quotes(body: &Fact<Body<'_>>) -> Fact<bool> {
    body.as_ref()
        .and_then(|body| body.fault().map(|_| body.text.as_written().contains(broken::is_curly)))
}

/// The letter where it breaks.
pub(crate) fn break_span(body: &Fact<Body<'_>>) -> Option<Span> {
    let body = body.as_ref().known()?;
    let written = body.text.as_written();
    let at = body.fault().known()?.at.min(written.trim_end().len());
    match written.get(at..).and_then(|rest| rest.chars().next()) {
        Some(letter) if at < written.trim_end().len() => {
            Some(body.span_of(at..at + letter.len_utf8()))
        }
        Some(_) | None => {
            let (at, _) = written.trim_end().char_indices().next_back()?;
            Some(body.span_of(at..written.trim_end().len()))
        }
    }
}

/// What stands at the top.
pub(crate) fn kind(body: &Fact<Body<'_>>) -> Fact<&'static str> {
    body.as_ref().and_then(|body| {
        body.root().and_then(|root| {
            if body.is_blank(root) {
                Fact::Unknown(Why::Variable)
            } else {
                Fact::Known(root.word())
            }
        })
    })
}

/// A text in a list of permissions that is written as keys are: `fe.secure.read.users`.
pub(crate) fn permission_key<'b>(body: &'b Fact<Body<'_>>) -> Fact<Value<'b>> {
    body.as_ref().and_then(|body| {
        body.root().and_then(|root| {
            let holders = [root].into_iter().chain(root.items().take(100));
            let lists = holders.flat_map(|holder| {
                PERMISSION_LISTS.into_iter().filter_map(move |name| holder.get(name))
            });
            let is_key = |value: &Value<'_>| {
                value.word() == "string" && !body.is_blank(*value) && is_key(value.content())
            };
            lists.flat_map(Value::items).find(is_key).into()
        })
    })
}

/// Words with dots between them; an id is a UUID.
fn is_key(text: &str) -> bool {
    let word = |part: &str| {
        part == "*"
            || part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    text.contains('.') && text.split('.').all(word) && !mask::is_uuid(text)
}

/// Where that text stands.
pub(crate) fn permission_key_span(body: &Fact<Body<'_>>) -> Option<Span> {
    let span = permission_key(body).known()?.span();
    Some(body.as_ref().known()?.span_of(span.start..span.end))
}

/// The first top-level name that speaks of features and that the call does not list.
pub(crate) fn features<'f>(facts: &'f Facts<'_>) -> Fact<Value<'f>> {
    let shape = super::documented(facts);
    facts.body().as_ref().and_then(|body| {
        body.root().and_then(|root| {
            let listed =
                |name: &str| shape.known().is_some_and(|shape| shape.field(name).is_some());
            let mut names = root.members().map(|(name, _)| name);
            names
                .find(|name| name.content().starts_with("feature") && !listed(name.content()))
                .into()
        })
    })
}

/// Where that name stands.
pub(crate) fn features_span(facts: &Facts<'_>) -> Option<Span> {
    let span = features(facts).known()?.span();
    Some(facts.body().as_ref().known()?.span_of(span.start + 1..span.end - 1))
}

/// Whether the tenant that a body names is also named elsewhere: by the configuration, a header, the
/// token, an earlier call. A call that asks the service to make sure of it knows it too.
pub(crate) fn tenant_is_known(facts: &Facts<'_>) -> Fact<bool> {
    let named = facts.body().as_ref().and_then(|body| body.string("tenantId"));
    named.and_then(|id| {
        if super::placeholder::is_placeholder(id).is_some() {
            return Fact::Unknown(Why::Placeholder);
        }
        if is_to_be_checked(facts.body()) {
            return Fact::Known(true);
        }
        let header = headers::value(facts.exchange(), "frontegg-tenant-id");
        let claim = facts.token().claim("tenantId");
        let settings = facts.settings().tenant_id.as_deref();
        let told = [header.known(), claim.known(), settings, facts.session().tenant()];
        Fact::Known(told.into_iter().flatten().any(|told| told == id))
    })
}

/// `validateTenantExist` is there and not `false`.
fn is_to_be_checked(body: &Fact<Body<'_>>) -> bool {
    let root = body.as_ref().known().and_then(|body| body.root().known());
    let asked = root.and_then(|root| root.get("validateTenantExist"));
    asked.is_some_and(|asked| !matches!(asked.raw(), "false" | "null"))
}

/// Whether the `clientId` of a body is an application's id.
pub(crate) fn client_is_application(facts: &Facts<'_>) -> Fact<bool> {
    let client = facts.body().as_ref().and_then(|body| body.string("clientId"));
    client.and_then(|id| {
        let header = headers::application(facts.exchange()).known();
        let settings = facts.settings().application_id.as_deref();
        let session = facts.session();
        let told = [header, settings];
        if told.contains(&Some(id)) || session.knows_application(id) {
            return Fact::Known(true);
        }
        // Where nothing tells what the applications' ids are, this may be one.
        let any = told.iter().any(Option::is_some) || session.knows_any_application();
        if any { Fact::Known(false) } else { Fact::Unknown(Why::NotConfigured) }
    })
}
