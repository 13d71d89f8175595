//! Every text that is read out of a recording stands in the file where it says.

use std::io::{self, Read, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use frontegg_lint::exchange::{Exchange, Header, Response};
use frontegg_lint::input::inflate::inflate;
use frontegg_lint::input::{Item, har};
use frontegg_lint::source::{Place, Text};
use frontegg_lint::truth::{Fact, Why};
use recording::{Layout, Recording};

#[path = "../examples/make_har/recording.rs"]
#[expect(dead_code, reason = "shared with the example, which makes broken calls too")]
mod recording;

/// The file, and how many scalar values stand before every 256th byte.
struct File {
    bytes: Vec<u8>,
    lines: Vec<usize>,
    scalars: Vec<u64>,
}

impl File {
    fn of(mut input: impl Read) -> Self {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).expect("a recording in memory can be read");
        let (mut lines, mut scalars, mut seen) = (vec![0], Vec::new(), 0);
        for (at, byte) in bytes.iter().enumerate() {
            if at % 256 == 0 {
                scalars.push(seen);
            }
            seen += u64::from(byte & 0xC0 != 0x80);
            if *byte == b'\n' {
                lines.push(at + 1);
            }
        }
        Self { bytes, lines, scalars }
    }

    fn scalars_before(&self, at: usize) -> u64 {
        let from = (at / 256).min(self.scalars.len() - 1);
        let rest = self.bytes[from * 256..at].iter().filter(|byte| *byte & 0xC0 != 0x80);
        self.scalars[from] + rest.count() as u64
    }

    fn place(&self, at: usize) -> Place {
        let line = self.lines.partition_point(|start| *start <= at);
        let column = 1 + self.scalars_before(at) - self.scalars_before(self.lines[line - 1]);
        Place { byte: at as u64, line: line as u64, column }
    }
}

fn index(place: Place) -> usize {
    usize::try_from(place.byte).expect("the file is in memory")
}

fn read(input: &mut dyn Read) -> Vec<Item> {
    let mut items = Vec::new();
    har::read("big.har", input, &mut |item| items.push(item));
    items
}

fn of_headers<'a>(headers: &'a [Header], texts: &mut Vec<&'a Text>) {
    texts.extend(headers.iter().flat_map(|header| [&header.name, &header.value]));
}

fn texts(exchange: &Exchange) -> Vec<&Text> {
    let request = &exchange.request;
    let mut texts =
        vec![&request.method, &request.url.scheme, &request.url.host, &request.url.path];
    texts.extend(&request.url.query);
    of_headers(&request.headers, &mut texts);
    texts.extend(request.body.as_ref().known());
    if let Fact::Known(Response { headers, body, .. }) = &exchange.response {
        of_headers(headers, &mut texts);
        texts.extend(body.as_ref().known());
    }
    texts
}

/// Checks every text of an exchange against the file, and says how many there were.
fn check(exchange: &Exchange, file: &File) -> usize {
    let texts = texts(exchange);
    for text in &texts {
        let [start, end] = [text.span().start, text.span().end].map(|at| exchange.source.place(at));
        let bytes = &file.bytes[index(start)..index(end)];
        let json = format!("\"{}\"", std::str::from_utf8(bytes).expect("whole characters"));
        let value: String = serde_json::from_str(&json).expect("the inside of a JSON string");
        assert_eq!(value, text.as_written());
        assert_eq!(start, file.place(index(start)));
        assert_eq!(end, file.place(index(end)));
    }
    texts.len()
}

fn every_text_is_where_it_says(layout: Layout) {
    let file = File::of(Recording::new(layout, 5 << 20).with_body(20 << 20));
    let (mut entries, mut checked) = (0, 0);
    let mut input = &file.bytes[..];
    har::read("big.har", &mut input, &mut |item| match item {
        Item::Exchange(exchange) => {
            entries += 1;
            assert_eq!(exchange.number, entries);
            checked += check(&exchange, &file);
        }
        Item::Recorder(_) => {}
        Item::Problem(problem) => panic!("{problem:?}"),
    });
    assert!(entries > 400 && checked > entries * 20, "{entries} entries, {checked} texts");
}

#[test]
fn every_text_of_an_indented_recording_is_where_it_says() {
    every_text_is_where_it_says(Layout::Chrome);
}

#[test]
fn every_text_of_a_recording_on_one_line_is_where_it_says() {
    every_text_is_where_it_says(Layout::Compact);
}

#[test]
fn a_body_that_is_too_large_is_stepped_over_and_places_behind_it_stay_true() {
    let file = File::of(Recording::new(Layout::Chrome, 0).with_body(3 << 20));
    let items = read(&mut &file.bytes[..]);
    let Some(Item::Exchange(last)) = items.last() else { panic!("{items:?}") };
    let Fact::Known(response) = &last.response else { panic!("no response") };
    assert_eq!(response.body, Fact::Unknown(Why::Truncated));
    assert!(last.source.text().len() < 1000);
    let behind = last.source.text().find("_after").expect("the member behind the body");
    let place = last.source.place(behind);
    assert_eq!(place, file.place(index(place)));
    assert!(file.bytes[index(place)..].starts_with(b"_after"));
}

/// Gives at most so many bytes at a time.
struct Pipe<'a>(&'a [u8], usize);

impl Read for Pipe<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.1.min(buffer.len()).min(self.0.len());
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

/// All that can be told of what was read: values, places, problems.
fn told(items: &[Item]) -> Vec<String> {
    let tell = |item: &Item| match item {
        Item::Exchange(exchange) => {
            let texts: Vec<_> = texts(exchange)
                .iter()
                .map(|text| {
                    (text.as_written(), text.span(), exchange.source.place(text.span().end))
                })
                .collect();
            format!("{texts:?} {exchange:?}")
        }
        Item::Recorder(_) | Item::Problem(_) => format!("{item:?}"),
    };
    items.iter().map(tell).collect()
}

#[test]
fn file_pipe_and_gzip_give_the_same() {
    let mut bytes = Vec::new();
    let mut recording = Recording::new(Layout::Chrome, 60_000).with_body(1_100_000);
    recording.read_to_end(&mut bytes).expect("a recording in memory can be read");
    let whole = told(&read(&mut &bytes[..]));
    assert!(whole.len() > 5);
    for chunk in [1, 7, 4096] {
        assert_eq!(told(&read(&mut Pipe(&bytes, chunk))), whole, "chunks of {chunk}");
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&bytes).expect("memory can be written");
    let gzip = gzip.finish().expect("memory can be written");
    assert_eq!(told(&read(&mut inflate(Box::new(&gzip[..])))), whole);
}

#[test]
fn a_damaged_archive_is_told_after_what_could_be_read() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    io::copy(&mut Recording::new(Layout::Compact, 3 << 20), &mut gzip).expect("memory");
    let gzip = gzip.finish().expect("memory can be written");
    let items = read(&mut inflate(Box::new(&gzip[..gzip.len() * 2 / 3])));
    let Some(Item::Problem(problem)) = items.last() else { panic!("no problem") };
    assert!(problem.message.contains("cut off"), "{}", problem.message);
    assert!(problem.place.is_some());
    let entries = items.iter().filter(|item| matches!(item, Item::Exchange(_))).count();
    assert!(entries > 20, "{entries}");
}
