//! A compressed recording is read as what it holds.

use std::io::{self, Cursor, Read};

use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// Reads gzip and zlib as what they hold, and everything else as it is. The first bytes decide.
pub fn inflate<'a>(mut input: Box<dyn Read + 'a>) -> Box<dyn Read + 'a> {
    let mut head = [0; 2];
    let known = match fill(&mut *input, &mut head) {
        Ok(known) => known,
        Err(error) => return Box::new(Failed(Some(error))),
    };
    let whole = Cursor::new(head).take(known as u64).chain(input);
    match head {
        [0x1F, 0x8B] => Box::new(MultiGzDecoder::new(whole)),
        [0x78, 0x01 | 0x5E | 0x9C | 0xDA] => Box::new(ZlibDecoder::new(whole)),
        _ => Box::new(whole),
    }
}

/// Reads until `head` is full or nothing is left, and says how much there was.
fn fill(input: &mut dyn Read, head: &mut [u8]) -> io::Result<usize> {
    let mut known = 0;
    while known < head.len() {
        match input.read(&mut head[known..]) {
            Ok(0) => break,
            Ok(more) => known += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(known)
}

/// An input that could not even be begun: its reader learns why.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};

    use super::*;

    fn unwrapped(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        inflate(Box::new(bytes)).read_to_end(&mut text).map(|_| text)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(text).unwrap();
        gzip.finish().unwrap()
    }

    #[test]
    fn gzip_and_zlib_are_taken_off() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(b"{}").unwrap();
        assert_eq!(unwrapped(&zlib.finish().unwrap()).unwrap(), b"{}");
        assert_eq!(unwrapped(&gzip(b"{}")).unwrap(), b"{}");
        assert_eq!(unwrapped(&[gzip(b"{"), gzip(b"}")].concat()).unwrap(), b"{}");
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in [&b""[..], b"{", b"{}", b"curl x", b"\x1F", b"x=1"] {
            assert_eq!(unwrapped(text).unwrap(), text);
        }
    }

    #[test]
    fn a_cut_off_archive_is_an_error() {
        let whole = gzip(&[b'a'; 1000]);
        assert!(unwrapped(&whole[..whole.len() - 6]).is_err());
    }
}
