//! What the console hands over becomes arguments, as the C runtime of Windows parts them.

use super::lexer::{Letter, Sink};
use crate::source::{Span, Text};
use crate::truth::Why;

/// The arguments of one command, while its letters arrive.
#[derive(Default)]
pub(in crate::input) struct Argv {
    done: Vec<Text>,
    open: Option<Text>,
    quoted: bool,
    /// The quote before this letter closed: one more of them is a quote of the value.
    closed: bool,
    /// Backslashes whose meaning depends on what follows.
    slashes: Vec<Letter>,
    /// Letters that one place stands for together: the value of a variable.
    run: Option<(String, Span)>,
}

impl Argv {
    /// All arguments, the name of the program first.
    pub(in crate::input) fn finish(mut self) -> Vec<Text> {
        self.end_slashes();
        self.end_argument();
        self.done
    }

    fn push(&mut self, letter: Letter) {
        let mut buffer = [0; 4];
        let written: &str = letter.sign.encode_utf8(&mut buffer);
        if letter.stands {
            self.end_run();
            self.open.get_or_insert_default().push_verbatim(written, letter.span.start);
            return;
        }
        match &mut self.run {
            Some((run, span)) if *span == letter.span => run.push_str(written),
            Some(_) | None => {
                self.end_run();
                self.run = Some((written.to_owned(), letter.span));
            }
        }
    }

    fn end_run(&mut self) {
        if let Some((run, span)) = self.run.take() {
            self.open.get_or_insert_default().push_decoded(&run, span);
        }
    }

    /// No quote came: every backslash is one.
    fn end_slashes(&mut self) {
        for slash in std::mem::take(&mut self.slashes) {
            self.push(slash);
        }
    }

    fn end_argument(&mut self) {
        self.end_run();
        self.done.extend(self.open.take());
    }

    /// A quote: two backslashes before it are one, and an odd one makes it a letter.
    fn quote(&mut self, quote: Letter) {
        let slashes = std::mem::take(&mut self.slashes);
        for pair in slashes.chunks_exact(2) {
            let span = pair[0].span.hull(pair[1].span);
            self.push(Letter { span, stands: false, ..pair[0] });
        }
        if let [slash] = slashes.chunks_exact(2).remainder() {
            let span = slash.span.hull(quote.span);
            self.push(Letter { span, stands: false, ..quote });
        } else if self.closed && slashes.is_empty() {
            self.push(quote);
            self.quoted = true;
        } else {
            self.end_run();
            self.open.get_or_insert_with(|| Text::verbatim("", quote.span.end));
            self.closed = self.quoted;
            self.quoted = !self.quoted;
            return;
        }
        self.closed = false;
    }
}

impl Sink for Argv {
    fn letter(&mut self, letter: Letter) {
        match letter.sign {
            '"' => return self.quote(letter),
            '\\' => self.slashes.push(letter),
            ' ' | '\t' if !self.quoted => {
                self.end_slashes();
                self.end_argument();
            }
            _ => {
                self.end_slashes();
                self.push(letter);
            }
        }
        self.closed = false;
    }

    fn hole(&mut self, written: &str, span: Span, name: &str) {
        self.end_slashes();
        self.end_run();
        self.closed = false;
        self.open.get_or_insert_default().push_hole(written, span, (Why::Variable, name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Vec<String> {
        let mut argv = Argv::default();
        for (at, letter) in line.char_indices() {
            let span = Span::new(at, at + letter.len_utf8());
            argv.letter(Letter { sign: letter, span, stands: true });
        }
        argv.finish().iter().map(|text| text.as_written().to_owned()).collect()
    }

    #[test]
    fn backslashes_count_only_before_a_quote() {
        assert_eq!(arguments(r"a\b\\c"), [r"a\b\\c"]);
        assert_eq!(arguments(r#""{\"a\":1}" d"#), [r#"{"a":1}"#, "d"]);
        assert_eq!(arguments(r#""a\\" "b\\\"c""#), [r"a\", r#"b\"c"#]);
        assert_eq!(arguments(r"C:\x\ y"), [r"C:\x\", "y"]);
    }

    #[test]
    fn quotes_group_and_two_of_them_are_one() {
        assert_eq!(arguments(r#"a" b"c "" d"#), ["a bc", "", "d"]);
        assert_eq!(arguments(r#""a""b" c"#), [r#"a"b"#, "c"]);
        assert_eq!(arguments(r#"-d '{"a": 1}'"#), ["-d", "'{a:", "1}'"]);
    }
}
