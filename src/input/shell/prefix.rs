//! `sudo`, `time`, `env A=b`: words before a command that run it as it is.

use super::word::{PartKind, Word};

/// How many words stand before the command that is really run.
pub(super) fn length(words: &[Word], text: &str) -> usize {
    let mut at = 0;
    while let Some(taken) = words.get(at..).and_then(|rest| one(rest, text)) {
        at += taken;
    }
    at.min(words.len())
}

/// The options of a prefix that take a word of their own.
const VALUES: &[(&str, &[&str])] = &[
    ("sudo", &["-u", "-g", "-h", "-p", "-C", "-T", "-r", "-t", "-U", "-D"]),
    ("doas", &["-u", "-C"]),
    ("env", &["-u", "-C", "--unset", "--chdir"]),
    ("timeout", &["-s", "-k", "--signal", "--kill-after"]),
    ("nice", &["-n", "--adjustment"]),
    ("ionice", &["-c", "-n"]),
    ("stdbuf", &["-i", "-o", "-e"]),
    ("time", &["-f", "-o"]),
    ("exec", &["-a"]),
    ("watch", &["-n", "--interval"]),
    ("nohup", &[]),
    ("coproc", &[]),
    ("command", &[]),
    ("builtin", &[]),
    ("noglob", &[]),
    ("setsid", &[]),
    ("chronic", &[]),
    ("unbuffer", &[]),
    ("torsocks", &[]),
    ("!", &[]),
];

/// The length of one prefix with its options and assignments; `None` where none stands.
fn one(words: &[Word], text: &str) -> Option<usize> {
    let name = words.first()?.bare(text)?.rsplit('/').next()?;
    let (_, values) = VALUES.iter().find(|(prefix, _)| *prefix == name)?;
    // `watch` gives its words to another shell, which is the same for plain ones.
    let plain = |word: &Word| {
        word.parts.iter().all(|part| match part.kind {
            PartKind::Verbatim => text.get(part.span.start..part.span.end).is_some_and(|written| {
                !written.contains([' ', '"', '\'', '$', '&', ';', '|', '*', '?', '{', '<', '('])
            }),
            PartKind::Decoded(_)
            | PartKind::Variable(..)
            | PartKind::Substitution(_)
            | PartKind::Dynamic => false,
        })
    };
    if name == "watch" && !words.iter().all(plain) {
        return None;
    }
    let mut at = 1;
    while let Some(word) = words.get(at) {
        let option = word.bare(text).unwrap_or_default();
        if name == "command" && ["-v", "-V"].contains(&option) {
            return None;
        }
        if option.starts_with('-') && option.len() > 1 {
            at += 1 + usize::from(values.contains(&option));
        } else if ["env", "sudo"].contains(&name) && word.assignment(text).is_some() {
            at += 1;
        } else {
            break;
        }
    }
    Some(at + usize::from(name == "timeout"))
}
