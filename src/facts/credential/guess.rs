//! What a credential that is no JWT may be.

use crate::mask;

use super::wrapping::{From, Wrapped};

/// Something that it may be, and how that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    pub what: &'static str,
    pub used: &'static str,
}

const CLIENT_ID: Guess = Guess {
    what: "a client id",
    used: "names an environment, application or API token; sent with its secret to get a token",
};
const SECRET: Guess = Guess {
    what: "an API key or secret",
    used: "sent with its client id for a token, to /auth/vendor or …/auth/v2/api-token",
};
const REFRESH: Guess = Guess {
    what: "a refresh token",
    used: "exchanged for a new token at …/user/token/refresh or /oauth/token; no other call takes it",
};
const CODE: Guess = Guess {
    what: "an OAuth code",
    used: "exchanged once, soon after it came, at /oauth/token of the environment's host",
};
const SESSION: Guess = Guess {
    what: "a sealed session cookie",
    used: "holds the tokens of a Next.js session; only the application that made it opens it",
};
const ENCRYPTED: Guess = Guess {
    what: "an encrypted token",
    used: "five parts instead of three: only its maker reads it, and no Frontegg call takes it",
};
const BASIC: Guess = Guess {
    what: "a client id and its secret, for HTTP Basic",
    used: "taken at /oauth/token alone; elsewhere exchange them for a token first",
};
const DEVICE: Guess = Guess {
    what: "a cookie of Frontegg's",
    used: "remembers a device or a login; sent back to the host that set it",
};

/// The likeliest first.
pub(super) fn of(wrapped: &Wrapped<'_>) -> Vec<Guess> {
    match wrapped.from {
        From::Basic => return vec![BASIC],
        From::Cookie(name) if name.starts_with("fe_session") => return vec![SESSION],
        From::Cookie(name) if name.starts_with("fe_refresh") => return vec![REFRESH],
        From::Cookie(_) => return vec![DEVICE],
        From::Nowhere => {}
    }
    let text = wrapped.text;
    if text.starts_with("Fe26.") {
        return vec![SESSION];
    }
    if text.split('.').count() == 5 {
        return vec![ENCRYPTED];
    }
    if mask::is_uuid(text) {
        return vec![CLIENT_ID, SECRET, REFRESH];
    }
    vec![REFRESH, CODE, SECRET]
}
