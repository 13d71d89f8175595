//! A fact's value, and how much of it may be shown.

use std::borrow::Cow;
use std::fmt;

use crate::mask;

/// A fact's value, as rules compare it and messages print it.
#[derive(Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// A text or one word of a choice.
    Word(Cow<'a, str>),
    Number(i64),
    Flag(bool),
}

impl Value<'_> {
    /// The value for people: what is not known to be harmless is said by its length.
    pub fn shown(&self) -> String {
        match self {
            Self::Word(word) => shown(word),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}

impl fmt::Debug for Value<'_> {
    /// Recorded text may hold secrets: only its length is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "Word({} bytes)", word.len()),
            Self::Number(number) => write!(f, "Number({number})"),
            Self::Flag(flag) => write!(f, "Flag({flag})"),
        }
    }
}

fn shown(word: &str) -> String {
    let harmless = mask::identifier(word).is_some()
        || is_environment(word)
        || is_host(word)
        || is_address(word);
    if harmless { word.to_owned() } else { mask::or_length(word).into_owned() }
}

/// `app-x7k2m9qd4.us`: the label that every environment is given.
fn is_environment(word: &str) -> bool {
    let (label, region) = word.split_once('.').unwrap_or((word, ""));
    label.strip_prefix("app-").is_some_and(|random| random.len() <= 12 && is_label(random))
        && region.len() <= 3
        && (region.is_empty() || is_label(region))
}

/// A host name under a domain of letters, each label a name or as short as those that are given.
///
/// A key is written with dots as well: what is random in it stays concealed.
fn is_host(word: &str) -> bool {
    let domain = word.rsplit('.').next().unwrap_or_default();
    let named = |label: &str| {
        mask::identifier(label).is_some() || label.len() <= 16 && label.split('-').all(is_label)
    };
    word.contains('.')
        && (2..=12).contains(&domain.len())
        && domain.bytes().all(|byte| byte.is_ascii_lowercase())
        && mask::host(word).is_some()
        && word.split('.').all(named)
}

/// A path template, or an address that holds nothing but words.
fn is_address(word: &str) -> bool {
    let path = match word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")) {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            if !is_host(&rest[..end]) {
                return false;
            }
            &rest[end..]
        }
        None if word.starts_with('/') => word,
        None => return false,
    };
    path.split(['/', '{', '}', '#', '*'])
        .all(|part| part.is_empty() || mask::identifier(part).is_some())
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(word: &str) -> String {
        Value::Word(Cow::Borrowed(word)).shown()
    }

    #[test]
    fn what_names_something_is_shown() {
        for word in [
            "vendor",
            "app-x7k2m9qd4.us",
            "app-x7k2m9qd4.frontegg.com",
            "https://app-x7k2m9qd4.frontegg.com",
            "/identity/resources/users/v1/{id}",
            "/.well-known/jwks.json",
            "7c1d5f60-0000-4e2b-9a11-5eedfeed0001",
            "PATCH",
        ] {
            assert_eq!(shown(word), word);
        }
        assert_eq!(Value::Number(401).shown(), "401");
        assert_eq!(Value::Flag(true).shown(), "true");
    }

    #[test]
    fn what_may_open_something_is_not() {
        for word in [
            "0123456789abcdef0123456789abcdef",
            "k9XvQ2mLr8TbW4zz",
            "correct horse battery",
            "/a/0123456789abcdef0123456789abcdef",
            "https://a.example/0123456789abcdef0123456789abcdef",
            "fe.k9XvQ2mLr8TbW4zz.users",
            "https://k9xvq2mlr8tbw4zzp1.example.com",
        ] {
            assert!(shown(word).starts_with('‹'), "{word}");
            assert!(!format!("{:?}", Value::Word(Cow::Borrowed(word))).contains(word));
        }
    }
}
