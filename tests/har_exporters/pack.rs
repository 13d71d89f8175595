//! Zip archives made at test time: what they hold has tokens, which no file of ours may hold.

use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// An archive whose files stand in it as they are.
pub(crate) fn stored(files: &[(&str, &[u8])]) -> Vec<u8> {
    archive(files, 0, <[u8]>::to_vec)
}

/// An archive as most programs make it.
pub(crate) fn deflated(files: &[(&str, &[u8])]) -> Vec<u8> {
    archive(files, 8, |bytes| {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).expect("memory can be written");
        packed.finish().expect("memory can be written")
    })
}

fn archive(files: &[(&str, &[u8])], method: u16, pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let (mut archive, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let packed = pack(bytes);
        let mut crc = Crc::new();
        crc.update(bytes);
        let at = size(archive.len());
        // From the flags to the lengths, the same in the list and before the content.
        let mut facts = Vec::new();
        for short in [0, method, 0, 0x5A21] {
            facts.extend(short.to_le_bytes());
        }
        for long in [crc.sum(), size(packed.len()), size(bytes.len())] {
            facts.extend(long.to_le_bytes());
        }
        facts.extend(
            [u16::try_from(name.len()).expect("a short name"), 0].map(u16::to_le_bytes).concat(),
        );
        archive.extend(b"PK\x03\x04\x14\0");
        archive.extend(&facts);
        archive.extend(name.as_bytes());
        archive.extend(&packed);
        list.extend(b"PK\x01\x02\x14\0\x14\0");
        list.extend(&facts);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let start = size(archive.len());
    let count = u16::try_from(files.len()).expect("few files");
    archive.extend(&list);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count, count].map(u16::to_le_bytes).concat());
    archive.extend([size(list.len()), start].map(u32::to_le_bytes).concat());
    archive.extend([0; 2]);
    archive
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a small archive")
}
