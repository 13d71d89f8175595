//! The pair of credentials that is asked about: from the environment, else typed; never an argument.

use std::env;
use std::io::{self, IsTerminal as _};

use crate::cli::failure::Failure;
use crate::cli::files::Unreadable;
use crate::cli::{interrupt, message};
use crate::facts::placeholder;
use crate::online::Secret;
use crate::online::region::Pair;

/// Where the two stand in the environment.
pub(crate) const NAMES: (&str, &str) = ("FRONTEGG_CLIENT_ID", "FRONTEGG_API_KEY");

/// The longest text that is one of the two, in bytes.
const LONGEST: usize = 512;

/// Both, from wherever each is; asked for only at a terminal.
pub(crate) fn pair() -> Result<Pair, Failure> {
    let (id, key) = (variable(NAMES.0)?, variable(NAMES.1)?);
    if (id.is_none() || key.is_none()) && !io::stdin().is_terminal() {
        return Err(missing(id.is_none(), key.is_none()));
    }
    let client_id = holds(&id.map_or_else(ask_id, Ok)?, "the client id", NAMES.0)?;
    let secret = holds(&key.map_or_else(ask_key, Ok)?, "the API key", NAMES.1)?;
    if client_id == secret {
        return Err(Failure::Usage {
            what: "the client id and the API key are the same text".to_owned(),
            help: Some(format!("the portal shows both under Keys & domains: {}", both())),
        });
    }
    Ok(Pair { client_id, secret: Secret::new(secret) })
}

/// What stands for the pair where nothing is sent.
pub(crate) fn none() -> Pair {
    Pair { client_id: String::new(), secret: Secret::new("") }
}

fn both() -> String {
    format!("`{}` and `{}`", NAMES.0, NAMES.1)
}

/// The value of a variable; one that is empty is not set.
fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(text) if text.trim().is_empty() => Ok(None),
        Ok(text) => Ok(Some(text)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            Err(Failure::usage(format!("`{name}` holds something that is no text")))
        }
    }
}

fn missing(id: bool, key: bool) -> Failure {
    let what = match (id, key) {
        (true, true) => format!("there are no credentials: {} are not set", both()),
        (true, false) => format!("the client id is missing: `{}` is not set", NAMES.0),
        (false, _) => format!("the API key is missing: `{}` is not set", NAMES.1),
    };
    let help = format!(
        "set {} in the environment, or start this at a terminal to be asked; they are no arguments, \
         which shells remember",
        both()
    );
    Failure::Usage { what, help: Some(help) }
}

fn ask_id() -> Result<String, Failure> {
    message::say("client id:");
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|error| unreadable(&error))?;
    Ok(line)
}

fn ask_key() -> Result<String, Failure> {
    let text = interrupt::unseen("API key (it is not shown): ");
    text.map_err(|error| unreadable(&error))
}

fn unreadable(error: &io::Error) -> Failure {
    let why = message::io_error(error);
    Unreadable { name: "<stdin>".to_owned(), why }.into()
}

/// The text without blanks around it, if it may be what it is to be. It is never repeated.
fn holds(text: &str, noun: &str, name: &str) -> Result<String, Failure> {
    let bare = text.trim();
    let Some(wrong) = wrong(bare) else { return Ok(bare.to_owned()) };
    Err(Failure::Usage {
        what: format!("{noun} cannot be right: {wrong}"),
        help: Some(format!("copy it from the portal, Keys & domains, into `{name}`")),
    })
}

fn wrong(bare: &str) -> Option<&'static str> {
    if bare.is_empty() {
        Some("it is empty")
    } else if bare.len() > LONGEST {
        Some("it is far too long")
    } else if bare.starts_with("eyJ") || bare.to_ascii_lowercase().starts_with("bearer") {
        Some("it is a token, and a token is asked about with `probe token`")
    } else if bare.starts_with(['"', '\'']) || bare.ends_with(['"', '\'']) {
        Some("it stands in quotation marks, which belong to the file it comes from")
    } else if bare.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        Some("there are blanks in it")
    } else if placeholder::is_redacted(bare) {
        Some("somebody took the value out and left a mark in its place")
    } else if placeholder::is_placeholder(bare).is_some() {
        Some("it is a name to fill in")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_credential_is_refused_and_not_repeated() {
        let jwt = ["ey", "JhbGciOiJub25lIn0.e30.x"].concat();
        for (text, word) in [
            (" \n", "empty"),
            (jwt.as_str(), "token"),
            ("Bearer k9XvQ2mLr8", "token"),
            ("\"k9XvQ2mLr8TbW4\"", "quotation"),
            ("k9XvQ2mLr8 TbW4", "blanks"),
            ("<your-api-key>", "fill in"),
            ("$FRONTEGG_API_KEY", "fill in"),
            ("[redacted]", "took"),
            ("***", "took"),
        ] {
            let refused = holds(text, "the API key", NAMES.1).unwrap_err();
            let words = refused.to_string();
            assert!(words.contains(word) && !words.contains("k9Xv"), "{words}");
        }
    }

    #[test]
    fn line_breaks_around_it_are_no_part_of_it() {
        for text in ["7c1d5f60-0000-4e2b-9a11-5eedfeed0001\r\n", " k9XvQ2mLr8TbW4 "] {
            let held = holds(text, "the API key", NAMES.1).unwrap();
            assert_eq!(held, text.trim());
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(missing(true, true).to_string().contains("`FRONTEGG_CLIENT_ID` and"));
        assert!(missing(true, false).to_string().ends_with("`FRONTEGG_CLIENT_ID` is not set"));
        assert!(missing(false, true).to_string().ends_with("`FRONTEGG_API_KEY` is not set"));
    }
}
