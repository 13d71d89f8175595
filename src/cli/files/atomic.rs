//! A file that appears in its place once it is whole.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use crate::cli::interrupt;

/// Written beside its place and put there in one step; what is not committed leaves no trace.
pub(crate) struct Atomic {
    file: BufWriter<File>,
    /// None where it is written straight.
    beside: Option<Beside>,
}

struct Beside {
    path: Option<TempPath>,
    place: PathBuf,
}

/// So many links lead to a file at most.
const LINKS: usize = 40;

impl Atomic {
    /// What stands at `path` stays as it is until [`Self::commit`]. A link is written through;
    /// devices and pipes, and a file in a folder that takes no new ones, are written straight.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        let place = behind_links(path);
        let there = match place.metadata() {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if there.as_ref().is_some_and(Metadata::is_dir) {
            return Err(ErrorKind::IsADirectory.into());
        }
        if there.as_ref().is_some_and(|there| !there.is_file()) {
            return straight(&place);
        }
        if there.is_some() {
            // Whoever may not write the file may not replace it.
            drop(OpenOptions::new().write(true).open(&place)?);
        }
        match interrupt::passing(|| beside(&place, there.as_ref())) {
            Ok((file, path)) => {
                let beside = Some(Beside { path: Some(path), place });
                Ok(Self { file: BufWriter::new(file), beside })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Err(error),
            Err(_) => straight(&place),
        }
    }

    /// The file is whole.
    pub(crate) fn commit(mut self) -> io::Result<()> {
        self.file.flush()?;
        let Some(beside) = &mut self.beside else { return Ok(()) };
        let Some(path) = beside.path.take() else { return Ok(()) };
        let place = &beside.place;
        interrupt::kept(path, |path| path.persist(place).map_err(|error| error.error))
    }
}

impl Write for Atomic {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            interrupt::kept(path, drop);
        }
    }
}

fn straight(place: &Path) -> io::Result<Atomic> {
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(place)?;
    Ok(Atomic { file: BufWriter::new(file), beside: None })
}

/// A new file in the folder of `place`, of the kind of the one that is there.
fn beside(place: &Path, there: Option<&Metadata>) -> io::Result<(File, TempPath)> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(".frontegg-lint-").suffix(".tmp");
    #[cfg(unix)]
    let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(everybody);
    let (file, path) = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?.into_parts();
    if let Some(there) = there {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            // Only an administrator may, and for nobody else they differ.
            drop(std::os::unix::fs::fchown(&file, Some(there.uid()), Some(there.gid())));
        }
        file.set_permissions(there.permissions())?;
    }
    Ok((file, path))
}

/// Where links lead, whether something is there or not.
fn behind_links(path: &Path) -> PathBuf {
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = place.read_link() else { return place };
        place = place.parent().map_or(target.clone(), |folder| folder.join(&target));
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<_> = entries.map(|entry| name(entry).into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_there_stays_until_the_new_file_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        std::fs::write(&path, "old").unwrap();
        let mut file = Atomic::at(&path).unwrap();
        file.write_all(b"new").unwrap();
        file.flush().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()).len(), 2);
        file.commit().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn what_is_not_committed_leaves_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = Atomic::at(&folder.path().join("out")).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn a_folder_is_no_file_and_a_missing_one_holds_none() {
        let folder = tempfile::tempdir().unwrap();
        let why = |path: &Path| Atomic::at(path).err().unwrap().kind();
        assert_eq!(why(folder.path()), ErrorKind::IsADirectory);
        assert_eq!(why(&folder.path().join("none/out")), ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_mode_and_a_new_one_is_as_others_are() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode =
            |name: &str| folder.path().join(name).metadata().unwrap().permissions().mode() & 0o777;
        std::fs::write(folder.path().join("other"), "").unwrap();
        let script = folder.path().join("script");
        std::fs::write(&script, "old").unwrap();
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["script", "new"] {
            Atomic::at(&folder.path().join(name)).unwrap().commit().unwrap();
        }
        assert_eq!((mode("script"), mode("new")), (0o755, mode("other")));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_written_through_even_to_what_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("real")).unwrap();
        for (link, target) in [("a", "real/a"), ("b", "a")] {
            std::os::unix::fs::symlink(target, folder.path().join(link)).unwrap();
        }
        for text in [b"one", b"two"] {
            let mut file = Atomic::at(&folder.path().join("b")).unwrap();
            file.write_all(text).unwrap();
            file.commit().unwrap();
            assert_eq!(std::fs::read(folder.path().join("real/a")).unwrap(), text);
        }
        assert!(folder.path().join("b").is_symlink() && folder.path().join("a").is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_straight() {
        let mut file = Atomic::at(Path::new("/dev/null")).unwrap();
        file.write_all(b"gone").unwrap();
        file.commit().unwrap();
        assert!(!Path::new("/dev/null").metadata().unwrap().is_file());
    }
}
