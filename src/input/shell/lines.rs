//! Which lines of a pasted text are commands, and which are prompts and prose.

use super::word::is_name;

/// The length of a prompt before `curl`: `$ `, `% `, `> `, `# `, `user@host:~$ `.
pub(super) fn prompt(line: &str, hash_too: bool) -> Option<usize> {
    let at = line.find("curl")?;
    let command = &line[at + 4..];
    let before = &line[..at];
    let sign = before.trim_end();
    let blank = sign.len() < before.len();
    let ends = command.is_empty() || command.starts_with([' ', '\t', '\\', '\r', '.']);
    let is_prompt = match sign.trim_start() {
        "$" | "%" | ">" | "❯" | "➜" | "»" => true,
        "#" => hash_too,
        name => is_long_prompt(name),
    };
    (blank && ends && is_prompt).then_some(at)
}

/// `user@host:~/work$`: no blanks or quotes, and a sign at its end.
fn is_long_prompt(before: &str) -> bool {
    before.ends_with(['$', '%', '#', '>'])
        && before.len() < 80
        && before.contains(['@', '~'])
        && !before.contains(['\'', '"', '=', ';', '|', '&'])
}

/// Does any line begin with `curl`, maybe behind blanks and a prompt that is no `#`?
pub(super) fn has_bare_curl(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("curl") || !line.starts_with('#') && line.contains("curl ")
    })
}

/// A line that is no command and whose quotes and backticks mean nothing to a shell.
pub(super) fn is_prose(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with("```") {
        return true;
    }
    let first = line.split([' ', '\t']).next().unwrap_or_default();
    if line.is_empty() || is_command(first, line) {
        return false;
    }
    let sentence = first.starts_with(char::is_uppercase) || first.ends_with([':', ',']);
    sentence
        || has_apostrophe(line)
        || line.starts_with(['<', '*', '>'])
        || line.starts_with('|') && line.ends_with('|')
}

fn is_command(first: &str, line: &str) -> bool {
    let name = first.split('=').next().unwrap_or_default();
    first.ends_with("curl")
        || first.ends_with("curl.exe")
        || first.starts_with(['(', '{', '#', '-', '\'', '"'])
        || first.contains('=') && is_name(name.strip_suffix('+').unwrap_or(name))
        || WORDS.contains(&first)
        || line.contains("()")
}

/// The first words of lines that a shell reads, where they may hold a curl command.
const WORDS: &[&str] = &[
    "for", "while", "until", "if", "then", "do", "done", "else", "elif", "fi", "case", "esac",
    "function", "export", "local", "declare", "readonly", "typeset", "sudo", "time", "env",
    "command", "exec", "echo", "printf", "cat", "set", "eval", "!", "[", "[[", "return", "xargs",
];

/// `it's`, `don't`: a quote between letters.
fn has_apostrophe(line: &str) -> bool {
    line.as_bytes().windows(3).any(|three| {
        three[0].is_ascii_alphabetic() && three[1] == b'\'' && three[2].is_ascii_alphabetic()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_stepped_over_only_before_curl() {
        assert_eq!(prompt("$ curl x", false), Some(2));
        assert_eq!(prompt("me@box:~/w$ curl x", false), Some(12));
        assert_eq!(prompt("# curl x", false), None);
        assert_eq!(prompt("# curl x", true), Some(2));
        assert_eq!(prompt("echo curl x", true), None);
    }

    #[test]
    fn prose_is_no_command() {
        assert!(is_prose("Here's what I ran:"));
        assert!(is_prose("this doesn't work"));
        assert!(!is_prose("curl 'https://x'"));
        assert!(!is_prose("T='it'"));
    }
}
