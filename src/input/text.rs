//! Formats whose texts are held whole: bounded, and made valid without moving a byte.

use std::io::Read;

use crate::input::{Item, detect};
use crate::source::{Place, Problem, Source};

/// A text longer than this was not written by people.
const LARGEST: usize = 32 << 20;

/// All bytes; none if there are too many. What came before a break is kept.
pub(super) fn whole(
    mut bytes: Vec<u8>,
    rest: Box<dyn Read + '_>,
    visit: &mut dyn FnMut(Item),
) -> Option<Vec<u8>> {
    let left = (LARGEST + 1).saturating_sub(bytes.len());
    let ended = rest.take(left as u64).read_to_end(&mut bytes);
    if bytes.len() > LARGEST {
        visit(Item::Problem(Problem::lost(None, "larger than 32 MiB; only HAR files may be")));
        return None;
    }
    if ended.is_err() {
        visit(Item::Problem(broken_off()));
    }
    Some(bytes)
}

/// The text behind a byte order mark. A byte that is no UTF-8 becomes a substitute of one byte, so
/// that every place stays what it is in the file.
pub(super) fn decode(
    name: &str,
    mut bytes: Vec<u8>,
    visit: &mut dyn FnMut(Item),
) -> Option<Source> {
    if let Some(problem) = detect::unreadable(&bytes) {
        visit(Item::Problem(problem));
        return None;
    }
    let mut origin = Place::START;
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
        origin.byte = 3;
    }
    let first = repair(&mut bytes);
    let text = String::from_utf8(bytes).unwrap_or_default();
    let source = Source::within(name, text, origin);
    if let Some(first) = first {
        let place = Some(source.place(first));
        let message = "this byte is no UTF-8; it and others like it were stepped over";
        visit(Item::Problem(Problem::skipped(place, message)));
    }
    Some(source)
}

pub(super) fn broken_off() -> Problem {
    Problem::lost(None, "the input broke off while it was read")
}

/// Puts U+001A for each byte that is no UTF-8, and says where the first was.
fn repair(bytes: &mut [u8]) -> Option<usize> {
    let mut first = None;
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let at = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |length| at + length);
        bytes[at..end].fill(0x1A);
        first = first.or(Some(at));
        from = end;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (Option<Source>, Vec<Item>) {
        let mut items = Vec::new();
        let source = decode("x", bytes.to_vec(), &mut |item| items.push(item));
        (source, items)
    }

    #[test]
    fn bytes_that_are_no_utf_8_keep_every_place() {
        let (source, items) = decoded(b"a\xFF\xC3(\xE2\x82\nb");
        let source = source.unwrap();
        assert_eq!(source.text(), "a\u{1a}\u{1a}(\u{1a}\u{1a}\nb");
        assert_eq!(source.place(7), Place { byte: 7, line: 2, column: 1 });
        let [Item::Problem(problem)] = items.as_slice() else { panic!("{items:?}") };
        assert_eq!(problem.place, Some(Place { byte: 1, line: 1, column: 2 }));
    }

    #[test]
    fn a_byte_order_mark_is_stepped_over() {
        let (source, items) = decoded(b"\xEF\xBB\xBFGET /");
        let source = source.unwrap();
        assert_eq!((source.text(), items.len()), ("GET /", 0));
        assert_eq!(source.place(4), Place { byte: 7, line: 1, column: 5 });
    }

    #[test]
    fn a_text_of_more_than_32_mib_is_lost() {
        let mut items = Vec::new();
        let input = Box::new(std::io::repeat(b'a'));
        assert_eq!(whole(Vec::new(), input, &mut |item| items.push(item)), None);
        assert!(matches!(&items[0], Item::Problem(p) if p.message.contains("32 MiB")));
    }
}
