//! What is never sent again, whoever asks for it.

use crate::online::request::Secret;

use super::Unsent;

/// How often percent signs are taken away: a path that is written twice over is still recognised.
const DEEPEST: usize = 3;

pub(super) fn never(method: &str, path: &str, body: Option<&Secret>) -> Option<Unsent> {
    let path = plain(path);
    let within = |route: &str| format!("/{path}/").contains(&format!("/{route}/"));
    let refreshes = body.is_some_and(|body| body.text().contains("refresh_token"));
    if within("token/refresh")
        || within("oauth/authorize/silent")
        || within("oauth/token") && refreshes
    {
        return Some(Unsent::Rotates);
    }
    let deletes = method == "DELETE" && path.ends_with("tenants/resources/tenants/v1");
    deletes.then_some(Unsent::Deletes)
}

/// The path as a lenient server may read it: in lower case, without percent signs, empty parts,
/// parameters and the query.
fn plain(path: &str) -> String {
    let mut path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
    for _ in 0..DEEPEST {
        path = decoded(&path);
    }
    let path = path.to_lowercase().replace('\\', "/");
    let parts = path.split('/').map(|part| part.split(';').next().unwrap_or_default().trim());
    parts.filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/")
}

fn decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let code = piece.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(b'%'));
        bytes.extend_from_slice(if code.is_some() {
            &piece.as_bytes()[2..]
        } else {
            piece.as_bytes()
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_of_a_refresh_is_sent() {
        for path in [
            "/identity/resources/auth/v1/user/token/refresh",
            "/frontegg/identity/resources/auth/v1/user/token/refresh/",
            "/identity/resources/auth/v2/api-token/token/refresh?x=1",
            "/identity//resources/auth/v1/user/Token/%72efresh",
            "/identity/resources/auth/v1/user/token%2Frefresh",
            "/identity/resources/auth/v1/user/token/%2572efresh;a=b",
            "/frontegg/oauth/authorize/silent",
        ] {
            assert_eq!(never("POST", path, None), Some(Unsent::Rotates), "{path}");
        }
        let body = Secret::new("grant_type=refresh_token&refresh_token=x");
        assert_eq!(never("POST", "/oauth/token", Some(&body)), Some(Unsent::Rotates));
        let code = Secret::new("grant_type=authorization_code&code=x");
        assert_eq!(never("POST", "/oauth/token", Some(&code)), None);
    }

    #[test]
    fn no_spelling_of_deleting_the_account_is_sent() {
        for path in [
            "/tenants/resources/tenants/v1",
            "/tenants/resources/tenants/v1/",
            "/frontegg/tenants/resources/tenants/v1?x",
            "/api/frontegg//Tenants/resources/tenants/%76%31/%20",
        ] {
            assert_eq!(never("DELETE", path, None), Some(Unsent::Deletes), "{path}");
            assert_eq!(never("POST", path, None), None);
        }
        assert_eq!(never("DELETE", "/tenants/resources/tenants/v1/acme", None), None);
        assert_eq!(never("GET", "/identity/resources/users/v1", None), None);
    }
}
