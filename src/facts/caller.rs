//! Who calls: Frontegg's own pages, a login box, or anybody else.

use crate::exchange::{Exchange, Kept};
use crate::truth::Fact;

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
            Kept::All | Kept::AllButCredentials | Kept::AllButCookies => Fact::Known("other"),
        },
    }
}

/// Frontegg's own environment, whose users work in the portal.
fn is_portals(issuer: &str) -> bool {
    issuer.starts_with("frontegg-prod.") && issuer.ends_with(".frontegg.com")
}
