//! A page that is cut between its blocks, where it becomes too long for the service that shows it.

use std::fmt::Write as _;

use crate::report::words::count;

/// GitHub takes this much for the summary of a step.
const MOST_BYTES: usize = 1 << 20;
/// Room for the line that says what was left out.
const RESERVE: usize = 256;

#[derive(Default)]
pub(super) struct Page {
    text: String,
    left_out: usize,
}

impl Page {
    /// Adds a block whole, or counts it.
    pub(super) fn add(&mut self, block: &str) {
        if self.text.len() + block.len() > MOST_BYTES - RESERVE {
            self.left_out += 1;
        } else {
            self.text.push_str(block);
        }
    }

    pub(super) fn done(mut self) -> String {
        if self.left_out > 0 {
            let more = count(self.left_out, "more part");
            let _ = write!(self.text, "\n_{more} left out: a job summary holds 1 MiB_\n");
        }
        self.text
    }
}
