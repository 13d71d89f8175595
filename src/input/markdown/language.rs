//! What language a code block is in: its info string says it first, its content second.

use super::blocks::Block;
use super::console;
use crate::exchange::Format;
use crate::input::detect;
use crate::source::Span;

pub(super) enum Language {
    /// Commands, which share their variables with those of other blocks.
    Shell,
    /// Commands behind prompts, and what they print.
    Console,
    /// A text with a reader of its own.
    Of(Format),
    /// Nothing that calls anything.
    None,
}

/// A block inside another format is read letter by letter: longer ones were not written by people.
const LARGEST_INSIDE: usize = 256 << 10;

pub(super) fn of(block: &Block, text: &str) -> Language {
    let span = block.lines.iter().copied().reduce(Span::hull).unwrap_or_default();
    let body = text.get(span.start..span.end).unwrap_or_default();
    match block.info.as_str() {
        "bash" | "sh" | "shell" | "zsh" | "ksh" | "dash" | "curl" | "shellscript" | "fish"
        | "shell-session" | "shellsession" | "sh-session" | "bash-session" | "console"
        | "terminal" | "cli" | "session" => commands(block, text, body),
        "http" | "rest" | "https" => Language::Of(Format::HttpFile),
        "hurl" => Language::Of(Format::Hurl),
        "powershell" | "ps1" | "pwsh" | "ps" => Language::Of(Format::PowerShell),
        "bat" | "cmd" | "batch" | "dos" => Language::Of(Format::Cmd),
        "js" | "javascript" | "ts" | "typescript" | "jsx" | "tsx" | "mjs" | "node"
            if body.contains("fetch(") =>
        {
            Language::Of(Format::Fetch)
        }
        "yaml" | "yml" if body.len() <= LARGEST_INSIDE => Language::Of(Format::Workflow),
        "dockerfile" | "docker" => Language::Of(Format::Dockerfile),
        "" => by_content(block, text, body),
        "text" | "txt" | "plaintext" | "plain" if console::begins_with_call(body) => {
            commands(block, text, body)
        }
        _ => Language::None,
    }
}

fn commands(block: &Block, text: &str, body: &str) -> Language {
    if crate::input::transcript::is("", body) {
        return Language::Of(Format::Transcript);
    }
    if console::has_prompts(text, block) { Language::Console } else { Language::Shell }
}

/// A block without a language holds whatever its own lines say.
fn by_content(block: &Block, text: &str, body: &str) -> Language {
    let first = body.trim_start();
    if first.starts_with(['{', '[', '<', '|']) || first.is_empty() {
        return Language::None;
    }
    let dedented: String =
        block.lines.iter().filter_map(|line| text.get(line.start..line.end)).collect();
    match detect::detect("", dedented.as_bytes()) {
        Ok(Format::Shell) => commands(block, text, body),
        Ok(Format::Har | Format::Markdown) | Err(_) => Language::None,
        Ok(format) => Language::Of(format),
    }
}
