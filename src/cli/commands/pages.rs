//! `rules pages`: what `explain` prints, as files under `docs/`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::exit::{Ending, Exit, count};
use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::message;
use crate::cli::page::{Book, Links};

/// Writes the pages that are not there or have changed.
pub(crate) fn write() -> Result<Ending, Failure> {
    let mut written = 0;
    for (path, page) in all() {
        if files::text(&path).as_deref() != Some(&page) {
            files::write_below(&path, page.as_bytes())?;
            written += 1;
        }
    }
    for path in left_over() {
        message::say(&format!("{}: no rule has this page; delete it", shown(&path)));
    }
    Ok(Ending::new(Exit::Clean, format!("{} written", count(written, "page"))))
}

/// Says which pages are not what `explain` prints.
pub(crate) fn check() -> Result<Ending, Failure> {
    let stale = all().into_iter().filter(|(path, page)| files::text(path).as_ref() != Some(page));
    let mut wrong: Vec<PathBuf> = stale.map(|(path, _)| path).collect();
    wrong.extend(left_over());
    let lines: String = wrong.iter().map(|path| shown(path) + "\n").collect();
    message::print(lines.as_bytes())?;
    Ok(match wrong.len() {
        0 => Ending::new(Exit::Clean, "every page is as it should be"),
        stale => {
            let what = count(stale, "page");
            Ending::new(Exit::Findings, format!("{what} stale; run `frontegg-lint rules pages`"))
        }
    })
}

fn all() -> Vec<(PathBuf, String)> {
    let docs = Path::new("docs");
    Book::built_in(Links::Files)
        .all()
        .into_iter()
        .map(|(path, page)| (docs.join(path), page))
        .collect()
}

/// Pages that no rule and no error stands behind.
fn left_over() -> Vec<PathBuf> {
    let ours: BTreeSet<PathBuf> = all().into_iter().map(|(path, _)| path).collect();
    let folders = [Path::new("docs/rules"), Path::new("docs/errors")];
    let found = folders.into_iter().flat_map(|folder| files::below(folder, "md"));
    found.filter(|path| !ours.contains(path)).collect()
}

fn shown(path: &Path) -> String {
    message::path(path)
}
