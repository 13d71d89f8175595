//! What the terminal can do.

use std::io::IsTerminal;

use crate::cli::args::Color;
use crate::report::human::Links;

/// Whether names become links on this stream.
pub(crate) fn links(when: Color, stream: &impl IsTerminal) -> Links {
    let told = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let linked = match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => stream.is_terminal() && knows_links(&told),
    };
    if linked { Links::Always } else { Links::Never }
}

/// No terminal says whether it knows links; those that do are known by what they say of
/// themselves. `told` is the environment.
fn knows_links(told: &impl Fn(&str) -> Option<String>) -> bool {
    const PROGRAMS: &[&str] =
        &["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "zed"];
    const TERMS: &[&str] = &["kitty", "alacritty", "foot", "ghostty", "wezterm", "contour"];
    if told("FORCE_HYPERLINK").is_some_and(|value| value != "0") {
        return true;
    }
    let term = told("TERM").unwrap_or_default();
    // Inside tmux or screen nobody knows what is outside.
    let is_within = ["dumb", "screen", "tmux"].iter().any(|name| term.starts_with(name));
    if is_within || told("CI").is_some() {
        return false;
    }
    let program = told("TERM_PROGRAM").unwrap_or_default();
    let vte = told("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    PROGRAMS.contains(&program.as_str())
        || TERMS.iter().any(|name| term.contains(name))
        || vte.is_some_and(|version| version >= 5_000)
        || ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].iter().any(|name| told(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_for_terminals_that_are_known_to_open_them() {
        let knows = |told: &[(&str, &str)]| {
            let value = |name: &str| {
                told.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            };
            knows_links(&value)
        };
        assert!(!knows(&[("TERM", "xterm-256color")]));
        assert!(knows(&[("TERM", "xterm-kitty")]));
        assert!(knows(&[("TERM_PROGRAM", "vscode")]));
        assert!(knows(&[("VTE_VERSION", "7006")]) && !knows(&[("VTE_VERSION", "4999")]));
        assert!(knows(&[("WT_SESSION", "a"), ("TERM", "xterm")]));
        assert!(!knows(&[("VTE_VERSION", "7006"), ("TERM", "tmux-256color")]));
        assert!(!knows(&[("TERM_PROGRAM", "vscode"), ("CI", "true")]));
        assert!(knows(&[("FORCE_HYPERLINK", "1"), ("CI", "true")]));
    }
}
