//! Where the folders and requests of a collection stand, found in one walk over its text.

use crate::input::collection::scan::{Scan, Stop};
use crate::source::Span;

/// Folders nested deeper than this are not read.
const DEEPEST: usize = 100;
/// No collection written by people has more folders and requests.
const MOST: usize = 1 << 17;

/// A collection as far as its text goes.
#[derive(Default)]
pub(super) struct Outline {
    /// The collection itself, then its folders and requests in order of place.
    pub(super) entries: Vec<Entry>,
    /// Folders and requests that are not read, and why.
    pub(super) losses: Vec<(usize, &'static str)>,
    /// Where the walk ended before the text did.
    pub(super) stop: Option<(usize, Stop)>,
    /// It is an environment, not a collection.
    pub(super) is_environment: bool,
    /// `/collection` where the collection stands in another object.
    pub(super) prefix: &'static str,
}

/// The collection, a folder or a request, with its members.
pub(super) struct Entry {
    pub(super) parent: usize,
    /// Its number in the list of its parent.
    pub(super) index: usize,
    pub(super) start: usize,
    /// All of its members have been seen.
    pub(super) is_whole: bool,
    pub(super) is_folder: bool,
    pub(super) request: Option<Span>,
    pub(super) response: Option<Span>,
    pub(super) auth: Option<Span>,
    pub(super) event: Option<Span>,
    pub(super) variable: Option<Span>,
    pub(super) behavior: Option<Span>,
}

enum Frame {
    /// Around a collection that was wrapped up.
    Wrapper,
    Object(usize),
    Items {
        parent: usize,
        next: usize,
    },
}

impl Outline {
    /// None where the text is no object.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut scan = Scan::of(text);
        let mut outline = Self::default();
        if !scan.enter(b'{') {
            return None;
        }
        outline.entries.push(Entry::at(scan.at() - 1, (0, 0)));
        let mut frames = vec![Frame::Object(0)];
        if let Err(stop) = outline.walk(&mut scan, &mut frames) {
            outline.stop = Some((scan.at(), stop));
        }
        Some(outline)
    }

    /// Where an entry stands: `/item/0/item/2`.
    pub(super) fn pointer(&self, mut number: usize) -> String {
        let mut indices = Vec::new();
        while number > 0 {
            let Some(entry) = self.entries.get(number) else { break };
            indices.push(entry.index);
            number = entry.parent;
        }
        let words = indices.iter().rev().map(|index| format!("/item/{index}"));
        self.prefix.to_owned() + &words.collect::<String>()
    }

    fn walk(&mut self, scan: &mut Scan<'_>, frames: &mut Vec<Frame>) -> Result<(), Stop> {
        while let Some(frame) = frames.last_mut() {
            match frame {
                Frame::Wrapper => match scan.member()? {
                    Some(_) => drop(scan.value()?),
                    None => drop(frames.pop()),
                },
                Frame::Object(number) => {
                    let number = *number;
                    if let Some(name) = scan.member()? {
                        self.member(scan, frames, (number, name))?;
                    } else {
                        self.entries[number].is_whole = true;
                        frames.pop();
                    }
                }
                Frame::Items { parent, next } => {
                    if !scan.item()? {
                        frames.pop();
                        continue;
                    }
                    let place = (*parent, *next);
                    *next += 1;
                    self.item(scan, frames, place)?;
                }
            }
        }
        Ok(())
    }

    fn member(
        &mut self,
        scan: &mut Scan<'_>,
        frames: &mut Vec<Frame>,
        (number, name): (usize, &str),
    ) -> Result<(), Stop> {
        let top = number == 0 && frames.len() == 1;
        match name {
            "item" if scan.peek() == Some(b'[') && frames.len() < 2 * DEEPEST => {
                scan.enter(b'[');
                self.entries[number].is_folder = true;
                frames.push(Frame::Items { parent: number, next: 0 });
                return Ok(());
            }
            "item" => self.losses.push((scan.at(), "these folders are nested too deeply")),
            "collection" if top && scan.peek() == Some(b'{') => {
                scan.enter(b'{');
                self.prefix = "/collection";
                frames.insert(0, Frame::Wrapper);
                return Ok(());
            }
            "_postman_variable_scope" if top => self.is_environment = true,
            _ => {}
        }
        let value = scan.value()?;
        let entry = &mut self.entries[number];
        match name {
            "request" => entry.request = Some(value),
            "response" => entry.response = Some(value),
            "auth" => entry.auth = Some(value),
            "event" => entry.event = Some(value),
            "variable" => entry.variable = Some(value),
            "protocolProfileBehavior" => entry.behavior = Some(value),
            _ => {}
        }
        Ok(())
    }

    fn item(
        &mut self,
        scan: &mut Scan<'_>,
        frames: &mut Vec<Frame>,
        place: (usize, usize),
    ) -> Result<(), Stop> {
        let at = scan.at();
        if self.entries.len() >= MOST {
            self.losses.push((at, "the requests from here on are too many to read"));
            return Err(Stop::Broken);
        }
        if !scan.enter(b'{') {
            self.losses.push((at, "this is neither a request nor a folder"));
            return scan.value().map(drop);
        }
        frames.push(Frame::Object(self.entries.len()));
        self.entries.push(Entry::at(at, place));
        Ok(())
    }
}

impl Entry {
    const fn at(start: usize, (parent, index): (usize, usize)) -> Self {
        Self {
            parent,
            index,
            start,
            is_whole: false,
            is_folder: false,
            request: None,
            response: None,
            auth: None,
            event: None,
            variable: None,
            behavior: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_requests_know_where_they_stand() {
        let text = r#"{"info":{},"item":[{"item":[{"request":"a"},{"request":{}}],"auth":{}},{"request":1}]}"#;
        let outline = Outline::of(text).unwrap();
        let pointers: Vec<String> = (0..5).map(|number| outline.pointer(number)).collect();
        assert_eq!(pointers, ["", "/item/0", "/item/0/item/0", "/item/0/item/1", "/item/1"]);
        assert!(outline.entries[1].is_folder && outline.entries[1].auth.is_some());
        let span = outline.entries[3].request.unwrap();
        assert_eq!(&text[span.start..span.end], "{}");
        assert_eq!(outline.stop, None);
    }

    #[test]
    fn a_text_that_ends_leaves_what_was_open_unfinished() {
        let text = r#"{"item":[{"item":[{"request":"a"},{"request":{"#;
        let outline = Outline::of(text).unwrap();
        let whole: Vec<bool> = outline.entries.iter().map(|entry| entry.is_whole).collect();
        assert_eq!(whole, [false, false, true, false]);
        assert_eq!(outline.stop, Some((text.len(), Stop::CutOff)));
    }

    #[test]
    fn depth_is_bounded_and_what_follows_is_read() {
        let deep = format!("{}{}", "{\"item\":[".repeat(10_000), "]}".repeat(10_000));
        let text = format!("{{\"item\":[{deep},{{\"request\":\"a\"}}]}}");
        let outline = Outline::of(&text).unwrap();
        assert_eq!(outline.losses.len(), 1);
        assert_eq!(outline.stop, None);
        assert!(outline.entries.last().unwrap().request.is_some());
    }

    #[test]
    fn a_wrapped_collection_is_found() {
        let outline = Outline::of(r#"{"collection":{"item":[{"request":"a"}]},"x":1}"#).unwrap();
        assert_eq!(outline.pointer(1), "/collection/item/0");
        assert!(outline.entries[0].is_whole);
    }
}
