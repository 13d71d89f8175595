//! Text becomes Markdown that shows it and does nothing else: no HTML, no link, no mention.

use std::fmt::Write as _;

use crate::report::found::line;

/// A line of our words with recorded text in it. What stands in backticks is shown as code.
pub(super) fn inline(text: &str) -> String {
    let text = line(text);
    let mut markdown = String::new();
    let parts: Vec<&str> = text.split('`').collect();
    // The last of an even number of parts stands behind a backtick that nothing closes.
    let closed = parts.len() - usize::from(parts.len().is_multiple_of(2));
    for (number, part) in parts.iter().enumerate() {
        match number % 2 {
            1 if number < closed => markdown.push_str(&code(part)),
            1 => {
                markdown.push_str("\\`");
                plain(part, &mut markdown);
            }
            _ => plain(part, &mut markdown),
        }
    }
    markdown
}

/// Recorded text, or the name of a file.
pub(super) fn code(text: &str) -> String {
    let text = line(text);
    if text.trim().is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // A table takes a bar for the end of its cell, in code too.
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}

/// Several lines as they are, in a fence that is longer than any in them.
pub(super) fn block(text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    let lines = text.split('\n').map(|one| one.trim_end_matches('\r'));
    let shown: Vec<_> = lines.map(crate::mask::visible).collect();
    format!("{fence}\n{}\n{fence}\n", shown.join("\n").trim_end_matches('\n'))
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default()
}

fn plain(text: &str, markdown: &mut String) {
    for letter in text.chars() {
        match letter {
            '<' => markdown.push_str("&lt;"),
            '>' => markdown.push_str("&gt;"),
            '&' => markdown.push_str("&amp;"),
            // Nobody is called, no issue named and no address linked behind a space of no width.
            '@' | '#' => {
                let _ = write!(markdown, "\\{letter}&#8203;");
            }
            '.' if ends_in_www(markdown) => markdown.push_str("&#8203;."),
            '/' if markdown.ends_with(':') => markdown.push_str("&#8203;/"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '`' | '$' => {
                markdown.push('\\');
                markdown.push(letter);
            }
            _ => markdown.push(letter),
        }
    }
}

/// GitHub links what begins like this.
fn ends_in_www(text: &str) -> bool {
    text.len()
        .checked_sub(3)
        .and_then(|at| text.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        for (text, markdown) in [
            ("a `b` c", "a `b` c"),
            ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
            ("[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"),
            ("@all, #1", "\\@&#8203;all, \\#&#8203;1"),
            (
                "see https://evil.example www.evil.example",
                "see https:&#8203;//evil.example www&#8203;.evil.example",
            ),
            ("a ` b", "a \\` b"),
            ("`a` ` <b>", "`a` \\` &lt;b&gt;"),
            ("a\n# b", "a \\#&#8203; b"),
            ("a | `b|c`", "a \\| `b\\|c`"),
        ] {
            assert_eq!(inline(text), markdown, "{text}");
        }
    }

    #[test]
    fn code_is_fenced_by_more_than_it_holds() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code(" "), "");
        assert_eq!(block("a\n```\nb\r\n"), "````\na\n```\nb\n````\n");
        assert_eq!(block("a\u{1b}[2J"), "```\na‹U+001B›[2J\n```\n");
    }
}
