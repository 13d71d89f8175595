//! Who calls: Frontegg's own pages, a login box, or anybody else.

use crate::exchange::{Exchange, Kept};
use crate::truth::{Fact, Why};

use super::catalog::Catalog;
use super::host::{self, Class, Host};

/// What a login box or an admin portal tells of itself.
const LOGIN_BOX: [&str; 3] = ["x-frontegg-sdk", "x-frontegg-framework", "frontegg-source"];

/// A word of `caller`.
pub(crate) fn of(
    exchange: &Exchange,
    catalog: &Catalog,
    host: &Host,
    issuer: Option<&str>,
) -> Fact<&'static str> {
    let origin = exchange.request.header("origin").known().and_then(|origin| {
        let name = origin.value.known().known().and_then(host::bare)?;
        Host::of_name(&name, catalog)?.class.known()
    });
    if origin == Some(Class::Portal) || issuer.is_some_and(is_portals) {
        return Fact::Known("portal");
    }
    if origin == Some(Class::Documentation) {
        return Fact::Known("docs-console");
    }
    let marked = LOGIN_BOX.iter().any(|name| exchange.request.header(name).is_known());
    match (marked, host.class) {
        (true, Fact::Known(Class::Environment | Class::Custom)) => Fact::Known("login-box"),
        (true, Fact::Unknown(why)) => Fact::Unknown(why),
        (true | false, _) => match exchange.request.kept {
            Kept::Some(why) => Fact::Unknown(why),
            Kept::All
            | Kept::AllButCredentials
            | Kept::AllButCookies
            | Kept::AllButInherited
            | Kept::NoCredentials(_) => Fact::Known("other"),
        },
    }
}

/// Pages that are tools for trying out APIs: whoever pastes a token there is no web application.
const WORKBENCHES: [&str; 3] = ["hoppscotch.io", "postman.co", "reqbin.com"];

/// What a server adds to a call that it passes on with all its headers.
const PASSED_ON: [&str; 5] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-frontegg-forwarded-for"];

/// A page in a browser sent the call. Client libraries set `Origin`, and some of them
/// `sec-fetch-mode`; none calls itself a browser.
pub(crate) fn is_browser(exchange: &Exchange) -> Fact<bool> {
    let request = &exchange.request;
    let header = |name: &str| {
        request.header(name).known().map(|header| header.value.as_written().trim().to_lowercase())
    };
    if PASSED_ON.iter().any(|name| request.header(name).is_known()) {
        return Fact::Known(false);
    }
    let origin = header("origin").unwrap_or_default();
    let page = host::bare(&origin).unwrap_or_default();
    let tool = WORKBENCHES.iter().any(|tool| page == *tool || page.ends_with(&format!(".{tool}")));
    if tool || origin.contains("-extension://") {
        return Fact::Known(false);
    }
    let agent = header("user-agent");
    let library = agent.as_ref().is_some_and(|agent| !agent.starts_with("mozilla/"));
    let fetched = match header("sec-fetch-site").as_deref() {
        Some("same-origin" | "same-site" | "cross-site") => true,
        // Typed into the address bar, or sent by an extension.
        Some(_) => return Fact::Known(false),
        None => header("sec-fetch-dest").is_some_and(|dest| dest == "empty"),
    };
    let called = request.url.host.as_written().trim().to_lowercase();
    let frontegg = page == "frontegg.com" || page.ends_with(".frontegg.com");
    let foreign = !page.is_empty() && page != called && !frontegg;
    let browser = !library && (fetched || foreign && agent.is_some());
    match request.kept {
        Kept::Some(why) if !browser => Fact::Unknown(why),
        Kept::All
        | Kept::AllButCredentials
        | Kept::AllButCookies
        | Kept::AllButInherited
        | Kept::NoCredentials(_)
        | Kept::Some(_) => Fact::Known(browser),
    }
}

/// Whether the page that called lives at another host than the one called.
pub(crate) fn is_cross_origin(exchange: &Exchange) -> Fact<bool> {
    let request = &exchange.request;
    let page = ["origin", "referer"].iter().find_map(|name| request.header(name).known());
    let Some(page) = page.and_then(|page| page.value.known().known().and_then(host::bare)) else {
        return Fact::Unknown(Why::NotRecorded);
    };
    let called = request.url.host.known();
    called.map(|called| host::bare(called).is_some_and(|called| called != page))
}

/// Frontegg's own environment, whose users work in the portal.
fn is_portals(issuer: &str) -> bool {
    issuer.starts_with("frontegg-prod.") && issuer.ends_with(".frontegg.com")
}
