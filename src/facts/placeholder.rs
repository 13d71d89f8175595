//! Names to fill in, values that were taken out, and what a name tells of a token's kind.

/// Whole words that people write where a credential belongs.
const NAMING_WORDS: &[&str] = &[
    "a",
    "access",
    "account",
    "api",
    "auth",
    "bearer",
    "client",
    "environment",
    "env",
    "id",
    "jwt",
    "key",
    "management",
    "mgmt",
    "my",
    "refresh",
    "secret",
    "tenant",
    "the",
    "token",
    "user",
    "vendor",
    "your",
];

/// What stands where a value was taken out.
const TAKEN_OUT: &[&str] = &[
    "redacted",
    "filtered",
    "masked",
    "removed",
    "hidden",
    "sanitized",
    "sanitised",
    "omitted",
    "scrubbed",
];

/// How the marks of `redact` begin.
pub(crate) const NUMBERED: &str = "redacted-";

/// Where a variable lives; no part of its name.
const HOMES: &[&str] = &[
    "$env:",
    "env:",
    "$processenv",
    "$dotenv",
    "processenv",
    "process.env.",
    "import.meta.env.",
    "dotenv",
    "env.",
    "secrets.",
    "vars.",
];

/// The name inside a placeholder: `tenant-id` of `<tenant-id>`, `X` of `$X`.
pub fn is_placeholder(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.is_empty() || text.len() > 120 {
        return None;
    }
    if is_taken_for_nothing(text) {
        return None;
    }
    wrapped(text)
        .or_else(|| variable(text))
        .or_else(|| (text == "string" || is_crosses(text)).then_some(text))
        .or_else(|| (is_capitals(text) || is_request(text) || is_naming(text)).then_some(text))
}

/// Somebody took the value out: `***`, `[redacted]`, `_harmored_…`, `eyJ…`.
pub fn is_redacted(text: &str) -> bool {
    let text = text.trim();
    if text.contains("***") || text.contains('…') || text.contains("...") || text.contains("•••")
    {
        return true;
    }
    if text.contains("_harmored_") || text.starts_with("[harmored_") || is_crosses(text) {
        return true;
    }
    if is_numbered(text) {
        return true;
    }
    if text.len() > 200 {
        return text.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case("redacted"));
    }
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| TAKEN_OUT.iter().any(|taken| taken.eq_ignore_ascii_case(word)))
}

/// What `redact` wrote in place of one value, `redacted-cookie-3`: equal values have equal numbers.
/// What was long stays as long: crosses follow.
pub fn is_numbered(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(NUMBERED) else { return false };
    let rest = rest.trim_end_matches('x').trim_end_matches('-');
    let Some((noun, number)) = rest.rsplit_once('-') else { return false };
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=7).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=40).contains(&noun.len())
        && noun.bytes().all(plain)
}

/// Somebody took the value out, and nothing tells it from others that were taken out.
pub fn is_lost(text: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || ";,=&:/?\"'".contains(c);
    is_redacted(text) && text.split(marks).any(|part| is_redacted(part) && !is_numbered(part))
}

/// The kind of token that a name tells: a word of `token.kind`.
pub fn kind_by_name(name: &str) -> Option<&'static str> {
    let words = words(without_home(name));
    let mut kinds: Vec<&'static str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", String::as_str);
        let kind = match word.as_str() {
            "vendor" | "management" | "mgmt" => "vendor",
            "env" | "environment" if at == 0 && matches!(next, "token" | "jwt") => "vendor",
            "user" if !matches!(next, "agent" | "name") => "user",
            "refresh" => "refresh",
            _ => continue,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    match kinds.as_slice() {
        [kind] => Some(kind),
        _ => None,
    }
}

/// A name's words, in lower case: split at `_ - .` and blanks, and at changes of case.
pub(crate) fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().take(200).collect();
    let mut words = vec![String::new()];
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1);
        let turns = letter.is_uppercase()
            && (before.is_some_and(char::is_lowercase)
                || before.is_some_and(char::is_uppercase)
                    && after.is_some_and(|next| next.is_lowercase()));
        if !letter.is_alphanumeric() || turns {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `undefined`, `null` and the like: what a program writes for a value it does not have.
pub(crate) fn is_taken_for_nothing(text: &str) -> bool {
    let bare = text.trim().trim_matches(['"', '\'']);
    ["undefined", "null", "none", "nil", "nan"].iter().any(|none| none.eq_ignore_ascii_case(bare))
        || bare.starts_with("[object ") && bare.ends_with(']')
        || !text.is_empty() && bare.is_empty()
}

fn without_home(name: &str) -> &str {
    let mut name = name.trim().trim_start_matches(['{', '<', '[', ' ']);
    loop {
        let start = name;
        for home in HOMES {
            if name.get(..home.len()).is_some_and(|head| head.eq_ignore_ascii_case(home)) {
                name = name[home.len()..].trim_start();
            }
        }
        name = name.strip_prefix('$').unwrap_or(name);
        if name == start {
            return name;
        }
    }
}

/// `<…>`, `[…]`, `{…}`, `{{…}}` around one name.
fn wrapped(text: &str) -> Option<&str> {
    let pairs = [("{{", "}}"), ("${{", "}}"), ("{", "}"), ("<", ">"), ("[", "]")];
    pairs.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?.trim();
        is_name(inner).then_some(inner)
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(['"', '\'', ':', ',', '{', '}', '<', '>', '[', ']', '\n', '='])
}

/// `$X`, `${X}`, `%X%`, `:x`.
fn variable(text: &str) -> Option<&str> {
    let bare = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:".contains(c))
    };
    let inner = if let Some(rest) = text.strip_prefix("${") {
        rest.strip_suffix('}')?
    } else if let Some(rest) = text.strip_prefix('$') {
        rest
    } else if let Some(rest) = text.strip_prefix('%') {
        rest.strip_suffix('%')?
    } else {
        text.strip_prefix(':')?
    };
    bare(inner).then_some(inner)
}

fn is_crosses(text: &str) -> bool {
    text.len() >= 2
        && text.contains(['x', 'X'])
        && text.bytes().all(|byte| matches!(byte, b'x' | b'X' | b'-'))
        && !text.contains("xX")
}

/// `TOKEN`, `CLIENT_ID`, `YOUR TOKEN`: words of capital letters.
fn is_capitals(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.len() <= 24 && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let number = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split(['_', '-', ' ']);
    text.len() >= 2
        && parts.next().is_some_and(word)
        && parts.all(|part| word(part) || number(part))
}

/// `your-…`, `my-…`, `…-here`, `REPLACE…`, `CHANGE…`, `TODO`.
fn is_request(text: &str) -> bool {
    let words = words(text);
    let first = words.first().map_or("", String::as_str);
    let last = words.last().map_or("", String::as_str);
    words.len() > 1 && (matches!(first, "your" | "my" | "replace" | "change") || last == "here")
        || matches!(first, "todo" | "changeme" | "replaceme")
        || text.starts_with("REPLACE")
        || text.starts_with("CHANGE")
}

/// `token`, `accessToken`, `vendor-jwt`: words that name a credential and are none.
fn is_naming(text: &str) -> bool {
    let words = words(text);
    words.iter().any(|word| matches!(word.as_str(), "token" | "jwt" | "secret" | "key"))
        && words.iter().all(|word| NAMING_WORDS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_shape_is_a_placeholder() {
        for (text, name) in [
            ("<tenant-id>", "tenant-id"),
            ("<YOUR_JWT_HERE>", "YOUR_JWT_HERE"),
            ("<personal API token secret>", "personal API token secret"),
            ("[your-subdomain]", "your-subdomain"),
            ("{domain}", "domain"),
            ("{{user-JWT}}", "user-JWT"),
            ("${{ secrets.VENDOR_TOKEN }}", "secrets.VENDOR_TOKEN"),
            ("$TOKEN", "TOKEN"),
            ("${TOKEN}", "TOKEN"),
            ("$env:TOKEN", "env:TOKEN"),
            ("%TOKEN%", "TOKEN"),
            (":userId", "userId"),
            ("string", "string"),
            ("xxxx", "xxxx"),
            ("TOKEN", "TOKEN"),
            ("CLIENT_ID", "CLIENT_ID"),
            ("YOUR-TENANT", "YOUR-TENANT"),
            ("your-tenant-id", "your-tenant-id"),
            ("my-token", "my-token"),
            ("token-goes-here", "token-goes-here"),
            ("REPLACE_ME", "REPLACE_ME"),
            ("CHANGEME", "CHANGEME"),
            ("TODO", "TODO"),
            ("accessToken", "accessToken"),
        ] {
            assert_eq!(is_placeholder(text), Some(name), "{text}");
        }
    }

    #[test]
    fn values_are_no_placeholders() {
        for text in [
            "",
            "acme",
            "solo-demo",
            "7c1d5f60-0000-4e2b-9a11-5eedfeed0001",
            "{\"a\":1}",
            "[object Object]",
            "null",
            "{a: 1}",
            "[1,2]",
            "{}",
            "k9XvQ2mLr8TbW4",
            ":8080",
            "mycompany",
            "yoursaas",
            "0123456789abcdef",
            "é",
        ] {
            assert_eq!(is_placeholder(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_taken_out_is_recognised() {
        for text in [
            "***",
            "[Authorization redacted]",
            "<redacted>",
            "REDACTED",
            "_harmored_",
            "_harmored_.abc._harmored_",
            "[harmored_12ab]",
            "eyJhbGciOi...",
            "eyJ…",
            "xxx",
            "a.b.redacted",
        ] {
            assert!(is_redacted(text), "{text}");
        }
        for text in ["acme", "$TOKEN", "<token>", "undefined", "predacted"] {
            assert!(!is_redacted(text), "{text}");
        }
    }

    #[test]
    fn what_redact_took_out_is_told_apart() {
        let long = format!("redacted-cookie-3-{}", "x".repeat(500));
        for text in ["redacted-cookie-3", "redacted-user-token-12", long.as_str()] {
            assert!(is_redacted(text) && is_numbered(text) && !is_lost(text), "{text}");
        }
        assert!(!is_lost("sid=redacted-sid-1; other=plain"));
        assert!(is_lost("sid=redacted-sid-1; other=***"));
        for text in ["redacted", "redacted-cookie", "[redacted]", "redacted-Cookie-1"] {
            assert!(!is_numbered(text), "{text}");
        }
    }

    #[test]
    fn a_name_tells_a_kind_by_the_closed_list_only() {
        for (name, kind) in [
            ("VENDOR_TOKEN", Some("vendor")),
            ("vendorToken", Some("vendor")),
            ("FRONTEGG_MGMT_JWT", Some("vendor")),
            ("managementToken", Some("vendor")),
            ("ENV_TOKEN", Some("vendor")),
            ("environmentJwt", Some("vendor")),
            ("secrets.VENDOR_TOKEN", Some("vendor")),
            ("$env:VENDOR_TOKEN", Some("vendor")),
            ("process.env.USER_TOKEN", Some("user")),
            ("$processEnv USER_TOKEN", Some("user")),
            ("$dotenv vendor_token", Some("vendor")),
            ("user-JWT", Some("user")),
            ("userJWT", Some("user")),
            ("REFRESH_TOKEN", Some("refresh")),
            ("TOKEN", None),
            ("ACCESS_TOKEN", None),
            ("JWT", None),
            ("env.TOKEN", None),
            ("MY_ENV_TOKEN", None),
            ("ENV_ID_TOKEN", None),
            ("USER_AGENT", None),
            ("username", None),
            ("USER_NAME", None),
            ("vendor_user_token", None),
            ("user_refresh_token", None),
            ("development", None),
        ] {
            assert_eq!(kind_by_name(name), kind, "{name}");
        }
    }

    #[test]
    fn programs_write_words_for_nothing() {
        for text in ["undefined", "null", "None", "[object Object]", "\"\"", "'null'"] {
            assert!(is_taken_for_nothing(text), "{text}");
        }
        assert!(!is_taken_for_nothing("nothing") && !is_taken_for_nothing(""));
    }
}
