//! What is wrong with a rule file, where, and what to write instead.

use thiserror::Error;

use crate::near::nearest;

/// A mistake in a rule file. Lines and columns count from 1.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{file}:{line}:{column}: {message}")]
pub struct RuleError {
    /// The file's path within the rules folder.
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub message: String,
    pub help: Option<String>,
}

/// Marks an error text as ours, and separates what is wrong from what to do, on its way through
/// the YAML reader, which carries one text only.
const OURS: char = '\u{1}';

/// An error text that becomes message and help again in [`from_yaml`].
pub fn text(message: &str, help: Option<&str>) -> String {
    format!("{OURS}{message}{OURS}{}{OURS}", help.unwrap_or_default())
}

/// "unknown fact `x`", with the word that was probably meant, else all words there are.
pub fn unknown<'a>(what: &str, word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    text(&format!("unknown {what} `{word}`"), Some(&suggestion(word, &known)))
}

/// "did you mean `x`?", or what there is.
pub fn suggestion(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.len() > 24 => "`frontegg-lint rules facts` lists them".to_owned(),
        None => format!("there is {}", listed(known)),
    }
}

/// Words as a list for people: `a`, `b` and `c`.
pub fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "none".to_owned(),
    }
}

/// An error of the YAML reader, with its place taken out of its words.
pub fn from_yaml(file: &str, error: &serde_yaml::Error) -> RuleError {
    let place = error.location().map_or((1, 1), |place| (place.line(), place.column()));
    let whole = error.to_string();
    let (message, help) = words_of(&whole);
    RuleError { file: file.to_owned(), line: place.0, column: place.1, message, help }
}

fn words_of(whole: &str) -> (String, Option<String>) {
    let mut parts = whole.split(OURS).skip(1);
    if let (Some(message), Some(help)) = (parts.next(), parts.next()) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        return (message.to_owned(), help);
    }
    let message = whole.rsplit_once(" at line ").map_or(whole, |(message, _)| message);
    // serde's own words: the path of the field, what is unknown, and all that is known.
    for (what, name) in [("unknown field `", "key"), ("unknown variant `", "word")] {
        let Some((_, rest)) = message.split_once(what) else { continue };
        let Some((word, rest)) = rest.split_once('`') else { continue };
        let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        return (format!("unknown {name} `{word}`"), Some(suggestion(word, &known)));
    }
    let help = message.starts_with("mapping values are not allowed");
    (message.to_owned(), help.then(|| "put a text with `: ` in it in quotes".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_reader_become_a_message_and_a_suggestion() {
        let (message, help) = words_of(
            "fix: unknown field `set-hots`, expected one of `set-host`, `set-path` at line 3 column 4",
        );
        assert_eq!(message, "unknown key `set-hots`");
        assert_eq!(help.as_deref(), Some("did you mean `set-host`?"));
        let (message, help) = words_of("when: missing field `why` at line 1 column 1");
        assert_eq!((message.as_str(), help), ("when: missing field `why`", None));
    }

    #[test]
    fn our_own_words_come_back_as_they_were_sent() {
        let sent = format!("when.all[0]: {} at line 9 column 2", text("wrong", Some("do this")));
        assert_eq!(words_of(&sent), ("wrong".to_owned(), Some("do this".to_owned())));
        let sent = text("wrong", None);
        assert_eq!(words_of(&sent), ("wrong".to_owned(), None));
    }

    #[test]
    fn a_word_like_none_other_gets_the_list() {
        assert_eq!(suggestion("colour", &["error", "info"]), "there is `error` and `info`");
    }
}
