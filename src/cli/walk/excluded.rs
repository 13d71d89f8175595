//! What is left out, by patterns as `.gitignore` writes them.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::repository::tidy;

/// Patterns, and the folder that they are read from.
#[derive(Clone, Debug)]
pub(crate) struct Excluded {
    folder: PathBuf,
    patterns: Gitignore,
}

impl Excluded {
    /// The patterns of `--exclude` are read from the current folder, those of a configuration from
    /// its own.
    pub(crate) fn from(folder: &Path, patterns: &[String]) -> Result<Self, Failure> {
        let folder = tidy(folder);
        let mut builder = GitignoreBuilder::new(&folder);
        builder.allow_unclosed_class(false);
        for pattern in patterns {
            builder.add_line(None, pattern).map_err(|_| not_a_pattern(pattern))?;
        }
        let patterns = builder.build().map_err(|_| Failure::usage("the patterns are too many"))?;
        Ok(Self { folder, patterns })
    }

    /// Whether a pattern names this file or folder itself.
    pub(super) fn names(&self, path: &Path, kind: Kind) -> bool {
        let path = tidy(path);
        match path.strip_prefix(&self.folder) {
            Ok(below) => self.patterns.matched(below, kind == Kind::Folder).is_ignore(),
            // Patterns with a folder in them say nothing of what lies elsewhere.
            Err(_) => path
                .file_name()
                .is_some_and(|name| self.patterns.matched(name, kind == Kind::Folder).is_ignore()),
        }
    }

    /// Whether a pattern names it, or a folder that it lies in.
    pub(crate) fn holds(&self, path: &Path, kind: Kind) -> bool {
        let whole = tidy(path);
        match whole.strip_prefix(&self.folder) {
            Ok(below) => {
                let folder = kind == Kind::Folder;
                self.patterns.matched_path_or_any_parents(below, folder).is_ignore()
            }
            Err(_) => self.names(path, kind),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
}

fn not_a_pattern(pattern: &str) -> Failure {
    Failure::Usage {
        what: format!(
            "`{}` is no pattern for names of files",
            message::path_unknown(Path::new(pattern))
        ),
        help: Some("write it as in a `.gitignore`: `*.har`, `generated/`, `/docs/**`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excluded(patterns: &[&str]) -> Excluded {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        Excluded::from(Path::new("/repo"), &patterns).unwrap()
    }

    #[test]
    fn patterns_are_read_as_a_gitignore_has_them() {
        let some = excluded(&["*.har", "/docs/", "old/*.sh", "!keep.har", "b*[0-9]"]);
        for (path, is) in [
            ("/repo/a.har", true),
            ("/repo/x/../x/a.har", true),
            ("/repo/keep.har", false),
            ("/repo/docs/x/a.md", true),
            ("/repo/x/docs/a.md", false),
            ("/repo/old/a.sh", true),
            ("/repo/x/old/a.sh", false),
            ("/repo/build7/a.sh", true),
            ("/elsewhere/a.har", true),
            ("/elsewhere/docs/a.md", false),
        ] {
            assert_eq!(some.holds(Path::new(path), Kind::File), is, "{path}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_said_with_an_example() {
        let why = Excluded::from(Path::new("/repo"), &["[a".to_owned()]).unwrap_err();
        assert_eq!(why.to_string(), "`[a` is no pattern for names of files");
        assert!(why.help().unwrap().contains(".gitignore"));
    }
}
