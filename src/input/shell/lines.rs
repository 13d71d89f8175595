//! Which lines of a pasted text are commands, and which are prompts and prose.

use super::word::is_name;

/// The length of a prompt: `$ `, `% `, `user@host:~$ ` before anything, `> ` and `# ` before `curl`.
pub(super) fn prompt(line: &str, hash_too: bool) -> Option<usize> {
    let lead = line.len() - line.trim_start().len();
    let rest = &line[lead..];
    let letter = rest.chars().next()?;
    if "$%❯➜»".contains(letter) {
        let behind = &rest[letter.len_utf8()..];
        let command = behind.trim_start_matches(' ');
        let begins = |c: char| c.is_ascii_alphanumeric() || "./_({[~\"'".contains(c);
        let blank = command.len() < behind.len();
        return (blank && command.starts_with(begins)).then(|| line.len() - command.len());
    }
    let end = long_prompt(line);
    end.or_else(|| {
        let at = line.find("curl")?;
        let (before, command) = (&line[..at], &line[at + 4..]);
        let ends = command.is_empty() || command.starts_with([' ', '\t', '\\', '\r', '.']);
        let sign = before.trim();
        let is_prompt = sign == ">" || sign == "#" && hash_too;
        (before.ends_with([' ', '\t']) && ends && is_prompt).then_some(at)
    })
}

/// The length of `user@host:~/work$ `.
fn long_prompt(line: &str) -> Option<usize> {
    let signs = ["$ ", "% ", "# ", "> "];
    let at = signs.iter().filter_map(|sign| line.find(sign)).min()?;
    let behind = line.get(at + 2..)?.trim_start_matches(' ');
    (is_long_prompt(line.get(..=at)?) && !behind.is_empty()).then(|| line.len() - behind.len())
}

/// Does every command of this text stand behind a prompt? Then all other lines are answers.
pub(super) fn is_paste(text: &str) -> bool {
    let mut prompted = false;
    for line in text.lines().filter(|line| line.contains("curl")) {
        match prompt(line, false) {
            Some(length) => prompted |= line[length..].starts_with("curl"),
            None if line.trim_start().starts_with("curl ") => return false,
            None => {}
        }
    }
    prompted
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

/// Does a line inside this text begin a curl command?
pub(super) fn holds_command(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"\ncurl ").next().is_some()
        || memchr::memmem::find_iter(text.as_bytes(), b"\n$ curl ").next().is_some()
}

/// Where what begins at `start` was meant to end, when nothing closes it: before a blank line,
/// before a line that begins a command, or at the end of the text.
pub(super) fn next_command(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(length) = memchr::memchr(b'\n', &text.as_bytes()[at..]) {
        let end = at + length;
        let behind = &text[end + 1..];
        let line = &behind[..memchr::memchr(b'\n', behind.as_bytes()).unwrap_or(behind.len())];
        if line.trim_end_matches('\r').is_empty() || begins_command(line) {
            return end;
        }
        at = end + 1;
    }
    text.len()
}

/// Where the next line begins that calls curl, at or behind `start`; the end where none does.
pub(super) fn next_curl(text: &str, start: usize) -> usize {
    let mut at = start;
    while at < text.len() {
        let line = &text
            [at..at + memchr::memchr(b'\n', &text.as_bytes()[at..]).unwrap_or(text.len() - at)];
        let command = line.strip_prefix("$ ").unwrap_or(line);
        if command.starts_with("curl ") {
            return at;
        }
        at = (at + line.len() + 1).min(text.len());
    }
    at
}

/// A line that begins a command of its own, and is hardly the inside of a quote.
pub(super) fn begins_command(line: &str) -> bool {
    let line = line.strip_prefix("$ ").unwrap_or(line);
    let first = line.split([' ', '\t', '\r']).next().unwrap_or_default();
    let assigns = first.split_once('=').is_some_and(|(name, _)| is_name(name));
    ["curl", "export", "done", "fi", "for", "while", "sudo", "echo", "}"].contains(&first)
        || line.starts_with('#')
        || assigns
        || first.strip_suffix("()").is_some_and(is_name)
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
        || line.starts_with(['<', '*'])
        || line.starts_with("> ")
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
        assert_eq!(prompt("$ export A=b", false), Some(2));
        assert_eq!(prompt("me@box:~/w$ T=x", false), Some(12));
        assert_eq!(prompt("$", false), None);
        assert_eq!(prompt("$HOME/x curl", false), None);
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
