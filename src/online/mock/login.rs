//! How users and API tokens log in at an environment's host.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::account::id;
use super::answer::Answer;
use super::call::Call;
use super::state::State;
use super::tokens::{Kind, LASTS, Life};
use super::{clock, reply};

/// The names of what comes back differ between the old routes and the new.
#[derive(Clone, Copy)]
enum Spelling {
    Camel,
    Snake,
}

/// The answer of a route that logs somebody in; none for any other.
pub(super) fn answer(state: &State, path: &str, call: &Call) -> Option<Answer> {
    let grant: fn(&State, &Call) -> Answer = match path {
        "/identity/resources/auth/v1/user" => user,
        "/identity/resources/auth/v1/user/token/refresh" => refresh,
        "/identity/resources/auth/v2/api-token" => |state, call| pair(state, call, Spelling::Snake),
        "/identity/resources/auth/v1/api-token" => |state, call| pair(state, call, Spelling::Camel),
        "/oauth/token" => oauth,
        _ => return None,
    };
    // The token endpoint takes forms as well.
    let misread = reply::misread(call).filter(|_| path != "/oauth/token");
    Some(misread.unwrap_or_else(|| grant(state, call)))
}

fn user(state: &State, call: &Call) -> Answer {
    let account = state.account();
    let is = |name: &str, value: &str| call.field(name).is_some_and(|given| given == value);
    if is("email", &account.email) && is("password", &account.password) {
        logged_in(state)
    } else {
        Answer::coded(401, "Invalid authentication", "ER-01013")
    }
}

/// Without a cookie nobody was logged in, which is what log-in boxes ask first.
fn refresh(state: &State, call: &Call) -> Answer {
    if call.has_cookie(&state.account().refresh_cookie()) {
        logged_in(state)
    } else {
        Answer::no_user()
    }
}

fn logged_in(state: &State) -> Answer {
    let refresh = id().unwrap_or_default();
    let name = state.account().refresh_cookie();
    let cookie = format!("{name}={refresh}; Path=/; HttpOnly; Secure; SameSite=None");
    let mut body = granted(&state.token(Kind::User, Life::Valid), Spelling::Camel);
    body["mfaRequired"] = json!(false);
    body["emailVerified"] = json!(true);
    Answer::ok(&body).with("set-cookie", cookie)
}

/// An API token's pair in the body.
fn pair(state: &State, call: &Call, spelling: Spelling) -> Answer {
    let field = |name: &str| call.field(name).unwrap_or_default();
    if is_pair(state, &field("clientId"), &field("secret")) {
        Answer::ok(&granted(&state.token(Kind::UserApi, Life::Valid), spelling))
    } else {
        Answer::invalid_authentication()
    }
}

/// Client credentials with the pair of an API token, as HTTP Basic or in the body.
fn oauth(state: &State, call: &Call) -> Answer {
    let field = |name: &str| call.field(name).unwrap_or_default();
    let basic = call.basic().and_then(|text| STANDARD.decode(text).ok());
    let basic = basic.and_then(|bytes| String::from_utf8(bytes).ok());
    let (user, password) = match basic.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((user, password)) => (user.to_owned(), password.to_owned()),
        None => (field("client_id"), field("client_secret")),
    };
    if field("grant_type") == "client_credentials" && is_pair(state, &user, &password) {
        let mut body = granted(&state.token(Kind::UserApi, Life::Valid), Spelling::Snake);
        body["token_type"] = json!("Bearer");
        Answer::ok(&body)
    } else {
        Answer::invalid_authentication()
    }
}

fn is_pair(state: &State, id: &str, secret: &str) -> bool {
    let account = state.account();
    id == account.token_id && secret == account.token_secret
}

fn granted(token: &str, spelling: Spelling) -> Value {
    let expires = jiff::Timestamp::from_second(clock::seconds() + LASTS).unwrap_or_default();
    let (expires, refresh) = (expires.to_string(), id().unwrap_or_default());
    match spelling {
        Spelling::Camel => json!({
            "accessToken": token, "refreshToken": refresh, "expiresIn": LASTS, "expires": expires,
        }),
        Spelling::Snake => json!({
            "access_token": token, "refresh_token": refresh, "expires_in": LASTS, "expires": expires,
        }),
    }
}
