//! A person confirms what may change something, by typing it.

use std::io::IsTerminal as _;

use super::Arguments;
use super::withheld::Withheld;
use crate::cli::message;
use crate::mask;
use crate::online::Request;

/// Lets a request pass that was allowed and confirmed. What is only listed needs no confirmation.
pub(super) fn confirm(request: &Request, arguments: &Arguments) -> Result<(), Withheld> {
    if !arguments.allow_writes {
        return Err(Withheld::Writes(request.method().to_owned()));
    }
    if arguments.network.dry_run {
        return Ok(());
    }
    let stdin = std::io::stdin();
    if !stdin.is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Withheld::NoTerminal);
    }
    let wanted = words(request);
    message::say(&format!("this may change something: {}", request.line()));
    message::say(&format!("type `{wanted}` to send it; anything else sends nothing"));
    let mut typed = String::new();
    match stdin.read_line(&mut typed) {
        Ok(_) if typed.trim() == wanted => Ok(()),
        Ok(_) | Err(_) => Err(Withheld::Unconfirmed),
    }
}

/// The method and the path, as they are typed: `*` stands for what is not shown.
fn words(request: &Request) -> String {
    let address = request.address();
    let path = address.split('?').next().unwrap_or_default();
    let path = path.splitn(4, '/').nth(3).unwrap_or_default();
    let part = |part| mask::segment(part).unwrap_or(if part.is_empty() { "" } else { "*" });
    let path: Vec<&str> = path.split('/').map(part).collect();
    format!("{} /{}", request.method(), path.join("/"))
}
