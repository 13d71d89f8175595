//! Answers are kept.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Entry, VERSION, Written};
use crate::cli::commands::check::clock;
use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::message;
use crate::exchange::Time;
use crate::facts::{Answers, Said};

const HEAD: &str = "\
# What the network answered. `frontegg-lint check --answers FILE` judges by it and asks nobody.
# `of` is a print of a credential, which cannot be turned back: no credential is in here.
";

/// Writes the answers that came at this time, if any came.
pub(crate) fn write(path: &Path, answers: &Answers, asked: Time) -> Result<(), Failure> {
    if answers.of.is_empty() {
        message::say("nothing is kept: the answers do not settle anything");
        return Ok(());
    }
    let entry = |(print, said): (&String, &Said)| Entry {
        of: print.clone(),
        signature: said.signature,
        accepted_by: said.accepted_by.clone(),
    };
    let answers = answers.of.iter().map(entry).collect();
    let written = Written { version: VERSION, asked: asked.to_string(), answers };
    let text = serde_yaml::to_string(&written).expect("plain data with text keys is YAML");
    files::write(path, format!("{HEAD}{text}").as_bytes())
}

/// Whether answers may be written there, which is asked before anybody else is: in a folder that is there, and
/// over nothing but other answers.
pub(crate) fn may_write(path: &Path) -> Result<(), Failure> {
    let name = || message::path_unknown(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) || path.is_dir() {
        return Err(Failure::Unwritable { name: name(), why: "no file can be there".to_owned() });
    }
    if path.exists() && super::read(path).is_err() {
        let why = "it is there and holds no answers; name another file".to_owned();
        return Err(Failure::Unwritable { name: name(), why });
    }
    Ok(())
}

/// Where the answer about one credential is kept.
#[derive(Args)]
pub(crate) struct Saving {
    /// Keep the answer in this file, for `check --answers`
    #[arg(long, value_name = "FILE", help_heading = "Network")]
    save: Option<PathBuf>,
}

impl Saving {
    /// Whether the answer can be kept; to be asked before anybody else is.
    pub(crate) fn may_keep(&self) -> Result<(), Failure> {
        self.save.as_deref().map_or(Ok(()), may_write)
    }

    /// Keeps what was said of the credential of this print, if that is wanted and anything was.
    pub(crate) fn keep(&self, print: &str, said: Said) -> Result<(), Failure> {
        let Some(path) = &self.save else { return Ok(()) };
        let told = (said != Said::default()).then(|| (print.to_owned(), said));
        let of = told.into_iter().collect();
        write(path, &Answers { of, ..Answers::default() }, clock())
    }
}
