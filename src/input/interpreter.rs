//! Which shell runs a script that stands in a file of another format.

use std::sync::Arc;

use crate::exchange::Format;
use crate::input::embedded::Parts;
use crate::input::{Options, shell};
use crate::source::{Source, Span};

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Interpreter {
    #[default]
    Shell,
    PowerShell,
    Cmd,
    /// Python and the like.
    Other,
}

impl Interpreter {
    /// `bash`, `pwsh`, `/usr/bin/env bash -e {0}`.
    pub(super) fn of(shell: &str) -> Self {
        let mut words = shell.split_whitespace().filter(|word| !word.ends_with("/env"));
        let name = words.next().and_then(|word| word.rsplit('/').next()).unwrap_or_default();
        match name.trim_end_matches(".exe") {
            "pwsh" | "powershell" => Self::PowerShell,
            "cmd" => Self::Cmd,
            "bash" | "sh" | "zsh" | "ash" | "dash" => Self::Shell,
            // Somebody else fills it in: `${{ matrix.shell }}`.
            name if name.contains('$') => Self::Shell,
            _ => Self::Other,
        }
    }

    /// Reads a script with what it is run with. Commands that call nothing are not spoken of.
    pub(super) fn read(
        self,
        (source, spans): (&Arc<Source>, &[Span]),
        (variables, options): (&Variables, &Options<'_>),
        parts: &mut Parts,
    ) {
        let own = match self {
            Self::Shell if !source.text().contains("curl") => return,
            Self::Shell => None,
            Self::PowerShell => crate::input::reader_of(Format::PowerShell),
            Self::Cmd => crate::input::reader_of(Format::Cmd),
            Self::Other => return,
        };
        parts.try_read(|visit| match own {
            Some(read) => read(source, options, visit),
            None => {
                shell::read_with((source, spans), variables, options, visit);
            }
        });
    }
}

/// What a script is run with, each with its value where that is known.
pub(super) type Variables = Vec<(String, Option<String>)>;
