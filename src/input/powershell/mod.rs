//! PowerShell that calls the web.

use std::sync::Arc;

use crate::input::{Item, Options};
use crate::source::{Problem, Source};

mod command;
mod echoes;
mod native;
mod parameters;
mod request;
mod scan;
mod script;
mod session;
mod string;
#[cfg(test)]
mod tests;
mod value;

/// Whether a text is of this format, by its content first and its name second.
pub(super) fn is(name: &str, text: &str) -> bool {
    is_script_name(name) || text.lines().any(is_line)
}

/// Reads all requests of the text.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let number = script::Script::new(source, options, visit).run();
    if number == 0 {
        let message =
            "no request found: give a call of Invoke-RestMethod, Invoke-WebRequest or curl";
        visit(Item::Problem(Problem::lost(Some(source.place(0)), message)));
    }
}

fn is_script_name(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["ps1", "psm1"].iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// A line that only PowerShell has: its prompt, its commands, its way to go on below.
fn is_line(line: &str) -> bool {
    let prompt = prompt_length(line);
    if prompt > 0 {
        return true;
    }
    let line = line.trim();
    let calls_curl = line.starts_with("curl ") || line.starts_with("curl.exe ");
    if calls_curl {
        return line.ends_with(" `");
    }
    let assigned = line.starts_with('$').then(|| line.split_once('=')).flatten();
    let command = assigned.map_or(line, |(_, value)| value);
    let command = command.trim_start().trim_start_matches(['(', '&', ' ']);
    let word = command.split([' ', '\t', '`']).next().unwrap_or_default();
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    let behind = command[word.len()..].trim_start();
    is(&["invoke-webrequest", "invoke-restmethod"])
        || is(&["iwr", "irm"]) && behind.starts_with(['-', '"', '\'', '$', 'h', '@'])
        || is(&["new-object"]) && behind.ends_with("WebRequestSession")
}

/// `PS C:\Users\me> `, `PS /home/me> `.
fn prompt_length(line: &str) -> usize {
    const LONGEST: usize = 260;
    if !line.starts_with("PS ") && !line.starts_with("PS>") {
        return 0;
    }
    let head = &line.as_bytes()[..line.len().min(LONGEST)];
    let folder =
        matches!(head.get(3..5), Some([_, b':'] | [b'/' | b'~', _])) || line.starts_with("PS>");
    memchr::memchr(b'>', head).filter(|_| folder).map_or(0, |at| at + 1)
}
