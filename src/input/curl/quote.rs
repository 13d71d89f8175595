//! Values become words of a shell, in any kind of quotes.

use crate::input::shell::Quoting;

/// A run of a value that is to be written.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Run {
    Plain(String),
    /// A shell variable, by name.
    Variable(String),
    /// Something that a shell evaluates, as it was written: `${X:-y}`, `$(date)`.
    Evaluated(String),
}

/// The runs as they stand inside quotes of this kind.
pub(super) fn inside(runs: &[Run], quoting: Quoting) -> String {
    let mut written = String::new();
    for (at, run) in runs.iter().enumerate() {
        match run {
            Run::Plain(text) => written.push_str(&plain(text, quoting)),
            Run::Variable(_) | Run::Evaluated(_) => {
                let next = match runs.get(at + 1) {
                    Some(Run::Plain(text)) => text.chars().next(),
                    Some(Run::Variable(_) | Run::Evaluated(_)) | None => None,
                };
                let (open, close) = match quoting {
                    Quoting::Bare => ("\"", "\""),
                    Quoting::Single => ("'\"", "\"'"),
                    Quoting::Double => ("", ""),
                    Quoting::Ansi => ("'\"", "\"$'"),
                };
                let glued = quoting == Quoting::Double;
                written.push_str(open);
                written.push_str(&evaluated(run, next.filter(|_| glued)));
                written.push_str(close);
            }
        }
    }
    written
}

/// The runs as one word: single quotes, or double ones where something is evaluated.
pub(super) fn word(runs: &[Run]) -> String {
    let dynamic = runs.iter().any(|run| !matches!(run, Run::Plain(_)));
    if dynamic {
        format!("\"{}\"", inside(runs, Quoting::Double))
    } else {
        format!("'{}'", inside(runs, Quoting::Single))
    }
}

fn evaluated(run: &Run, next: Option<char>) -> String {
    match run {
        Run::Plain(text) | Run::Evaluated(text) => text.clone(),
        Run::Variable(name) => {
            let longer = next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
            if longer { format!("${{{name}}}") } else { format!("${name}") }
        }
    }
}

fn plain(text: &str, quoting: Quoting) -> String {
    match quoting {
        Quoting::Single => text.replace('\'', "'\\''"),
        Quoting::Ansi => text
            .replace('\\', "\\\\")
            .replace('\'', "\\'")
            .replace('\n', "\\n")
            .replace('\r', "\\r"),
        Quoting::Bare if text.chars().all(is_safe_bare) => text.to_owned(),
        Quoting::Bare => format!("'{}'", plain(text, Quoting::Single)),
        Quoting::Double => {
            let mut escaped = String::with_capacity(text.len());
            for letter in text.chars() {
                match letter {
                    '\\' | '$' | '`' | '"' => {
                        escaped.push('\\');
                        escaped.push(letter);
                    }
                    // An interactive bash would look for an earlier command.
                    '!' => escaped.push_str("\"'!'\""),
                    _ => escaped.push(letter),
                }
            }
            escaped
        }
    }
}

fn is_safe_bare(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-._~/:@%+=,".contains(letter)
}
