//! What a file holds that nobody named: its name makes it a candidate, its beginning decides.

use crate::exchange::Format;
use crate::input::collection::scan::Scan;
use crate::input::{detect, zip};
use crate::source::Problem;

/// Why a file is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// No format has files of this name.
    Name,
    /// It is no text, or an empty one.
    NoText,
    /// Many kinds of files are called so, and this is another kind.
    OtherKind,
    /// Nothing in it could be a call.
    NoCall,
}

impl Passed {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Name => "no format has files of this name",
            Self::NoText => "it is no text, or empty",
            Self::OtherKind => "it is a file of another kind",
            Self::NoCall => "there is no call in it",
        }
    }
}

/// Whether a file of this name may hold calls, before anything of it is read. Files without an
/// ending may be scripts.
pub fn is_candidate(file: &str) -> bool {
    let names = || Format::ALL.iter().map(|format| format.names());
    !file.contains('.')
        || names().any(|names| is_any(names.own, file) || is_any(names.shared, file))
}

/// What a file of this name is, whose unpacked text begins with `head`.
pub fn shown(file: &str, head: &[u8]) -> Result<Format, Passed> {
    let owner = Format::ALL.iter().copied().find(|format| is_any(format.names().own, file));
    if owner.is_none() && !is_candidate(file) {
        return Err(Passed::Name);
    }
    if zip::is(head) {
        let recording = owner == Some(Format::Har) || memchr::memmem::find(head, b".har").is_some();
        return if recording { Ok(Format::Har) } else { Err(Passed::OtherKind) };
    }
    let format = match (detect::detect(file, head), owner) {
        (Ok(format), _) => format,
        // It should be a recording: what is wrong with it has to be said.
        (Err(_), Some(Format::Har)) => Format::Har,
        (Err(_), Some(owner)) if is_utf_16(head) => owner,
        (Err(_), _) => return Err(Passed::NoText),
    };
    let text = String::from_utf8_lossy(head);
    if owner.is_none() && !shows(file, format, &text) {
        return Err(Passed::OtherKind);
    }
    let whole = head.len() < usize::try_from(super::HEAD).unwrap_or(usize::MAX);
    if whole && is_prose(format) && !is_utf_16(head) && !may_call(&text) {
        return Err(Passed::NoCall);
    }
    Ok(format)
}

/// Any input: what was asked for is read as something, whatever its name.
pub fn asked(name: &str, head: &[u8]) -> Result<Format, Problem> {
    if zip::is(head) { Ok(Format::Har) } else { detect::detect(name, head) }
}

/// Whether the text shows that a file of a shared name is of this format.
fn shows(file: &str, format: Format, text: &str) -> bool {
    if !file.contains('.') {
        return is_shell_script(text);
    }
    let text = text.trim_start_matches('\u{feff}').trim_start();
    is_any(format.names().shared, file)
        && match format {
            Format::Har => is_har(text),
            Format::Shell => detect::is_script(text),
            Format::Cmd
            | Format::PowerShell
            | Format::Fetch
            | Format::Transcript
            | Format::HttpFile
            | Format::Postman
            | Format::Insomnia
            | Format::Bruno
            | Format::Hurl
            | Format::Markdown
            | Format::Workflow
            | Format::Dockerfile => true,
        }
}

/// Texts in which calls are few and other things are many.
const fn is_prose(format: Format) -> bool {
    match format {
        Format::Shell
        | Format::Cmd
        | Format::PowerShell
        | Format::Markdown
        | Format::Workflow
        | Format::Dockerfile => true,
        Format::Fetch
        | Format::Transcript
        | Format::Har
        | Format::HttpFile
        | Format::Postman
        | Format::Insomnia
        | Format::Bruno
        | Format::Hurl => false,
    }
}

/// Words of which one stands in every text that calls something.
const CALLS: &[&str] =
    &["curl", "http", "wget", "fetch(", "xh ", "xhs ", "invoke-", "irm ", "iwr "];

fn may_call(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    CALLS.iter().any(|word| memchr::memmem::find(lower.as_bytes(), word.as_bytes()).is_some())
}

/// Windows PowerShell writes so. It is said of files that speak of the service.
fn is_utf_16(head: &[u8]) -> bool {
    let marked = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    marked && {
        let letters: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
        memchr::memmem::find(&letters, b"frontegg").is_some()
    }
}

/// `#!/bin/sh`, `#!/usr/bin/env bash`.
fn is_shell_script(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let words = first.strip_prefix("#!").map(|rest| rest.split(['/', ' ']));
    words.into_iter().flatten().any(|word| ["sh", "bash", "zsh", "dash", "ksh"].contains(&word))
}

/// An object with a `log` that is one, as far as the text goes.
fn is_har(text: &str) -> bool {
    let mut scan = Scan::of(text);
    if !scan.enter(b'{') {
        return false;
    }
    while let Ok(Some(name)) = scan.member() {
        if name == "log" {
            return scan.enter(b'{');
        }
        if scan.value().is_err() {
            return false;
        }
    }
    false
}

fn is_any(patterns: &[&str], file: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, file))
}

/// Whether a name is like a pattern with one `*` at most, at its beginning or its end.
fn matches(pattern: &str, file: &str) -> bool {
    let (pattern, file) = (pattern.as_bytes(), file.as_bytes());
    let same = |part: Option<&[u8]>, of: &[u8]| part.is_some_and(|p| p.eq_ignore_ascii_case(of));
    match (pattern.strip_prefix(b"*"), pattern.strip_suffix(b"*")) {
        (Some(ending), _) => {
            same(file.len().checked_sub(ending.len()).map(|at| &file[at..]), ending)
        }
        (None, Some(start)) => same(file.get(..start.len()), start),
        (None, None) => file.eq_ignore_ascii_case(pattern),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(file: &str, text: &str) -> Result<Format, Passed> {
        shown(file, text.as_bytes())
    }

    #[test]
    fn every_name_that_the_readme_tells_is_one_of_its_format() {
        let readme = include_str!("../../README.md");
        let mut told = 0;
        for row in readme.lines().filter(|line| line.starts_with("| ")) {
            let word = row.trim_end_matches([' ', '|']).rsplit('`').nth(1).unwrap_or_default();
            let Some(format) = Format::of_word(word) else { continue };
            for name in row.split('`').skip(1).step_by(2).filter(|name| *name != word) {
                let file = name.rsplit('/').next().unwrap().trim_start_matches('*');
                if !file.starts_with('.') || file.contains(' ') {
                    continue;
                }
                told += 1;
                let (file, names) = (format!("calls{file}"), format.names());
                assert!(is_any(names.own, &file) || is_any(names.shared, &file), "{row}: {file}");
            }
        }
        assert!(told >= 8, "{told}");
    }

    #[test]
    fn an_own_name_belongs_to_one_format() {
        for (at, format) in Format::ALL.iter().enumerate() {
            for pattern in format.names().own {
                let file = pattern.replace('*', "x");
                let first = Format::ALL.iter().position(|other| is_any(other.names().own, &file));
                assert_eq!(first, Some(at), "{pattern}");
            }
        }
    }

    #[test]
    fn a_json_file_has_to_be_a_recording_or_a_collection() {
        assert_eq!(of("a.json", "{\"log\": {\"entries\": []}}"), Ok(Format::Har));
        assert_eq!(of("a.json", "{\"$x\": [1], \"log\": {"), Ok(Format::Har));
        assert_eq!(of("a.json", "{\"_type\": \"export\"}"), Ok(Format::Insomnia));
        for other in ["{\"log\": true}", "{\"name\": \"https://x.io\"}", "[]", "{\"errors\": []}"] {
            assert!(of("a.json", other).is_err(), "{other}");
        }
        assert_eq!(of("a.har", "{\"name\": 1}"), Ok(Format::Har));
        assert_eq!(of("a.har", ""), Ok(Format::Har));
    }

    #[test]
    fn a_text_file_has_to_show_a_call() {
        assert_eq!(of("a.txt", "curl https://x.io"), Ok(Format::Shell));
        assert_eq!(of("a.txt", "fetch(\"https://x.io\")"), Ok(Format::Fetch));
        assert_eq!(of("a.txt", "see https://x.io"), Err(Passed::OtherKind));
        assert_eq!(of("a.log", "curl https://x.io"), Err(Passed::OtherKind));
        assert_eq!(of("a.js", "fetch(\"https://x.io\")"), Err(Passed::Name));
    }

    #[test]
    fn scripts_and_pages_without_calls_are_passed_over() {
        assert_eq!(of("a.sh", "ls -l\n"), Err(Passed::NoCall));
        assert_eq!(of("A.SH", "Curl https://x.io\n"), Ok(Format::Shell));
        assert_eq!(of("README.md", "# Words\n"), Err(Passed::NoCall));
        assert_eq!(of("ci.yaml", "a: b\n"), Err(Passed::NoCall));
        assert_eq!(of("Dockerfile.dev", "FROM x\nRUN curl https://x.io\n"), Ok(Format::Dockerfile));
        let long = "ls\n".repeat(30_000);
        let head = &long[..usize::try_from(crate::input::HEAD).unwrap()];
        assert_eq!(of("a.sh", head), Ok(Format::Shell), "what the head leaves open is read");
    }

    #[test]
    fn a_file_without_an_ending_is_read_if_a_shell_runs_it() {
        assert_eq!(of("deploy", "#!/usr/bin/env bash\ncurl https://x.io\n"), Ok(Format::Shell));
        assert_eq!(
            of("deploy", "#!/usr/bin/env python\ncurl https://x.io\n"),
            Err(Passed::OtherKind)
        );
        assert_eq!(of("LICENSE", "see https://x.io"), Err(Passed::OtherKind));
    }

    #[test]
    fn what_is_no_text_is_passed_over_unless_it_should_be_a_recording() {
        assert_eq!(of("a.sh", "curl\0"), Err(Passed::NoText));
        assert_eq!(of("a.har.zip", "PK\u{3}\u{4}\0\0"), Ok(Format::Har));
        assert_eq!(of("a.zip", "PK\u{3}\u{4}\0\0call.har"), Ok(Format::Har));
        assert_eq!(of("a.zip", "PK\u{3}\u{4}\0\0letter"), Err(Passed::OtherKind));
        let wide = |text: &str| {
            let mut bytes = vec![0xFF, 0xFE];
            bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        assert_eq!(shown("a.ps1", &wide("irm https://api.frontegg.com")), Ok(Format::PowerShell));
        assert_eq!(shown("a.ps1", &wide("irm https://x.io")), Err(Passed::NoText));
    }
}
