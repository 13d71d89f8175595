//! Which files a part of a configuration speaks of.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::cli::repository::{slashed, tidy};

/// Files below a folder, by patterns as `.gitignore` writes them.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    patterns: Gitignore,
    /// The longest path without a wildcard that all of its files lie below; none for all files.
    below: Option<String>,
}

/// A pattern that is none.
#[derive(Debug)]
pub(super) struct NoPattern;

impl Scope {
    pub(super) fn of(patterns: &[&str]) -> Result<Self, NoPattern> {
        // The patterns are asked for paths below the folder: where it lies is of no matter.
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        for pattern in patterns {
            let pattern = pattern.replace('\\', "/");
            let empty = pattern.trim_matches(['/', '!', ' ']).is_empty();
            if empty || pattern.starts_with('#') {
                return Err(NoPattern);
            }
            builder.add_line(None, &pattern).map_err(|_| NoPattern)?;
        }
        let below = match patterns {
            [one] => steady(&one.replace('\\', "/")),
            _ => None,
        };
        Ok(Self { patterns: builder.build().map_err(|_| NoPattern)?, below })
    }

    /// Whether a path below the folder is one of its files.
    pub(super) fn holds(&self, path: &str) -> bool {
        let path = path.trim_start_matches('/');
        !path.is_empty() && self.patterns.matched_path_or_any_parents(path, false).is_ignore()
    }

    /// Whether everything it may speak of lies at or below a path.
    pub(super) fn is_within(&self, path: &str) -> bool {
        let inside = |below: &str| {
            path.is_empty()
                || below == path
                || below.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
        };
        self.below.as_deref().map_or(path.is_empty(), inside)
    }
}

/// The part of a pattern before its first wildcard, if the pattern says where its files lie.
fn steady(pattern: &str) -> Option<String> {
    let whole = pattern.trim_start_matches('/').trim_end_matches('/');
    let anchored = pattern.trim_end_matches('/').contains('/');
    if !anchored || pattern.starts_with('!') {
        return None;
    }
    let parts = whole.split('/').take_while(|part| !part.contains(['*', '?', '[', '{']));
    let steady = parts.collect::<Vec<_>>().join("/");
    (!steady.is_empty()).then_some(steady)
}

/// A path as it is named from a folder; none where it lies elsewhere.
pub(super) fn below(folder: &Path, path: &Path) -> Option<String> {
    let whole = tidy(path);
    whole.strip_prefix(folder).ok().map(slashed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(pattern: &str, path: &str) -> bool {
        Scope::of(&[pattern]).unwrap().holds(path)
    }

    #[test]
    fn patterns_are_those_of_ignore_files() {
        for (pattern, path) in [
            ("legacy/**", "legacy/a/b.sh"),
            ("legacy/", "legacy/a/b.sh"),
            ("legacy", "x/legacy/b.sh"),
            ("*.http", "a/b/c.http"),
            ("docs/*.md", "docs/a.md"),
            ("/call.sh", "call.sh"),
            ("legacy\\old\\**", "legacy/old/a.sh"),
            ("**/old/*.sh", "a/b/old/c.sh"),
        ] {
            assert!(holds(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("legacy/**", "a/legacy/b.sh"),
            ("docs/*.md", "docs/a/b.md"),
            ("/call.sh", "a/call.sh"),
            ("a", ""),
        ] {
            assert!(!holds(pattern, path), "{pattern} {path}");
        }
        for pattern in ["", "[", "/", "# all", "!"] {
            assert!(Scope::of(&[pattern]).is_err(), "{pattern}");
        }
    }

    #[test]
    fn a_scope_lies_within_what_was_walked() {
        let within = |pattern: &str, path: &str| Scope::of(&[pattern]).unwrap().is_within(path);
        assert!(within("legacy/a.sh", "legacy/a.sh") && within("legacy/**", "legacy"));
        assert!(within("*.sh", "") && within("legacy/x/*.sh", "legacy"));
        assert!(!within("*.sh", "legacy") && !within("legacy/**", "legacy/a.sh"));
        assert!(!within("legacyy/a.sh", "legacy"));
    }
}
