//! Writes a made-up recording of any size: `make_har --size 200M --layout chrome > big.har`.

use std::io::{self, Write as _};

use recording::{Layout, Recording};

mod recording;

const USAGE: &str = "--size 200M --body 20M --layout chrome|compact --credential everywhere|last";

/// Which entries have an `Authorization`.
enum Credential {
    Everywhere,
    Last,
}

fn main() -> io::Result<()> {
    let mut size = 20 << 20;
    let mut body = 0;
    let mut layout = Layout::Chrome;
    let mut credential = Credential::Everywhere;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match (argument.as_str(), value.as_str()) {
            ("--size", value) => size = bytes(value)?,
            ("--body", value) => body = bytes(value)?,
            ("--layout", "chrome") => layout = Layout::Chrome,
            ("--layout", "compact") => layout = Layout::Compact,
            ("--credential", "everywhere") => credential = Credential::Everywhere,
            ("--credential", "last") => credential = Credential::Last,
            _ => return Err(io::Error::other(USAGE)),
        }
    }
    let recording = Recording::new(layout, size).with_body(body);
    let mut recording = match credential {
        Credential::Everywhere => recording,
        Credential::Last => recording.with_late_credential(),
    };
    let mut output = io::stdout().lock();
    io::copy(&mut recording, &mut output)?;
    output.flush()
}

fn bytes(value: &str) -> io::Result<u64> {
    let (digits, shift) = match value.as_bytes() {
        [digits @ .., b'G'] => (digits.len(), 30),
        [digits @ .., b'M'] => (digits.len(), 20),
        [digits @ .., b'K'] => (digits.len(), 10),
        digits => (digits.len(), 0),
    };
    let number: u64 = value[..digits].parse().map_err(io::Error::other)?;
    Ok(number << shift)
}
