//! Blocks that show a terminal: commands behind prompts, and what they print.

use super::blocks::Block;
use crate::input::answer;
use crate::source::{Embedding, Span};

/// Does the block begin with a call of curl, maybe behind a prompt?
pub(super) fn begins_with_call(body: &str) -> bool {
    let line = body.trim_start();
    let line = &line[prompt(line).unwrap_or(0)..];
    line.strip_prefix("curl").is_some_and(|rest| rest.starts_with([' ', '\\']))
}

/// Does any line begin with a prompt?
pub(super) fn has_prompts(text: &str, block: &Block) -> bool {
    block.lines.iter().any(|line| prompt(&text[line.start..line.end]).is_some())
}

/// Takes the commands without their prompts, and the answers below them; other output is left.
pub(super) fn take(commands: &mut Embedding<'_>, text: &str, block: &Block) {
    let mut lines = block.lines.iter().copied().peekable();
    let mut answered = true;
    while let Some(line) = lines.next() {
        let written = &text[line.start..line.end];
        if let Some(length) = prompt(written) {
            let mut quote = Quote::default();
            let first = Span::new(line.start + length, line.end);
            commands.take_line(first);
            quote.read(&text[first.start..first.end]);
            while quote.is_open()
                && let Some(more) =
                    lines.next_if(|more| prompt(&text[more.start..more.end]).is_none())
            {
                let written = &text[more.start..more.end];
                // The shell's own sign that the command goes on.
                let sign = if written.starts_with("> ") { 2 } else { 0 };
                commands.take_line(Span::new(more.start + sign, more.end));
                quote.read(&written[sign..]);
            }
            answered = !text[first.start..first.end].contains("curl");
        } else if !answered && is_answer(written) {
            let rest =
                lines.clone().take_while(|more| prompt(&text[more.start..more.end]).is_none());
            let count = rest.count();
            commands.take_line(line);
            lines.by_ref().take(count).for_each(|more| commands.take_line(more));
            answered = true;
        }
    }
}

fn is_answer(line: &str) -> bool {
    line.starts_with('{') || answer::length_at(line).is_some()
}

/// The length of a prompt: `$ `, `% `, `user@host:~$ `.
fn prompt(line: &str) -> Option<usize> {
    let indented = line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = &line[indented..];
    if rest.starts_with("$ ") || rest.starts_with("% ") || rest.starts_with("❯ ") {
        return rest.find(' ').map(|blank| indented + blank + 1);
    }
    let sign = rest.find("$ ").or_else(|| rest.find("# ")).or_else(|| rest.find("% "))?;
    let name = &rest[..sign];
    let plain = !name.contains([' ', '\'', '"', '=', ';', '|', '&', '$', '(']);
    let named = name.contains('@') || name.contains(':') && name.contains('~');
    (plain && named && name.len() < 80).then_some(indented + sign + 2)
}

/// Whether a command goes on below: inside quotes, or behind a backslash.
#[derive(Default)]
struct Quote {
    open: Option<char>,
    continued: bool,
}

impl Quote {
    const fn is_open(&self) -> bool {
        self.open.is_some() || self.continued
    }

    fn read(&mut self, line: &str) {
        let line = line.trim_end_matches(['\n', '\r']);
        self.continued = false;
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match (self.open, letter) {
                (None | Some('"'), '\\') => self.continued = letters.next().is_none(),
                (None, '\'' | '"') => self.open = Some(letter),
                (Some(open), letter) if open == letter => self.open = None,
                (None | Some(_), _) => {}
            }
        }
    }
}
