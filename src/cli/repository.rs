//! Files as their repository names them: the same wherever the tool is started.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::cli::config::FILE_NAME;

/// Remembers which folder is the root of which.
#[derive(Default)]
pub(crate) struct Roots {
    known: Mutex<BTreeMap<PathBuf, PathBuf>>,
}

impl Roots {
    /// The path of a file below its repository, with `/` between the parts; without a repository
    /// below the folder of its configuration, without one below the current folder. `-` is
    /// standard input.
    pub(crate) fn repository_path(&self, path: &Path) -> String {
        if path == Path::new("-") {
            return "<stdin>".to_owned();
        }
        let whole = tidy(path);
        let Some(folder) = whole.parent() else { return slashed(&whole) };
        let root = self.root(folder);
        let below = root.as_deref().and_then(|root| whole.strip_prefix(root).ok());
        slashed(below.unwrap_or(&whole))
    }

    /// The root of a folder, if it lies below one.
    pub(crate) fn root(&self, folder: &Path) -> Option<PathBuf> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(root) = known.get(folder) {
            return Some(root.clone());
        }
        let root = root_of(folder)?;
        known.insert(folder.to_owned(), root.clone());
        Some(root)
    }
}

fn root_of(folder: &Path) -> Option<PathBuf> {
    let upwards = |name: &str| folder.ancestors().find(|above| above.join(name).exists());
    let here = || std::env::current_dir().ok().filter(|here| folder.starts_with(here));
    // In a worktree and in a submodule `.git` is a file.
    upwards(".git").or_else(|| upwards(FILE_NAME)).map(Path::to_owned).or_else(here)
}

/// The whole path without `.` and `..`.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut tidy = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(tidy.pop()),
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => tidy.push(part),
        }
    }
    tidy
}

/// A path as configurations and reports write it.
pub(crate) fn slashed(path: &Path) -> String {
    let written = path.to_string_lossy();
    if cfg!(windows) { written.replace('\\', "/") } else { written.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_from_its_repository() {
        let above = tempfile::tempdir().unwrap();
        let root = above.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("r/.git")).unwrap();
        std::fs::create_dir_all(root.join("r/a/b")).unwrap();
        std::fs::write(root.join("r/a").join(FILE_NAME), "").unwrap();
        let named = |path: &str| Roots::default().repository_path(&root.join(path));
        assert_eq!(named("r/a/b/call.sh"), "a/b/call.sh");
        assert_eq!(named("r/a/../a/./b/call.sh"), "a/b/call.sh");
        assert_eq!(named("r/call.sh"), "call.sh");
    }

    #[test]
    fn without_a_repository_the_configuration_is_at_its_root() {
        let above = tempfile::tempdir().unwrap();
        let root = above.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("a/b")).unwrap();
        std::fs::write(root.join("a").join(FILE_NAME), "").unwrap();
        let roots = Roots::default();
        for _ in 0..2 {
            assert_eq!(roots.repository_path(&root.join("a/b/call.sh")), "b/call.sh");
        }
        assert_eq!(roots.repository_path(Path::new("-")), "<stdin>");
    }

    #[test]
    fn without_either_it_is_the_current_folder() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(root_of(&here.join("src")).as_deref(), Some(here.as_path()));
        assert!(!Roots::default().repository_path(Path::new("./src/lib.rs")).starts_with('.'));
    }
}
