//! The program's own words, on stderr; never recorded text.

use std::io::{BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Component, Path};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use crate::cli::args::Color;
use crate::cli::failure::Failure;
use crate::mask;

/// A line, or a few, on stderr. A stderr that is closed is nobody's problem.
pub(crate) fn say(line: &str) {
    let mut stderr = std::io::stderr().lock();
    for line in line.lines() {
        drop(writeln!(stderr, "frontegg-lint: {}", mask::visible(line)));
    }
}

/// What was asked for, on standard output. A reader that has seen enough is no error.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Failure> {
    print_as_written(|out| out.write_all(bytes))
}

/// The same of what is too long to be held as a text first.
pub(crate) fn print_as_written(
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(unwritable(&error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Standard output takes nothing more.
pub(crate) fn unwritable(error: &std::io::Error) -> Failure {
    Failure::Unwritable { name: "<stdout>".to_owned(), why: io_error(error) }
}

/// A document for programs.
pub(crate) fn json(document: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(document);
    text.expect("plain data with text keys is JSON") + "\n"
}

/// What went wrong, on stderr: one line, or the place in the file where there is one.
pub(crate) fn show(failure: &Failure, theme: GraphicalTheme) {
    if let Some(drawn) = failure.drawn() {
        drop(write!(std::io::stderr().lock(), "{}", render(drawn, theme)));
        return;
    }
    say(&failure.to_string());
    if let Some(help) = failure.help() {
        say(&format!("help: {help}"));
    }
}

/// Columns of what goes to no terminal.
pub(crate) const WIDTH: usize = 100;

/// Columns of the terminal that a stream goes to. `COLUMNS` is believed first: nothing else
/// says it where there is no terminal.
pub(crate) fn columns(stream: &impl IsTerminal) -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|told| told.trim().parse().ok());
    let measured = || {
        let size = stream.is_terminal().then(terminal_size::terminal_size).flatten();
        size.map(|(terminal_size::Width(columns), _)| usize::from(columns))
    };
    told.or_else(measured).filter(|columns| *columns > 0).unwrap_or(WIDTH)
}

/// Whether colours go to this stream.
pub(crate) fn colored(color: Color, stream: &impl IsTerminal) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            stream.is_terminal() && !dumb && !set("NO_COLOR")
        }
    }
}

pub(crate) fn theme(color: Color, stream: &impl IsTerminal) -> GraphicalTheme {
    if colored(color, stream) {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    }
}

/// A path as it is printed.
pub(crate) fn path(path: &Path) -> String {
    mask::visible(&path.display().to_string()).into_owned()
}

/// A path that leads nowhere. It may be no path at all but a token on the wrong side of a blank,
/// so parts that look random are described by their length.
pub(crate) fn path_unknown(path: &Path) -> String {
    let written = path.to_string_lossy();
    if ["://", "curl "].iter().any(|mark| written.contains(mark)) {
        return format!("‹{} characters›", written.chars().count());
    }
    let shown = |component: Component<'_>| match component {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            if may_be_secret(&name) {
                format!("‹{} characters›", name.chars().count())
            } else {
                mask::visible(&name).into_owned()
            }
        }
        Component::RootDir => String::new(),
        Component::Prefix(_) | Component::CurDir | Component::ParentDir => {
            component.as_os_str().to_string_lossy().into_owned()
        }
    };
    path.components().map(shown).collect::<Vec<_>>().join("/")
}

/// File names mix words, dates and numbers freely; what no file name has is a long run of letters
/// and digits, the beginning of a JWT, or the name of a credential beside its value.
fn may_be_secret(name: &str) -> bool {
    let long_and_mixed = |run: &str| {
        run.len() >= 16
            && run.bytes().any(|byte| byte.is_ascii_digit())
            && run.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let lower = name.to_ascii_lowercase();
    name.contains("eyJ")
        || ["bearer ", "authorization:", "basic ", "="].iter().any(|w| lower.contains(w))
        || name.chars().count() > 120
        || name.split(|c: char| !c.is_ascii_alphanumeric()).any(long_and_mixed)
}

/// What the operating system says about a file, in its own plain words.
pub(crate) fn io_error(error: &std::io::Error) -> String {
    if error.kind() == ErrorKind::NotFound {
        return "no such file".to_owned();
    }
    error.kind().to_string()
}

/// An error of our own inputs, with its place, for a person.
pub(crate) fn render(diagnostic: &dyn Diagnostic, theme: GraphicalTheme) -> String {
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    match handler.render_report(&mut text, diagnostic) {
        Ok(()) => text,
        Err(_) => diagnostic.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_named_and_a_token_is_not() {
        for name in ["call.sh", "a b/my call (2).har", "2026-05-11T12.00.00Z-orders.har", "/x/../y"]
        {
            assert_eq!(path_unknown(Path::new(name)), name);
        }
        let token = format!("ey{}", "JhbGciOiJub25lIn0.e30.x");
        for name in [token.as_str(), "k9XvQ2mLr8TbW4zz01", "Authorization: x", "https://a/?token=b"]
        {
            let shown = path_unknown(Path::new(name));
            assert!(shown.starts_with('‹'), "{shown}");
            assert!(!shown.contains("k9Xv") && !shown.contains("token="), "{shown}");
        }
    }
}
