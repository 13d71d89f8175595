//! Which format a text is in: its content says it first, its name second.

use crate::exchange::Format;
use crate::input::{
    bruno, cmd, dockerfile, fetch, http_file, hurl, insomnia, markdown, postman, powershell,
    transcript, workflow,
};
use crate::source::{Place, Problem};

/// The format of what begins with `head`.
pub fn detect(name: &str, head: &[u8]) -> Result<Format, Problem> {
    if let Some(problem) = unreadable(head) {
        return Err(problem);
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if let Some((_, format)) = OTHERS.iter().find(|(is, _)| is(name, text)) {
        return Ok(*format);
    }
    let json = is_json(text);
    let requests = !json && (is_http_name(name) || begins_with_request(text));
    // Text inside a body may talk about commands; only a line of its own is one there.
    let calls: fn(&str) -> bool = if json || requests { is_command } else { calls_curl };
    // Editors send a command that stands in a block of its own.
    let blocks = requests && text.lines().any(|line| line.starts_with("###"));
    if !blocks && text.contains("curl") && text.lines().any(calls) {
        return Ok(Format::Shell);
    }
    match (json, requests) {
        (true, _) if is_answer(text) => Err(answer_alone()),
        (true, _) => Ok(Format::Har),
        (false, true) => Ok(Format::HttpFile),
        (false, false) => Ok(Format::Shell),
    }
}

/// By the name of an input and its text.
type Is = fn(&str, &str) -> bool;

/// Formats that know their own, in the order in which they are asked.
const OTHERS: &[(Is, Format)] = &[
    (postman::is, Format::Postman),
    (insomnia::is, Format::Insomnia),
    (bruno::is, Format::Bruno),
    (workflow::is, Format::Workflow),
    (dockerfile::is, Format::Dockerfile),
    (markdown::is, Format::Markdown),
    (transcript::is, Format::Transcript),
    (fetch::is, Format::Fetch),
    (powershell::is, Format::PowerShell),
    (cmd::is, Format::Cmd),
    (hurl::is, Format::Hurl),
];

/// Why no format can be read from these bytes, if so.
pub(super) fn unreadable(head: &[u8]) -> Option<Problem> {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return Some(lost("saved as UTF-16, as `>` of Windows PowerShell does; save it as UTF-8"));
    }
    if memchr::memchr(0, text).is_some() {
        return Some(lost("this is no text: it holds zero bytes"));
    }
    text.iter().all(u8::is_ascii_whitespace).then(|| lost("nothing to read: empty"))
}

/// Whether some line calls curl.
pub(super) fn is_script(text: &str) -> bool {
    text.contains("curl") && text.lines().any(calls_curl)
}

fn lost(message: &str) -> Problem {
    Problem::lost(Some(Place::START), message)
}

fn answer_alone() -> Problem {
    lost("this is an answer, not a request: paste the command above it, or give it with --response")
}

fn is_http_name(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["http", "rest"].iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// An object or an array, and neither a shell group, a shell test nor a variable.
fn is_json(text: &str) -> bool {
    let starts = |rest: &str, marks: &[char]| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with(marks)
    };
    text.strip_prefix('{').is_some_and(|rest| starts(rest, &['"', '}']))
        || text.strip_prefix('[').is_some_and(|rest| starts(rest, &['{', '[', ']', '"']))
}

/// What the service says when it refuses: `{"errors":["…"]}`.
fn is_answer(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with("\"errors\""))
}

/// A line that is a command, maybe behind a prompt.
fn is_command(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("$ ").or_else(|| line.strip_prefix("> ")).unwrap_or(line);
    starts_curl(line)
}

/// Whether a statement of this line is `curl …`.
fn calls_curl(line: &str) -> bool {
    const BEFORE: &[&str] = &["$(", "`", "; ", "&& ", "| ", "|| ", "do ", "then "];
    let is_call = |before: &&str| {
        line.match_indices(before)
            .any(|(at, _)| starts_curl(line[at + before.len()..].trim_start()))
    };
    let commented = line.trim_start().starts_with('#');
    is_command(line)
        || !commented
            && line.contains("curl")
            && (assigns_before_curl(line) || BEFORE.iter().any(is_call))
}

fn starts_curl(text: &str) -> bool {
    let rest = text.strip_prefix("curl.exe").or_else(|| text.strip_prefix("curl"));
    rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\\', '^', '`']))
}

/// `TOKEN=x curl …`, `sudo curl …`, `time curl …`.
fn assigns_before_curl(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let before = |word: &str| {
        let prefix = ["sudo", "time", "env", "command", "exec", "!"].contains(&word);
        let name = word.split_once('=').map_or("", |(name, _)| name);
        let assigned = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        prefix || assigned
    };
    words.find(|word| !before(word)).is_some_and(|word| word == "curl" || word == "curl.exe")
}

/// The first line that is no comment, separator or variable is a request line.
fn begins_with_request(text: &str) -> bool {
    let insignificant = |line: &&str| {
        let line = line.trim_start();
        line.is_empty()
            || line.starts_with('#')
            || line.starts_with("//")
            || http_file::is_definition(line)
    };
    text.lines().find(|line| !insignificant(line)).is_some_and(http_file::is_request_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(text: &str) -> Option<Format> {
        detect("-", text.as_bytes()).ok()
    }

    fn message(bytes: &[u8]) -> String {
        detect("-", bytes).unwrap_err().message
    }

    #[test]
    fn the_content_says_the_format_whatever_the_name() {
        for name in ["a.sh", "a.http", "a.har", "-"] {
            let of = |text: &str| detect(name, text.as_bytes()).ok();
            assert_eq!(of("\u{feff} {\"log\": {}}"), Some(Format::Har));
            assert_eq!(of("curl https://x.io"), Some(Format::Shell));
            assert_eq!(of("# a\n@b = c\n###\nGET {{b}}/d\n"), Some(Format::HttpFile));
        }
    }

    #[test]
    fn the_name_decides_where_the_content_does_not() {
        assert_eq!(detect("a.http", b"https://x.io/a").ok(), Some(Format::HttpFile));
        assert_eq!(detect("a.REST", b"# nothing yet").ok(), Some(Format::HttpFile));
        assert_eq!(detect("a.txt", b"https://x.io/a").ok(), Some(Format::Shell));
    }

    #[test]
    fn a_command_anywhere_makes_it_a_script() {
        for text in [
            "GET https://x.io\n\ncurl https://x.io",
            "$ curl https://x.io",
            "TOKEN=$(curl -s https://x.io)",
            "A=1 curl https://x.io",
            "if true; then curl https://x.io; fi",
            "{\"errors\":[\"no\"]}\ncurl https://x.io",
            "[ -f a ] && curl https://x.io",
        ] {
            assert_eq!(detected(text), Some(Format::Shell), "{text}");
        }
    }

    #[test]
    fn a_command_that_is_only_talked_about_does_not() {
        for text in
            ["# curl https://x.io\nGET https://x.io", "POST /a HTTP/1.1\n\n{\"a\":\"; curl b\"}"]
        {
            assert_eq!(detected(text), Some(Format::HttpFile), "{text}");
        }
    }

    #[test]
    fn a_command_in_a_block_of_its_own_leaves_the_others_what_they_are() {
        let text = "GET https://x.io/a\n\n###\ncurl https://x.io/b\n";
        assert_eq!(detected(text), Some(Format::HttpFile));
        let name = |text: &str| detect("a.http", text.as_bytes()).ok();
        assert_eq!(name("### one\ncurl https://x.io/b\n"), Some(Format::HttpFile));
        assert_eq!(name("curl https://x.io/b\n"), Some(Format::Shell));
    }

    #[test]
    fn a_raw_request_is_read_like_a_file_of_them() {
        assert_eq!(detected("GET /a HTTP/1.1\nHost: x.io"), Some(Format::HttpFile));
    }

    #[test]
    fn what_cannot_be_read_says_what_to_do() {
        assert_eq!(message(b""), "nothing to read: empty");
        assert_eq!(message(b"\xEF\xBB\xBF \n"), "nothing to read: empty");
        assert!(message(b"\xFF\xFEc\0u\0").contains("save it as UTF-8"));
        assert!(message(b"PK\x03\x04\0\0").contains("no text"));
        assert!(message(b"{ \"errors\": [\"no\"] }").contains("--response"));
    }
}
