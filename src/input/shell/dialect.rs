//! Which shell a script is for, where that changes what is sent.

use crate::source::Source;

/// A shell, as far as the text says which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::input) enum Dialect {
    /// A paste, or a script for bash.
    #[default]
    Bash,
    Dash,
    /// `#!/bin/sh`: dash on one machine, bash on the next.
    Posix,
    Zsh,
}

impl Dialect {
    /// By the name of the file, then by its first line.
    pub(super) fn of(source: &Source) -> Self {
        let first = source.text().lines().next().unwrap_or_default();
        let program = first.strip_prefix("#!").unwrap_or_default();
        let named = |name: &str| {
            program.split_whitespace().any(|word| word.rsplit('/').next() == Some(name))
        };
        if source.name().ends_with(".zsh") || named("zsh") {
            Self::Zsh
        } else if named("dash") || named("ash") {
            Self::Dash
        } else if named("sh") {
            Self::Posix
        } else {
            Self::Bash
        }
    }

    /// Does `$'…'` mean escapes? `None`: on one machine it does, on another it does not.
    pub(super) const fn of_bash(self) -> Option<bool> {
        match self {
            Self::Bash | Self::Zsh => Some(true),
            Self::Dash => Some(false),
            Self::Posix => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_or_the_name_says_the_shell() {
        for (name, text, dialect) in [
            ("a.sh", "curl x", Dialect::Bash),
            ("a.zsh", "#!/bin/sh\n", Dialect::Zsh),
            ("a", "#!/usr/bin/env zsh\n", Dialect::Zsh),
            ("a", "#!/bin/sh -e\n", Dialect::Posix),
            ("a", "#!/bin/dash\n", Dialect::Dash),
            ("a", "#!/bin/bash\n", Dialect::Bash),
        ] {
            assert_eq!(Dialect::of(&Source::new(name, text)), dialect, "{text}");
        }
    }
}
