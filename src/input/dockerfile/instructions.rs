//! The instructions of a Dockerfile and the lines of each.

use crate::source::Span;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Instruction {
    /// In upper case.
    pub(super) keyword: String,
    /// What stands behind the keyword and its options, without comment lines; with line breaks.
    pub(super) lines: Vec<Span>,
    pub(super) escape: char,
}

/// All instructions, in order. What is none is stepped over.
pub(super) fn find(text: &str) -> Vec<Instruction> {
    let escape = escape(text);
    let mut lines = lines(text);
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let written = &text[line.start..line.end];
        let Some((keyword, from)) = keyword(written) else { continue };
        let mut instruction =
            Instruction { lines: vec![Span::new(line.start + from, line.end)], keyword, escape };
        let mut last = line;
        while text[last.start..last.end].trim_end().ends_with(escape) {
            let Some(next) = lines.next() else { break };
            let next_written = text[next.start..next.end].trim();
            if next_written.is_empty() || next_written.starts_with('#') {
                continue;
            }
            instruction.lines.push(next);
            last = next;
        }
        skip_options(text, &mut instruction);
        documents(text, &mut instruction, &mut lines);
        found.push(instruction);
    }
    found
}

fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let span = Span::new(start, start + line.len());
        start = span.end;
        span
    })
}

/// `# escape=` before anything else.
fn escape(text: &str) -> char {
    let directives = text.lines().take_while(|line| line.trim_start().starts_with('#'));
    let value = directives.filter_map(|line| {
        let (name, value) = line.trim_start_matches(['#', ' ', '\t']).split_once('=')?;
        name.trim().eq_ignore_ascii_case("escape").then_some(value.trim())
    });
    if value.last() == Some("`") { '`' } else { '\\' }
}

/// The keyword of a line, and where the rest begins.
fn keyword(line: &str) -> Option<(String, usize)> {
    let mut at = line.len() - line.trim_start().len();
    loop {
        let rest = &line[at..];
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let behind = &rest[length..];
        if length == 0 || !behind.starts_with([' ', '\t', '\\', '`']) {
            return None;
        }
        let keyword = rest[..length].to_ascii_uppercase();
        at += length + behind.len() - behind.trim_start_matches([' ', '\t']).len();
        if keyword == "ONBUILD" {
            continue;
        }
        return Some((keyword, at));
    }
}

/// Steps over `--mount=… --network=…`, and over the word `CMD` of a health check.
fn skip_options(text: &str, instruction: &mut Instruction) {
    let health = instruction.keyword == "HEALTHCHECK";
    while !instruction.lines.is_empty() {
        let several = instruction.lines.len() > 1;
        let first = &mut instruction.lines[0];
        let rest = &text[first.start..first.end];
        let word = rest.split_whitespace().next().unwrap_or_default();
        let lead = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let command = health && word.eq_ignore_ascii_case("CMD");
        let alone = word.chars().eq([instruction.escape]) && several;
        if alone {
            instruction.lines.remove(0);
        } else if command || word.starts_with("--") {
            let behind = rest[lead + word.len()..].trim_start_matches([' ', '\t']);
            first.start = first.end - behind.len();
            if command {
                return;
            }
        } else {
            first.start += lead;
            return;
        }
    }
}

/// Takes the here-documents of an instruction. One that stands alone is the script itself.
fn documents(text: &str, instruction: &mut Instruction, lines: &mut impl Iterator<Item = Span>) {
    if !matches!(instruction.keyword.as_str(), "RUN" | "COPY" | "ADD") {
        return;
    }
    let ends: Vec<(String, bool)> =
        instruction.lines.iter().flat_map(|line| ends(&text[line.start..line.end])).collect();
    let alone = instruction.lines.len() == 1 && is_document(text, instruction.lines[0]);
    let mut script = Vec::new();
    for (end, tabs) in ends {
        for line in lines.by_ref() {
            let written = text[line.start..line.end].trim_end_matches(['\n', '\r']);
            let bare = if tabs { written.trim_start_matches('\t') } else { written };
            let done = bare == end;
            if !(alone && done) {
                script.push(line);
            }
            if done {
                break;
            }
        }
    }
    if alone {
        instruction.lines = script;
    } else {
        instruction.lines.append(&mut script);
    }
}

/// `<<EOF` and nothing else, or the name of a shell that reads it.
fn is_document(text: &str, line: Span) -> bool {
    let written = text[line.start..line.end].trim();
    let mut words = written.split_whitespace();
    words.next().is_some_and(|word| word.starts_with("<<"))
        && words.all(|word| matches!(word.rsplit('/').next(), Some("bash" | "sh" | "env" | "-e")))
}

/// The end words of the here-documents that a line opens, and whether tabs before them count.
fn ends(line: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("<<") {
        let rest = &line[at + 2..];
        let tabs = rest.starts_with('-');
        let word = rest.trim_start_matches('-').trim_start_matches(['"', '\'']);
        let length = word.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let named = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if named && !line[..at].ends_with('<') {
            found.push((word[..length].to_owned(), tabs));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let lines = |one: &Instruction| one.lines.iter().map(|s| &text[s.start..s.end]).collect();
        find(text).iter().map(|one| (one.keyword.clone(), lines(one))).collect()
    }

    fn pair(keyword: &str, lines: &str) -> (String, String) {
        (keyword.to_owned(), lines.to_owned())
    }

    #[test]
    fn an_instruction_goes_on_behind_a_backslash_and_over_comments() {
        let text = "FROM a\nRUN x \\\n# no\n\n  y && \\\n  z\nCMD [\"b\"]\n";
        assert_eq!(
            found(text),
            [pair("FROM", "a\n"), pair("RUN", "x \\\n  y && \\\n  z\n"), pair("CMD", "[\"b\"]\n")]
        );
        assert_eq!(found("# escape=`\nrun a `\n b\\\nENV c\n").len(), 2);
    }

    #[test]
    fn options_are_no_command() {
        assert_eq!(found("RUN --mount=type=secret,id=x --network=none a\n"), [pair("RUN", "a\n")]);
        assert_eq!(found("HEALTHCHECK --interval=5s CMD a b\n"), [pair("HEALTHCHECK", "a b\n")]);
        assert_eq!(found("ONBUILD RUN a\n"), [pair("RUN", "a\n")]);
        assert_eq!(
            found("HEALTHCHECK --interval=5s \\\n  --retries=1 \\\n  CMD a b\n"),
            [pair("HEALTHCHECK", "a b\n")]
        );
    }

    #[test]
    fn here_documents_belong_to_their_instruction() {
        assert_eq!(
            found("RUN <<EOF\na\nb\nEOF\nCMD c\n"),
            [pair("RUN", "a\nb\n"), pair("CMD", "c\n")]
        );
        assert_eq!(found("RUN a -d @- <<'E'\nb\nE\n"), [pair("RUN", "a -d @- <<'E'\nb\nE\n")]);
    }
}
