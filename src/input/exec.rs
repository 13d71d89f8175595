//! Calls without a shell: a list of words, as containers are started with.

use std::sync::Arc;

use crate::exchange::{Exchange, Format};
use crate::input::shell::Argument;
use crate::input::{Item, Options, curl};
use crate::source::{Source, Span, Text};
use crate::truth::{Fact, Why};

/// What a list of words runs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Runs {
    /// curl; its arguments begin at this word.
    Curl(usize),
    /// A shell; this word is its script.
    Script(usize),
    Other,
}

pub(super) fn runs(words: &[&str]) -> Runs {
    // The first word of a health check says how the rest is run.
    let from = match words.first() {
        Some(&"CMD") => 1,
        Some(&"CMD-SHELL") => return Runs::Script(1),
        Some(_) | None => 0,
    };
    let name = words.get(from).and_then(|word| word.rsplit('/').next()).unwrap_or_default();
    if name == "curl" {
        return Runs::Curl(from + 1);
    }
    let options = words.iter().skip(from + 1).take_while(|word| word.starts_with('-')).count();
    let last = words.get(from + options).filter(|word| options > 0 && word.ends_with('c'));
    match (name, last) {
        ("sh" | "bash" | "ash" | "dash" | "zsh", Some(_)) => Runs::Script(from + options + 1),
        _ => Runs::Other,
    }
}

/// Reads the call that these words make; the first is `curl`.
pub(super) fn read(
    source: &Arc<Source>,
    (words, format): (&[Text], Format),
    options: &Options<'_>,
    visit: &mut dyn FnMut(Item),
) {
    let Some((name, rest)) = words.split_first() else { return };
    let arguments: Vec<Argument> =
        rest.iter().map(|text| Argument { text: text.clone() }).collect();
    let context =
        curl::Context { files: options.files, stdin: None, name: name.span(), hidden: None };
    let span = words.iter().map(Text::span).reduce(Span::hull).unwrap_or_default();
    let (commands, _) = curl::requests(&arguments, context);
    for (nth, command) in commands.into_iter().enumerate() {
        visit(Item::Exchange(Box::new(Exchange {
            number: nth + 1,
            source: Arc::clone(source),
            span,
            format,
            origin: options.origin,
            sent: command.sent,
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            request: command.request,
            response: Fact::Unknown(Why::NotRecorded),
            accidents: command.accidents,
            echoes: Vec::new(),
            pointer: None,
        })));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_say_what_is_run() {
        assert_eq!(runs(&["curl", "x"]), Runs::Curl(1));
        assert_eq!(runs(&["CMD", "/usr/bin/curl", "x"]), Runs::Curl(2));
        assert_eq!(runs(&["CMD-SHELL", "curl x"]), Runs::Script(1));
        assert_eq!(runs(&["/bin/sh", "-e", "-c", "curl x"]), Runs::Script(3));
        assert_eq!(runs(&["bash", "-lc", "curl x"]), Runs::Script(2));
        assert_eq!(runs(&["echo", "curl"]), Runs::Other);
        assert_eq!(runs(&[]), Runs::Other);
    }
}
