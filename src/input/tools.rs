//! Programs besides curl that send a request: which they are, and what their words say.

use super::curl::{Command, Context};
use super::shell::Argument;
use super::{httpie, wget};
use crate::exchange::{Header, Kept, Request, Sent, SetBy, Url};
use crate::source::Text;
use crate::truth::Fact;

/// Why a command is not read: it says more than a plain request.
pub(super) type Unread = &'static str;

type Read = Result<Vec<Command>, Unread>;

/// A program that sends requests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    Curl,
    Wget,
    /// `HTTPie` or xh, and the scheme it assumes.
    Httpie(&'static str),
}

/// The program of this name, in any folder.
pub(super) fn named(name: &str) -> Option<Tool> {
    Some(match name.rsplit('/').next()? {
        "curl" | "curl.exe" => Tool::Curl,
        "wget" => Tool::Wget,
        "http" | "xh" => Tool::Httpie("http"),
        "https" | "xhs" => Tool::Httpie("https"),
        _ => return None,
    })
}

/// The requests of one command, from the words behind the name of a program that is not curl.
pub(super) fn requests(tool: Tool, arguments: &[Argument], context: &Context<'_>) -> Read {
    match tool {
        Tool::Curl => Err("curl is read by itself"),
        Tool::Wget => wget::requests(arguments, context),
        Tool::Httpie(scheme) => httpie::requests(arguments, (scheme, context)),
    }
}

/// What a command says of its request, before the method and the body are put in.
pub(super) struct Draft {
    pub(super) headers: Vec<Header>,
    pub(super) kept: Kept,
}

impl Draft {
    pub(super) const fn new() -> Self {
        Self { headers: Vec::new(), kept: Kept::All }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header.is(name))
    }

    /// A header that an option implies, unless the text says it.
    pub(super) fn imply(&mut self, name: &str, value: Text) {
        if !self.has(name) {
            let name = Text::decoded(name, value.span());
            self.headers.push(Header { name, value, set: SetBy::Option });
        }
    }

    pub(super) fn command(self, method: Text, url: Url, body: Fact<Text>) -> Command {
        let request = Request { method, url, headers: self.headers, kept: self.kept, body };
        Command { request, sent: Sent::Yes, accidents: Vec::new() }
    }
}
