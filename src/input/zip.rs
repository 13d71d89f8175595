//! The files in a zip archive that is held whole.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::DeflateDecoder;

/// What lies in an archive, by its list at the end; the contents stay packed until they are asked for.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    members: BTreeMap<String, Member>,
}

/// One file.
struct Member {
    /// Where its own header begins.
    at: usize,
    packed: usize,
    /// How long it says it is.
    size: u64,
    method: u16,
    encrypted: bool,
}

/// Why a file cannot be read.
pub(super) enum Sealed {
    Encrypted,
    /// Packed in a way that we cannot unpack.
    Method,
    Damaged,
}

/// Whether this is the beginning of an archive.
pub(super) fn is(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(END)
}

/// Begins the entry that says where the list lies.
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
/// Begins a line of the list, and the header of a file.
const LISTED: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

impl<'a> Archive<'a> {
    /// Reads the list; `None` where there is none, as in an archive that is cut off.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        // Behind the last entry there is only a comment, of 64 KiB at most.
        let from = bytes.len().saturating_sub(END_LENGTH + usize::from(u16::MAX));
        let end = from + memchr::memmem::rfind(bytes.get(from..)?, END)?;
        // The length of the comment stands last, and none of it may be missing.
        let comment = number(bytes, end + 20, 2)?;
        bytes.get(end..end + END_LENGTH + comment)?;
        let count = number(bytes, end + 10, 2)?;
        let mut list = bytes.get(number(bytes, end + 16, 4)?..)?;
        let mut members = BTreeMap::new();
        for _ in 0..count {
            let name = number(list, 28, 2)?;
            let behind = number(list, 30, 2)? + number(list, 32, 2)?;
            let written = list.get(46..46 + name)?;
            let file = String::from_utf8_lossy(written).into_owned();
            members.entry(file).or_insert(Member::listed(list)?);
            list = list.get(46 + name + behind..)?;
        }
        Some(Self { bytes, members })
    }

    /// The names of its files, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str).filter(|name| !name.ends_with('/'))
    }

    /// What a file holds, never more than it says.
    pub(super) fn open(&self, name: &str) -> Result<Box<dyn Read + 'a>, Sealed> {
        let member = self.members.get(name).ok_or(Sealed::Damaged)?;
        if member.encrypted {
            return Err(Sealed::Encrypted);
        }
        let packed = self.packed(member).ok_or(Sealed::Damaged)?;
        match member.method {
            STORED => Ok(Box::new(packed.take(member.size))),
            DEFLATED => Ok(Box::new(DeflateDecoder::new(packed).take(member.size))),
            _ => Err(Sealed::Method),
        }
    }

    fn packed(&self, member: &Member) -> Option<&'a [u8]> {
        let file = self.bytes.get(member.at..).filter(|file| file.starts_with(LOCAL))?;
        let names = number(file, 26, 2)? + number(file, 28, 2)?;
        file.get(30 + names..)?.get(..member.packed)
    }
}

impl Member {
    /// Reads a line of the list.
    fn listed(line: &[u8]) -> Option<Self> {
        if !line.starts_with(LISTED) {
            return None;
        }
        Some(Self {
            at: number(line, 42, 4)?,
            packed: number(line, 20, 4)?,
            size: number(line, 24, 4)? as u64,
            method: u16::try_from(number(line, 10, 2)?).ok()?,
            encrypted: number(line, 8, 2)? & 1 == 1,
        })
    }
}

/// A number of two or four bytes, the least first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let digits = bytes.get(at..)?.get(..length)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
}
