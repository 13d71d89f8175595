//! Where the token comes from: standard input, a prompt that shows nothing, an argument.

use std::io::{IsTerminal as _, Read as _};

use crate::cli::failure::Failure;
use crate::cli::files::Unreadable;
use crate::cli::message;
use crate::facts::credential::Unusable;

/// More than any token; what is piped by mistake is not read to its end.
const MOST: u64 = 1024 * 1024;

/// A terminal passes on no more characters of a line than this; some only these.
const LINE: usize = 4_095;
const SHORT_LINE: usize = 1_023;

/// What was given, and how.
pub(super) struct Asked {
    pub(super) text: String,
    by: By,
}

#[derive(PartialEq, Eq)]
enum By {
    Prompt,
    Pipe,
    Argument,
}

pub(super) fn ask(words: &[String]) -> Result<Asked, Failure> {
    let named = words.iter().any(|word| word != "-");
    if named {
        message::say(
            "the token stands in the shell's history now: a pipe or the prompt keeps it out",
        );
        return Ok(Asked { text: words.join(" "), by: By::Argument });
    }
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        let text = rpassword::prompt_password("token (it is not shown): ");
        return Ok(Asked { text: text.map_err(|error| unreadable(&error))?, by: By::Prompt });
    }
    let mut bytes = Vec::new();
    stdin.by_ref().take(MOST).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    Ok(Asked { text: String::from_utf8_lossy(&bytes).into_owned(), by: By::Pipe })
}

impl Asked {
    /// A terminal may have cut what was pasted.
    pub(super) fn hint(&self, why: Unusable) {
        let long =
            self.text.len() >= LINE || (SHORT_LINE..=SHORT_LINE + 1).contains(&self.text.len());
        if self.by == By::Prompt && long && matches!(why, Unusable::Cut(..)) {
            message::say("a terminal passes on a part of so long a line; pipe the token instead");
        }
    }
}

fn unreadable(error: &std::io::Error) -> Failure {
    let why = message::io_error(error);
    Unreadable { name: "<stdin>".to_owned(), why }.into()
}
