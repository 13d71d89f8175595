//! What is to be read: files, standard input, the words behind `curl`.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Cursor, IsTerminal as _, Read, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::message;
use crate::exchange::{Format, Origin};
use crate::rules::RuleText;

mod atomic;

pub(crate) use atomic::Atomic;

/// Something to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Stdin,
    /// The text of this file as an editor holds it; it comes on standard input.
    Edited(PathBuf),
    /// A file that was named.
    File(PathBuf),
    /// A file that was met in a folder, and what it seems to be.
    Found(PathBuf, Format),
    /// The failing command, exactly as the shell split it.
    Arguments(Vec<OsString>),
}

/// Why an input cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {why}")]
pub(crate) struct Unreadable {
    pub(crate) name: String,
    pub(crate) why: String,
}

impl Input {
    pub(crate) fn from_path(path: &Path) -> Self {
        if path == Path::new("-") { Self::Stdin } else { Self::File(path.to_owned()) }
    }

    /// The file that it is.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Edited(path) | Self::File(path) | Self::Found(path, _) => Some(path),
            Self::Stdin | Self::Arguments(_) => None,
        }
    }

    /// As it is printed.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::Edited(path) | Self::File(path) | Self::Found(path, _) => message::path(path),
            Self::Arguments(_) => "<arguments>".to_owned(),
        }
    }

    pub(crate) const fn origin(&self) -> Origin {
        match self {
            Self::Stdin | Self::Arguments(_) => Origin::Pasted,
            Self::Edited(_) | Self::File(_) | Self::Found(..) => Origin::Written,
        }
    }

    /// Where its configuration is looked for, and the files that it names.
    pub(crate) fn folder(&self) -> PathBuf {
        let here = || std::env::current_dir().unwrap_or_default();
        match self {
            Self::Stdin | Self::Arguments(_) => here(),
            Self::Edited(path) | Self::File(path) | Self::Found(path, _) => {
                let whole = std::path::absolute(path).unwrap_or_else(|_| here().join(path));
                whole.parent().map_or_else(here, Path::to_owned)
            }
        }
    }

    /// All its bytes.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Unreadable> {
        self.all_of(self.open()?)
    }

    /// All bytes of what was opened for it.
    pub(crate) fn all_of(&self, mut opened: Box<dyn Read + '_>) -> Result<Vec<u8>, Unreadable> {
        let mut bytes = Vec::new();
        let unreadable = |error| Unreadable { name: self.name(), why: message::io_error(&error) };
        opened.read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(bytes)
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Read>, Unreadable> {
        match self {
            Self::Stdin | Self::Edited(_) => {
                let stdin = io::stdin();
                if stdin.is_terminal() {
                    message::say("paste the call (and its answer), then Ctrl-D");
                }
                Ok(Box::new(stdin))
            }
            Self::File(path) | Self::Found(path, _) => {
                open(path).map(|file| Box::new(file) as Box<dyn Read>)
            }
            Self::Arguments(words) => Ok(Box::new(Cursor::new(command(words).into_bytes()))),
        }
    }
}

/// Opens a file that was named.
pub(crate) fn open(path: &Path) -> Result<File, Unreadable> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        let why = "a folder; name the files in it".to_owned();
        return Err(Unreadable { name: message::path(path), why });
    }
    Ok(file)
}

/// The bytes of a file that was named.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    Ok(bytes)
}

/// Writes a file that was named, whole or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || {
        let mut file = Atomic::at(path)?;
        file.write_all(bytes)?;
        file.commit()
    };
    write().map_err(|error| unwritable(path, &error))
}

pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::Unwritable { name: message::path_unknown(path), why: message::io_error(error) }
}

/// The same, in a folder that may have to be made.
pub(crate) fn write_below(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        // What is wrong with the folder, the file's own error says.
        drop(std::fs::create_dir_all(folder));
    }
    write(path, bytes)
}

/// The text of a file, if there is one.
pub(crate) fn text(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// The rule files of a folder, by their paths in it.
pub(crate) fn rule_texts(folder: &Path) -> Result<Vec<RuleText>, Unreadable> {
    if !folder.is_dir() {
        let why = "no such folder".to_owned();
        return Err(Unreadable { name: message::path_unknown(folder), why });
    }
    let mut texts = Vec::new();
    for file in below(folder, "yaml") {
        let inside = file.strip_prefix(folder).unwrap_or(&file);
        let names = inside.components().map(|name| name.as_os_str().to_string_lossy());
        let path = names.collect::<Vec<_>>().join("/");
        let text = String::from_utf8_lossy(&bytes(&file)?).into_owned();
        texts.push(RuleText { path, text });
    }
    Ok(texts)
}

/// All files below a folder whose names end so, sorted. Links to folders are not followed.
pub(crate) fn below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Unreadable {
    let written = path.to_string_lossy();
    let why = if written.starts_with("curl ") {
        "a command in one word; write it without the quotes around all of it".to_owned()
    } else if written.contains("://") {
        "an address, not a file; for a call write `frontegg-lint curl` before it".to_owned()
    } else {
        message::io_error(error)
    };
    Unreadable { name: message::path_unknown(path), why }
}

/// The words as a command again. The shell has expanded what it expands, so every word is quoted
/// as it is.
fn command(words: &[OsString]) -> String {
    let mut command = "curl".to_owned();
    for word in words {
        command.push(' ');
        command.push_str(&quoted(&word.to_string_lossy()));
    }
    command.push('\n');
    command
}

fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@%+=:,./-_".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// More than any request body; a device or a core dump beside the input is not read.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Reads a file that a command names, if it lies in `folder` or below.
pub(crate) fn beside(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let stays =
        |component: Component<'_>| matches!(component, Component::Normal(_) | Component::CurDir);
    if name.is_empty() || !Path::new(OsStr::new(name)).components().all(stays) {
        return None;
    }
    let folder = folder.canonicalize().ok()?;
    // A link may lead out of the folder.
    let path = folder.join(name).canonicalize().ok()?;
    let metadata = path.metadata().ok()?;
    if !path.starts_with(&folder) || !metadata.is_file() || metadata.len() > LARGEST {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_behind_curl_become_one_command() {
        let words = ["-X", "GET", "https://a/?x=1&y=2", "it's", "", "$HOME", "a\nb"];
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        assert_eq!(
            command(&words),
            "curl -X GET 'https://a/?x=1&y=2' 'it'\\''s' '' '$HOME' 'a\nb'\n"
        );
    }

    #[test]
    fn only_files_beside_the_input_are_read() {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("calls");
        std::fs::create_dir_all(folder.join("bodies")).unwrap();
        std::fs::write(above.path().join("key"), "k").unwrap();
        std::fs::write(folder.join("a.json"), "a").unwrap();
        std::fs::write(folder.join("bodies/b.json"), "b").unwrap();
        assert_eq!(beside(&folder, "a.json").as_deref(), Some(&b"a"[..]));
        assert_eq!(beside(&folder, "./bodies/b.json").as_deref(), Some(&b"b"[..]));
        let absolute = folder.join("a.json");
        for name in ["../key", "bodies/../../key", absolute.to_str().unwrap(), "bodies", "", "none"]
        {
            assert_eq!(beside(&folder, name), None, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("calls");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(above.path().join("key"), "k").unwrap();
        std::os::unix::fs::symlink(above.path().join("key"), folder.join("link")).unwrap();
        assert_eq!(beside(&folder, "link"), None);
    }

    #[test]
    fn what_is_no_file_gets_a_hint() {
        let why = |name: &str| open(Path::new(name)).unwrap_err();
        assert_eq!(why("none.sh").to_string(), "none.sh: no such file");
        assert!(why("curl https://a -H 'X: secret'").why.starts_with("a command in one word"));
        assert!(!why("curl https://a -H 'X: secret'").name.contains("secret"));
        assert!(why(".").why.starts_with("a folder"));
    }
}
