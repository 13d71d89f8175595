//! A recording in a zip archive, with the bodies that lie beside it: Playwright writes such.
//!
//! Places are those in the recording inside of the archive.

use std::cell::Cell;
use std::io::{self, Read};

use crate::input::zip::{Archive, Sealed};
use crate::input::{Item, har};
use crate::source::{Place, Problem};

/// The archive is held whole, since its list stands at its end.
const LARGEST: usize = 64 << 20;
/// So much of a body tells that it is too large to be read.
const LARGEST_BODY: u64 = (1 << 20) + 1;
/// More is not unpacked for all bodies together, however often each is named.
const ALL_BODIES: u64 = 1 << 30;

/// The name that Playwright gives its recording.
const RECORDING: &str = "har.har";

/// Reads the recording in an archive.
pub(in crate::input) fn read(
    name: &str,
    (head, rest): (Vec<u8>, Box<dyn Read + '_>),
    visit: &mut dyn FnMut(Item),
) {
    if let Err(message) = whole(head, rest).and_then(|bytes| unpack(name, &bytes, visit)) {
        visit(Item::Problem(Problem::lost(Some(Place::START), message)));
    }
}

fn whole(mut bytes: Vec<u8>, rest: Box<dyn Read + '_>) -> Result<Vec<u8>, String> {
    let left = (LARGEST + 1).saturating_sub(bytes.len());
    let ended = rest.take(left as u64).read_to_end(&mut bytes);
    if bytes.len() > LARGEST {
        return Err("a zip archive of more than 64 MiB; unpack it and name the HAR in it".into());
    }
    ended.map(|_| bytes).map_err(|_| "the zip archive broke off while it was read".into())
}

fn unpack(name: &str, bytes: &[u8], visit: &mut dyn FnMut(Item)) -> Result<(), String> {
    let Some(archive) = Archive::of(bytes) else {
        return Err("the zip archive is cut off or damaged: the list at its end is missing".into());
    };
    let recording = recording(&archive)?;
    let mut text = archive.open(recording).map_err(|why| words(&why).to_owned())?;
    let folder = recording.rfind('/').map_or("", |slash| &recording[..=slash]);
    let left = Cell::new(ALL_BODIES);
    let files = |file: &str| body(&archive, &format!("{folder}{file}"), &left);
    har::read_beside(name, &mut text, Some(&files), &mut |item| visit(inside(item)));
    Ok(())
}

/// The one recording in the archive, or what the archive is instead.
fn recording<'a>(archive: &'a Archive<'_>) -> Result<&'a str, String> {
    let is_recording = |name: &&str| {
        name.len() > 4
            && name.get(name.len() - 4..).is_some_and(|end| end.eq_ignore_ascii_case(".har"))
            && !name.starts_with("__MACOSX/")
    };
    let mut found = archive.names().filter(is_recording);
    match (found.next(), found.count()) {
        (Some(only), 0) => Ok(only),
        (Some(_), _) if archive.names().any(|name| name == RECORDING) => Ok(RECORDING),
        (Some(_), more) => {
            let count = more + 1;
            Err(format!("this is a zip archive with {count} recordings; unpack it and check each"))
        }
        (None, _) => Err(format!("this is {}; expected a zip archive with a HAR", kind(archive))),
    }
}

fn kind(archive: &Archive<'_>) -> &'static str {
    let holds = |end: &str| archive.names().any(|name| name.ends_with(end));
    if holds(".trace") {
        "a trace of Playwright without a HAR"
    } else if holds("[Content_Types].xml") {
        "an Office document"
    } else if holds("META-INF/MANIFEST.MF") {
        "a Java archive"
    } else if archive.names().next().is_none() {
        "an empty zip archive"
    } else {
        "a zip archive without a HAR"
    }
}

const fn words(why: &Sealed) -> &'static str {
    match why {
        Sealed::Encrypted => "the HAR in the zip archive is encrypted; unpack it and name the HAR",
        Sealed::Method => {
            "the HAR in the zip archive is packed as few do; unpack it and name the HAR"
        }
        Sealed::Damaged => "the zip archive is damaged; the HAR is not where its list says",
    }
}

/// A body that lies beside the recording. One byte too many says that it is too large.
fn body(archive: &Archive<'_>, file: &str, left: &Cell<u64>) -> Option<Vec<u8>> {
    let content = archive.open(file).ok()?;
    let mut bytes = Vec::new();
    let read: io::Result<usize> =
        content.take(LARGEST_BODY.min(left.get())).read_to_end(&mut bytes);
    left.set(left.get().saturating_sub(bytes.len() as u64));
    read.ok().filter(|_| left.get() > 0).map(|_| bytes)
}

/// The archive has the file's name: a problem says that its place is another.
fn inside(item: Item) -> Item {
    match item {
        Item::Problem(problem) => Item::Problem(Problem {
            message: format!("in the archive: {}", problem.message),
            ..problem
        }),
        Item::Exchange(_) | Item::Recorder(_) => item,
    }
}
