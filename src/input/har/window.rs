//! A window that moves over an input of any size and knows its place.

use std::io::{self, Read};

use crate::source::Place;

const SIZE: usize = 1 << 20;

/// Stands for each byte that is no UTF-8: as long as what it replaces, so that places stay true.
const SUBSTITUTE: u8 = 0x1A;

/// A part of the input, always whole characters, and the place where reading goes on.
pub(super) struct Window<'a> {
    input: &'a mut dyn Read,
    buffer: Vec<u8>,
    /// Where reading goes on.
    at: usize,
    /// The end of what is known to be whole characters; up to three bytes may lie behind it.
    ready: usize,
    filled: usize,
    /// Up to here bytes, lines and columns are counted in `place`.
    counted: usize,
    place: Place,
    ended: bool,
    failure: Option<io::ErrorKind>,
}

impl<'a> Window<'a> {
    pub(super) fn over(input: &'a mut dyn Read) -> Self {
        Self {
            input,
            buffer: vec![0; SIZE],
            at: 0,
            ready: 0,
            filled: 0,
            counted: 0,
            place: Place::START,
            ended: false,
            failure: None,
        }
    }

    /// What lies ahead; empty only at the end of the input.
    pub(super) fn chunk(&mut self) -> &[u8] {
        while self.at == self.ready && !self.ended {
            self.fill();
        }
        &self.buffer[self.at..self.ready]
    }

    /// The next byte.
    pub(super) fn next(&mut self) -> Option<u8> {
        self.chunk().first().copied()
    }

    /// The next byte that is no blank.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let chunk = self.chunk();
            let length = chunk.len();
            match chunk.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(at) => {
                    self.advance(at);
                    return self.next();
                }
                None if length == 0 => return None,
                None => self.advance(length),
            }
        }
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.ready);
    }

    /// Steps over a byte order mark: three bytes of the file, and no column.
    pub(super) fn skip_mark(&mut self) {
        const MARK: &[u8] = "\u{FEFF}".as_bytes();
        if self.chunk().starts_with(MARK) {
            self.advance(MARK.len());
            self.counted = self.at;
            self.place = Place { byte: MARK.len() as u64, ..Place::START };
        }
    }

    /// Where reading goes on, in the file.
    pub(super) fn place(&mut self) -> Place {
        self.place = self.place.after_bytes(&self.buffer[self.counted..self.at]);
        self.counted = self.at;
        self.place
    }

    /// Why the input ended before its end.
    pub(super) const fn failure(&self) -> Option<io::ErrorKind> {
        self.failure
    }

    fn fill(&mut self) {
        self.place();
        self.buffer.copy_within(self.ready..self.filled, 0);
        self.filled -= self.ready;
        (self.at, self.counted) = (0, 0);
        match self.input.read(&mut self.buffer[self.filled..]) {
            Ok(0) => self.ended = true,
            Ok(more) => self.filled = (self.filled + more).min(SIZE),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                self.ended = true;
                self.failure = Some(error.kind());
            }
        }
        self.ready = substitute(&mut self.buffer[..self.filled], self.ended);
    }
}

/// Replaces what is no UTF-8 and says how much is whole; at the end of the input all of it is.
fn substitute(bytes: &mut [u8], ended: bool) -> usize {
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        from += error.valid_up_to();
        let bad = match error.error_len() {
            Some(bad) => bad,
            None if ended => bytes.len() - from,
            None => return from,
        };
        bytes[from..from + bad].fill(SUBSTITUTE);
        from += bad;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn through(mut input: impl Read) -> (Vec<u8>, Place) {
        let mut window = Window::over(&mut input);
        window.skip_mark();
        let mut all = Vec::new();
        loop {
            let chunk = window.chunk();
            if chunk.is_empty() {
                return (all, window.place());
            }
            assert!(std::str::from_utf8(chunk).is_ok());
            all.extend_from_slice(chunk);
            let length = chunk.len();
            window.advance(length);
        }
    }

    #[test]
    fn characters_stay_whole_however_the_bytes_arrive() {
        let text = "\u{FEFF}aé\n€𝄞b".as_bytes();
        let expected = (text[3..].to_vec(), Place { byte: 15, line: 2, column: 4 });
        assert_eq!(through(text), expected);
        assert_eq!(through(Drops(text)), expected);
    }

    #[test]
    fn each_byte_that_is_no_utf8_is_one_column() {
        let text = b"a\xFF\xE2\x82b\xC3";
        let expected = (b"a\x1A\x1A\x1Ab\x1A".to_vec(), Place { byte: 6, line: 1, column: 7 });
        assert_eq!(through(&text[..]), expected);
        assert_eq!(through(Drops(text)), expected);
    }
}
