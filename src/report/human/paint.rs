//! Colours of the words around a snippet.

use super::Colour;

#[derive(Clone, Copy)]
pub(super) enum Tone {
    Bad,
    Doubtful,
    Calm,
    Good,
    Strong,
    Faint,
}

#[derive(Clone, Copy)]
pub(super) struct Paint(Colour);

impl Paint {
    pub(super) fn of(colour: Colour) -> Self {
        Self(colour)
    }

    pub(super) fn dress(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Bad => "1;31",
            Tone::Doubtful => "1;33",
            Tone::Calm => "36",
            Tone::Good => "32",
            Tone::Strong => "1",
            Tone::Faint => "2",
        };
        match self.0 {
            Colour::Never => text.to_owned(),
            Colour::Always => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}
