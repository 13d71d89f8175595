//! How far a long run has come: one line on the terminal, after a second, that vanishes.

use std::io::{IsTerminal as _, stderr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::interrupt;

/// Whoever waits no longer than this need not know.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts inputs. Its line is cleared when it goes.
pub(crate) struct Progress {
    total: usize,
    state: Mutex<State>,
}

struct State {
    done: usize,
    shown: Shown,
}

enum Shown {
    /// Nobody is to see it.
    Never,
    /// It is not time yet.
    From(Instant),
    Now(ProgressBar),
}

/// Who looks on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Onlooker {
    Person,
    Nobody,
}

impl Onlooker {
    /// A person at a terminal who did not ask for quiet; logs of a CI keep every line they are sent.
    pub(crate) fn of(quiet: Quiet) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if stderr().is_terminal() && !set("CI") && !dumb && quiet == Quiet::No {
            Self::Person
        } else {
            Self::Nobody
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quiet {
    Yes,
    No,
}

impl Progress {
    /// For so many inputs. One alone has nothing to count.
    pub(crate) fn of(total: usize, onlooker: Onlooker) -> Self {
        let shown = match onlooker {
            Onlooker::Person if total > 1 => Shown::From(Instant::now() + PATIENCE),
            Onlooker::Person | Onlooker::Nobody => Shown::Never,
        };
        Self { total, state: Mutex::new(State { done: 0, shown }) }
    }

    /// An input is begun. Its name is as it may be printed.
    pub(crate) fn begin(&self, name: &str) {
        self.tell(0, Some(name));
    }

    /// An input is done.
    pub(crate) fn end(&self) {
        self.tell(1, None);
    }

    fn tell(&self, more: usize, name: Option<&str>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.done += more;
        match &state.shown {
            Shown::Never => return,
            Shown::From(time) if Instant::now() < *time => return,
            Shown::From(_) => state.shown = Shown::Now(begun(self.total)),
            Shown::Now(_) => {}
        }
        if let Shown::Now(bar) = &state.shown {
            bar.set_position(u64::try_from(state.done).unwrap_or(u64::MAX));
            if let Some(name) = name {
                bar.set_message(name.replace(['\n', '\r'], " "));
            }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Shown::Now(bar) = &state.shown {
            bar.finish_and_clear();
            interrupt::shows(None);
        }
    }
}

fn begun(total: usize) -> ProgressBar {
    let length = u64::try_from(total).unwrap_or(u64::MAX);
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("checked {pos} of {len}  {wide_msg}") {
        bar.set_style(style);
    }
    interrupt::heed();
    interrupt::shows(Some(bar.clone()));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(progress: &Progress) -> Option<(u64, String)> {
        match &progress.state.lock().unwrap().shown {
            Shown::Now(bar) => Some((bar.position(), bar.message())),
            Shown::Never | Shown::From(_) => None,
        }
    }

    #[test]
    fn nothing_is_shown_before_its_time_and_then_how_far_it_is() {
        let progress = Progress::of(3, Onlooker::Person);
        progress.begin("a.sh");
        progress.end();
        assert_eq!(bar(&progress), None);
        progress.state.lock().unwrap().shown = Shown::From(Instant::now());
        progress.begin("b\n.sh");
        assert_eq!(bar(&progress), Some((1, "b .sh".to_owned())));
        progress.end();
        assert_eq!(bar(&progress), Some((2, "b .sh".to_owned())));
    }

    #[test]
    fn one_input_and_nobody_at_a_terminal_see_nothing() {
        for progress in [Progress::of(1, Onlooker::Person), Progress::of(9, Onlooker::Nobody)] {
            progress.begin("a.sh");
            assert!(matches!(progress.state.lock().unwrap().shown, Shown::Never));
        }
        assert_eq!(Onlooker::of(Quiet::Yes), Onlooker::Nobody);
    }
}
