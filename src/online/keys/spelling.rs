//! How a public key is written: the texts that forgers sign with, where a verifier takes it for a secret.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::key::{Curve, Key, Public};

/// Columns of a line between the marks of PEM.
const COLUMNS: usize = 64;

/// What stands before a point of P-256 and P-384, and before an Ed25519 key, in `SubjectPublicKeyInfo`.
const P256: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
const P384: &[u8] = &[
    0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b,
    0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00,
];
const ED25519: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// All of them; none is empty.
pub(super) fn all(key: &Key) -> Vec<Vec<u8>> {
    let mut all = match &key.public {
        Public::Rsa { n, e, der } => {
            let own = sequence(&[integer(n), integer(e)]);
            let padded = [&[0], n.as_slice()].concat();
            let mut all = pem("RSA PUBLIC KEY", &own);
            all.extend(pem("PUBLIC KEY", der));
            all.extend([own, der.clone(), padded]);
            all.extend(bare(n));
            all
        }
        Public::Curve { curve, point } => {
            let before = match curve {
                Curve::P256 => P256,
                Curve::P384 => P384,
            };
            let mut all = info(before, point);
            // Without the mark of a point that is written out, and its first half alone.
            let halves = &point[1..];
            all.extend(bare(halves));
            all.extend(bare(&halves[..halves.len() / 2]));
            all
        }
        Public::Edwards(x) => info(ED25519, x),
    };
    if let Some(text) = &key.certificate {
        all.push(text.clone().into_bytes());
        if let Ok(der) = STANDARD.decode(text) {
            all.extend(pem("CERTIFICATE", &der));
            all.push(der);
        }
    }
    all.retain(|spelling| !spelling.is_empty());
    all
}

fn info(before: &[u8], key: &[u8]) -> Vec<Vec<u8>> {
    let der = [before, key].concat();
    let mut all = pem("PUBLIC KEY", &der);
    all.push(der);
    all.extend(bare(key));
    all
}

/// The bytes, and the text that a document of keys has for them.
fn bare(bytes: &[u8]) -> [Vec<u8>; 2] {
    [bytes.to_vec(), URL_SAFE_NO_PAD.encode(bytes).into_bytes()]
}

/// With the line ends that people use, with and without the last, and the text between the marks alone.
fn pem(name: &str, der: &[u8]) -> Vec<Vec<u8>> {
    let text = STANDARD.encode(der);
    let mut all = vec![text.clone().into_bytes()];
    for end in ["\n", "\r\n"] {
        let lines: Vec<&str> = text.as_bytes().chunks(COLUMNS).filter_map(ascii).collect();
        let whole =
            format!("-----BEGIN {name}-----{end}{}{end}-----END {name}-----", lines.join(end));
        all.push(format!("{whole}{end}").into_bytes());
        all.push(whole.into_bytes());
    }
    all
}

fn ascii(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tagged(0x30, &parts.concat())
}

/// A number above zero; a zero before it keeps its first bit from being a sign.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if bytes.first().is_some_and(|first| *first >= 0x80) { &[0] } else { &[] };
    tagged(0x02, &[sign, bytes].concat())
}

fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let digits = length.to_be_bytes();
    let digits = &digits[digits.iter().take_while(|digit| **digit == 0).count()..];
    let mut written = vec![tag];
    if let Ok(short @ 0..=0x7f) = u8::try_from(length) {
        written.push(short);
    } else {
        written.push(0x80 | u8::try_from(digits.len()).unwrap_or(0x7f));
        written.extend_from_slice(digits);
    }
    written.extend_from_slice(content);
    written
}
