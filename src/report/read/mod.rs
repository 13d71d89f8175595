//! What was read, written again: as JSON, as a HAR, as an `.http` file, as curl commands.
//!
//! A document is written piece by piece, so that a recording of any size needs no more memory than
//! one of its exchanges.

use std::io::{self, Write};

use crate::exchange::{Exchange, Kept, Url};
use crate::source::{Problem, Span, Text};

mod answer;
mod conceal;
mod curl;
mod har;
mod http;
mod json;

use conceal::Concealer;

/// Whether recorded text is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    Masked,
    Written,
}

/// In which format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    Json,
    Har,
    Http,
    Curl,
}

impl Document {
    pub const ALL: &'static [Self] = &[Self::Json, Self::Har, Self::Http, Self::Curl];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Har => "har",
            Self::Http => "http",
            Self::Curl => "curl",
        }
    }
}

/// A document on its way.
pub struct Writer<'a> {
    out: &'a mut dyn Write,
    document: Document,
    secrets: Secrets,
    exchanges: usize,
    /// Whether a header that is not there was not sent, in all exchanges so far.
    whole: bool,
    concealer: Concealer,
    problems: Vec<(String, Problem)>,
}

impl<'a> Writer<'a> {
    pub fn begin(out: &'a mut dyn Write, document: Document, secrets: Secrets) -> io::Result<Self> {
        out.write_all(match document {
            Document::Json => json::START.as_bytes(),
            Document::Har => har::START.as_bytes(),
            Document::Http | Document::Curl => b"",
        })?;
        let concealer = Concealer::default();
        let problems = Vec::new();
        Ok(Self { out, document, secrets, exchanges: 0, whole: true, concealer, problems })
    }

    pub fn exchange(&mut self, exchange: &Exchange) -> io::Result<()> {
        let first = self.exchanges == 0;
        self.exchanges += 1;
        self.whole &= exchange.request.kept == Kept::All;
        let (between, text) = match self.document {
            Document::Json => (",", "\n".to_owned() + &json::exchange(exchange, self.secrets)?),
            Document::Har => (",", "\n".to_owned() + &har::entry(exchange, self.secrets)?),
            Document::Http => {
                let concealed = self.concealer.places(exchange, self.secrets);
                ("\n", http::block(exchange, self.secrets, &concealed))
            }
            Document::Curl => {
                let concealed = self.concealer.places(exchange, self.secrets);
                ("\n", curl::command(exchange, self.secrets, &concealed))
            }
        };
        if !first {
            self.out.write_all(between.as_bytes())?;
        }
        self.out.write_all(text.as_bytes())
    }

    /// The JSON document holds the problems of all files, behind the exchanges; the other formats
    /// have no place for them.
    pub fn problem(&mut self, file: &str, problem: &Problem) {
        self.problems.push((file.to_owned(), problem.clone()));
    }

    pub fn finish(self) -> io::Result<()> {
        match self.document {
            Document::Json => self.out.write_all(json::end(&self.problems)?.as_bytes()),
            Document::Har => self.out.write_all(har::end(self.whole)?.as_bytes()),
            Document::Http | Document::Curl => Ok(()),
        }
    }
}

/// The address as it is sent: without the port that its scheme implies, and with the scheme that
/// curl takes where none is written.
fn address(exchange: &Exchange) -> Url {
    let mut url = exchange.request.url.clone();
    let scheme = url.scheme.as_written().to_ascii_lowercase();
    let port = url.port.as_ref().map(|port| port.as_written().to_owned());
    if let ("https", Some("443")) | ("http", Some("80")) = (scheme.as_str(), port.as_deref()) {
        url.port = None;
    }
    let curl = exchange.format.is_script();
    if curl && url.scheme.is_empty() && !url.host.is_empty() {
        url.scheme = Text::decoded("http", Span::at(url.span.start));
    }
    url
}
