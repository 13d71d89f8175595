//! An answer's page for people: a title, and rows with a name before each.

use std::fmt::Write as _;

/// A page that is being written.
pub(super) struct Rows(String);

impl Rows {
    pub(super) fn titled(title: &str) -> Self {
        Self(format!("{title}\n"))
    }

    pub(super) fn row(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.0, "  {name:<12} {text}");
    }

    /// Several of one kind, the name before the first.
    pub(super) fn all(&mut self, name: &str, texts: &[String]) {
        for (at, text) in texts.iter().enumerate() {
            self.row(if at == 0 { name } else { "" }, text);
        }
    }

    /// What to do, and the end of the page.
    pub(super) fn ended(mut self, help: Option<&str>) -> String {
        if let Some(help) = help {
            let _ = writeln!(self.0, "help: {help}");
        }
        self.0
    }
}
