//! Findings and recordings become text.

use std::io;

use crate::finding::{Report, Severity};

mod alike;
mod concise;
mod diff;
mod found;
mod github;
mod gitlab;
pub mod html;
#[cfg(feature = "human")]
pub mod human;
pub mod json;
mod junit;
mod markdown;
mod ndjson;
pub mod read;
mod recording;
mod sarif;
pub mod statistics;
mod sum;
mod words;

/// What a run came to: all that a format is given.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// By file.
    pub reports: &'a [&'a Report],
    /// The code that the command ends with, and why it is this one.
    pub exit: u8,
    pub why: &'a str,
    /// What is known of a rule, for formats that describe the rules they name.
    pub rules: &'a dyn Fn(&str) -> Option<Card>,
}

/// A rule, as a format describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub topic: String,
    /// Without what raises it.
    pub severity: Severity,
    /// One line: what is wrong, with the names of facts where their values would stand.
    pub title: String,
    /// Why it is wrong, in Markdown.
    pub why: String,
    /// What to do.
    pub help: Option<String>,
}

/// A format that `check` writes. One file beside, and one line in each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Human,
    Concise,
    Json,
    Ndjson,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Markdown,
    Html,
}

impl Format {
    pub const ALL: &'static [Self] = &[
        Self::Human,
        Self::Concise,
        Self::Json,
        Self::Ndjson,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Markdown,
        Self::Html,
    ];

    /// The word that `--format` takes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// What it is for.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Human => "for people, at a terminal",
            Self::Concise => "one line a finding, for editors and grep",
            Self::Json => "for programs; version 1, stable",
            Self::Ndjson => "for programs that read line by line; the parts of json",
            Self::Sarif => "SARIF 2.1.0, for code scanning",
            Self::Github => "annotations of a GitHub workflow",
            Self::Gitlab => "a GitLab code quality report",
            Self::Junit => "JUnit XML, for what shows tests",
            Self::Markdown => "a page, for the summary of a GitHub job",
            Self::Html => "one page to open in a browser, keep or pass on",
        }
    }

    /// A program reads it: it is a whole document whatever happens.
    pub const fn is_document(self) -> bool {
        match self {
            Self::Human | Self::Concise => false,
            Self::Json
            | Self::Ndjson
            | Self::Sarif
            | Self::Github
            | Self::Gitlab
            | Self::Junit
            | Self::Markdown
            | Self::Html => true,
        }
    }
}

/// Writes a run in a format for programs or services. What people read at a terminal needs to
/// know the terminal: [`human::write`].
pub fn write(format: Format, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Human => Ok(()),
        Format::Concise => concise::write(run, out),
        Format::Json => json::write(run.reports, run.exit, out),
        Format::Ndjson => ndjson::write(run, out),
        Format::Sarif => sarif::write(run, out),
        Format::Github => github::write(run, out),
        Format::Gitlab => gitlab::write(run, out),
        Format::Junit => junit::write(run, out),
        Format::Markdown => markdown::write(run, out),
        Format::Html => html::write(run, out),
    }
}
