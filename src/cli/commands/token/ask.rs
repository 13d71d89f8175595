//! Where the token comes from: standard input, a prompt that shows nothing, an argument.

use std::io::{IsTerminal as _, Read as _};

use crate::cli::failure::Failure;
use crate::cli::files::Unreadable;
use crate::cli::{interrupt, message};

/// More than any token; what is piped by mistake is not read to its end.
const MOST: u64 = 1024 * 1024;

/// The text that was given; nothing of it is shown while it is typed.
pub(crate) fn ask(words: &[String]) -> Result<String, Failure> {
    let named = words.iter().any(|word| word != "-");
    if named {
        message::say(
            "the token stands in the shell's history now: a pipe or the prompt keeps it out",
        );
        return Ok(words.join(" "));
    }
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        let text = interrupt::unseen("token (it is not shown): ");
        return text.map_err(|error| unreadable(&error));
    }
    let mut bytes = Vec::new();
    stdin.by_ref().take(MOST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > MOST {
        let why = "it is larger than 1 MiB, which no token is: pipe the token alone".to_owned();
        return Err(Unreadable { name: "<stdin>".to_owned(), why }.into());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn unreadable(error: &std::io::Error) -> Failure {
    let why = message::io_error(error);
    Unreadable { name: "<stdin>".to_owned(), why }.into()
}
