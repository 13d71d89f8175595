//! What is wrong with the arguments, without repeating a value: it may be a secret.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// One line for a person, and what would help.
#[expect(clippy::wildcard_enum_match_arm, reason = "clap's kinds of errors may grow")]
pub(crate) fn words(error: &clap::Error) -> String {
    let option = option(error);
    match error.kind() {
        ErrorKind::UnknownArgument => match option {
            Some(name) => format!("there is no option `{name}`{}", suggestion(error)),
            None => "an argument is not known; files and options come before `curl`".to_owned(),
        },
        ErrorKind::InvalidSubcommand => format!("there is no such command{}", suggestion(error)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let name = option.unwrap_or_else(|| "an argument".to_owned());
            format!("the value of `{name}` is not one it takes{}", expected(error))
        }
        ErrorKind::ArgumentConflict => match (option, text(error, ContextKind::PriorArg)) {
            (Some(name), Some(prior)) if prior.starts_with(&name) => {
                format!("`{name}` is given twice")
            }
            (Some(name), Some(prior)) => format!("`{name}` cannot stand beside `{prior}`"),
            (Some(name), None) => format!("`{name}` cannot stand beside another option"),
            (None, _) => "two arguments exclude each other".to_owned(),
        },
        ErrorKind::MissingRequiredArgument => {
            format!("missing: {}", text(error, ContextKind::InvalidArg).unwrap_or_default())
        }
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8".to_owned(),
        _ => match option {
            Some(name) => format!("`{name}` is not used as it can be"),
            None => "the arguments do not fit".to_owned(),
        },
    }
}

/// The option's name, if it looks like a name and not like something pasted.
fn option(error: &clap::Error) -> Option<String> {
    let written = text(error, ContextKind::InvalidArg)?;
    let name = written.split(['=', ' ']).next()?;
    let bare = name.strip_prefix("--").or_else(|| name.strip_prefix('-'))?;
    let is_name = (1..=30).contains(&bare.len())
        && bare.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_name.then(|| name.to_owned())
}

/// Suggestions are words of ours.
fn suggestion(error: &clap::Error) -> String {
    [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]
        .into_iter()
        .find_map(|kind| text(error, kind))
        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

fn expected(error: &clap::Error) -> String {
    if let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue)
        && !values.is_empty()
    {
        return format!("; it takes {}", values.join(", "));
    }
    // The words of our own value parsers; clap's own parsers repeat the value.
    let ours = std::error::Error::source(error).map(ToString::to_string);
    match ours {
        Some(words) if !words.contains("invalid") && !words.contains(" is not in ") => {
            format!("; {words}")
        }
        Some(_) | None => String::new(),
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let value = error.get(kind)?;
    if let ContextValue::Strings(texts) = value {
        return (!texts.is_empty()).then(|| texts.join(", "));
    }
    if let ContextValue::String(text) = value { Some(text.clone()) } else { None }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{self, Arguments};

    fn said(line: &str) -> String {
        let typed = args::split(line.split(' ').map(Into::into));
        match Arguments::try_parse_from(typed.words) {
            Ok(_) => panic!("these arguments are fine: {line}"),
            Err(error) => words(&error),
        }
    }

    #[test]
    fn a_misspelt_option_is_named_and_a_suggestion_made() {
        assert_eq!(
            said("f --regoin us"),
            "there is no option `--regoin`; did you mean `--region`?"
        );
    }

    #[test]
    fn a_value_is_never_repeated() {
        let secret = "k9XvQ2mLr8TbW4";
        for line in [
            format!("f --{secret}"),
            format!("f -{secret}"),
            format!("f --tokn={secret}"),
            format!("f --tokn {secret}"),
            format!("f --now {secret}"),
            format!("f --status {secret}"),
            format!("f --token-kind {secret}"),
            format!("f --format {secret}"),
            format!("f --format json={secret} --format {secret}=x"),
            format!("f --fail-on={secret}"),
            format!("f --quiet={secret}"),
            format!("f rules {secret}"),
            format!("f route GET /a {secret}"),
            format!("f rules --{secret}"),
        ] {
            let said = said(&line);
            assert!(!said.contains("k9Xv"), "{said}");
            assert!(!said.is_empty() && !said.contains('\n'), "{said}");
        }
    }

    #[test]
    fn what_an_option_takes_is_said() {
        assert!(said("f --now noon").contains("2026-05-11T12:00:00Z"));
        assert!(said("f --token-kind vndor").contains("vendor, user"));
        assert!(said("f --format yaml").contains("human, concise, json"));
        assert_eq!(said("f --fail-on eror").split(';').count(), 2);
    }
}
