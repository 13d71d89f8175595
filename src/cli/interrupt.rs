//! What Ctrl-C leaves behind: no half-written file, and a terminal as it was.

#[cfg(unix)]
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::sync::{Mutex, Once, PoisonError};
use std::time::Duration;

use indicatif::ProgressBar;
#[cfg(unix)]
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use tempfile::TempPath;

use crate::cli::message;

/// As a shell tells a command that Ctrl-C ended.
const CODE: i32 = 130;

/// A stream that takes nothing more does not keep us.
const PATIENCE: Duration = Duration::from_millis(500);

/// What is to be undone.
struct Open {
    files: Vec<PathBuf>,
    bar: Option<ProgressBar>,
    /// As it was before a prompt that shows nothing.
    #[cfg(unix)]
    terminal: Option<(File, Termios)>,
}

static OPEN: Mutex<Open> = Mutex::new(Open {
    files: Vec::new(),
    bar: None,
    #[cfg(unix)]
    terminal: None,
});

/// From here on Ctrl-C, and being told to end, is heeded.
pub(crate) fn heed() {
    static HEEDED: Once = Once::new();
    // Where it cannot be heeded, the system ends the program as ever.
    HEEDED.call_once(|| drop(ctrlc::set_handler(|| end())));
}

/// Makes a file that lasts only if it is [`kept`].
pub(crate) fn passing<F>(
    make: impl FnOnce() -> io::Result<(F, TempPath)>,
) -> io::Result<(F, TempPath)> {
    heed();
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    let (file, path) = make()?;
    open.files.push(path.to_path_buf());
    Ok((file, path))
}

/// Ends the passing of a file: it is put in its place, or it goes. Ctrl-C waits meanwhile.
pub(crate) fn kept<T>(path: TempPath, keep: impl FnOnce(TempPath) -> T) -> T {
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    let name = path.to_path_buf();
    let done = keep(path);
    open.files.retain(|file| *file != name);
    done
}

/// The line that is to vanish from the terminal.
pub(crate) fn shows(bar: Option<ProgressBar>) {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner).bar = bar;
}

/// Asks at the terminal for a line that is not shown while it is typed.
pub(crate) fn unseen(prompt: &str) -> io::Result<String> {
    heed();
    remember();
    let line = rpassword::prompt_password(prompt);
    if line.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {
        // The prompt hears of Ctrl-C as soon as we do.
        end();
    }
    forget();
    line
}

/// Keeps how the terminal is, which a prompt is about to change.
#[cfg(unix)]
fn remember() {
    let terminal = File::open("/dev/tty").ok();
    let terminal = terminal.and_then(|tty| tcgetattr(&tty).ok().map(|as_is| (tty, as_is)));
    OPEN.lock().unwrap_or_else(PoisonError::into_inner).terminal = terminal;
}

#[cfg(unix)]
fn forget() {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner).terminal = None;
}

/// The console of Windows is put right by the prompt itself.
#[cfg(not(unix))]
fn remember() {}

#[cfg(not(unix))]
fn forget() {}

#[cfg(unix)]
fn put_right(open: &Open) {
    if let Some((tty, as_it_was)) = &open.terminal {
        let _ = tcsetattr(tty, OptionalActions::Now, as_it_was);
    }
}

#[cfg(not(unix))]
fn put_right(_: &Open) {}

#[expect(clippy::exit, reason = "the threads that work know nothing of Ctrl-C")]
fn end() -> ! {
    // It is never unlocked: nothing is begun or put in place any more.
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    for file in &open.files {
        drop(std::fs::remove_file(file));
    }
    let bar = open.bar.take();
    let (said, waits) = channel();
    std::thread::spawn(move || {
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        message::say("exit 130: interrupted");
        let _ = said.send(());
    });
    let _ = waits.recv_timeout(PATIENCE);
    // Last of all: the prompt may only just be about to change it.
    put_right(&open);
    std::process::exit(CODE);
}
