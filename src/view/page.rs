//! Whole lines of a file that holds calls, as they may be shown.

use super::cells::{Cell, Ground, in_file};
use super::secrets::{Credential, Ledger, Secret, secrets};
use crate::exchange::Exchange;
use crate::source::Text;

/// Columns of a line that are shown.
const WIDTH: usize = 400;

/// The text of a file, and the calls that were read from it.
pub struct Page<'a> {
    /// As long as the file, byte for byte.
    pub text: &'a str,
    pub exchanges: &'a [Exchange],
}

impl Page<'_> {
    /// These lines, counted from 0. Secrets are numbered on from those in the ledger; words outside
    /// the calls, of which nothing is known, are told by their length.
    pub fn lines(&self, wanted: &[usize], ledger: &mut Ledger) -> Vec<String> {
        let mut concealed: Vec<Secret> = Vec::new();
        for exchange in self.exchanges {
            let found = secrets(exchange, &Credential::default(), ledger);
            let placed = |secret: Secret| Secret { span: in_file(exchange, secret.span), ..secret };
            concealed.extend(found.into_iter().map(placed));
        }
        let ground = Ground::over(self.exchanges, &concealed);
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1));
        let line = |number: &usize| {
            let start = starts.get(*number).copied().unwrap_or(self.text.len());
            let end = starts.get(number + 1).map_or(self.text.len(), |next| next - 1);
            let written = self.text.get(start..end).unwrap_or_default();
            let written = written.strip_suffix('\r').unwrap_or(written);
            shown(&ground.cells(&Text::verbatim(written, start)))
        };
        wanted.iter().map(line).collect()
    }
}

fn shown(cells: &[Cell]) -> String {
    let mut line = String::new();
    let mut room = WIDTH;
    for cell in cells {
        let Some(left) = room.checked_sub(cell.columns()) else {
            line.push('…');
            break;
        };
        room = left;
        cell.write(&mut line);
    }
    line
}

#[cfg(test)]
mod tests {
    use crate::exchange::Origin;
    use crate::input::{Item, Options, read};

    use super::*;

    fn page(name: &str, text: &str) -> Vec<String> {
        let mut exchanges = Vec::new();
        read(name, Box::new(text.as_bytes()), &Options::of(Origin::Written), &mut |item| {
            if let Item::Exchange(exchange) = item {
                exchanges.push(*exchange);
            }
        });
        let all: Vec<usize> = (0..text.lines().count()).collect();
        Page { text, exchanges: &exchanges }.lines(&all, &mut Ledger::default())
    }

    #[test]
    fn secrets_are_told_by_what_they_are_wherever_they_stand() {
        let secret = ["k9Xv", "Q2mLr8TbW4zz01"].concat();
        let text = format!(
            "# not {secret} here\nT={secret}\ncurl https://api.frontegg.com/x -H \"Authorization: Bearer $T\"\r\n\
             curl https://x.io/ -H 'Authorization: Bearer {secret}'\n"
        );
        let lines = page("a.sh", &text);
        let all = lines.join("\n");
        assert!(!all.contains(&secret) && !all.contains('\r'), "{all}");
        assert!(lines[3].contains("https://x.io/"), "{all}");
        assert!(lines[3].contains("‹token 1, 18 characters›"), "{all}");
    }

    #[test]
    fn a_call_in_a_file_of_another_kind_is_shown_where_it_stands() {
        let text =
            "\u{feff}# Words\n\n> ```sh\n> curl https://api.frontegg.com/x \\\n>   -d a=b\n> ```\n";
        let lines = page("a.md", text);
        assert!(lines[3].contains("curl https://api.frontegg.com/x"), "{lines:?}");
    }

    #[test]
    fn a_line_has_an_end() {
        let lines =
            page("a.sh", &format!("curl {}https://api.frontegg.com/\n", "-v ".repeat(9_000)));
        assert!(lines[0].chars().count() <= WIDTH + 1 && lines[0].ends_with('…'));
    }
}
