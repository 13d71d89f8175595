//! Where in which file, as SARIF says it.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use super::Message;
use crate::report::found::{Found, Lost};
use crate::source::Place;

/// The folder that addresses of files begin at: the machine knows it, and the report does not.
#[derive(Serialize)]
pub(super) struct Bases {
    #[serde(rename = "SRCROOT")]
    source_root: Base,
}

#[derive(Serialize)]
struct Base {
    description: Described,
}

#[derive(Serialize)]
struct Described {
    text: &'static str,
}

pub(super) const SOURCE_ROOT: Bases =
    Bases { source_root: Base { description: Described { text: "the root of the repository" } } };

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: Physical<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

/// A file. No text of it is ever told: it may be a secret.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact<'a> {
    uri: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    start_line: u64,
    start_column: u64,
    end_line: u64,
    end_column: u64,
    byte_offset: u64,
    byte_length: u64,
}

/// A place inside a JSON document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: &'a str,
}

impl<'a> Location<'a> {
    pub(super) fn of_found(found: &'a Found<'_>) -> Self {
        let pointer = found.finding.pointer.iter();
        Self {
            id: None,
            physical: Physical {
                artifact_location: Artifact::of(found.path()),
                region: Some(Region::of(found.start(), found.end())),
            },
            logical_locations: pointer.map(|name| Logical { fully_qualified_name: name }).collect(),
            message: None,
        }
    }

    /// The other marks, numbered from 1.
    pub(super) fn related(found: &'a Found<'_>) -> Vec<Self> {
        let marks = found.finding.marks.iter().enumerate().skip(1);
        let one = |(number, mark): (usize, &crate::finding::PlacedMark)| Self {
            id: Some(number),
            physical: Physical {
                artifact_location: Artifact::of(found.path()),
                region: Some(Region::of(mark.start, mark.end)),
            },
            logical_locations: Vec::new(),
            message: (!mark.label.is_empty()).then(|| Message::plain(&mark.label)),
        };
        marks.map(one).collect()
    }

    pub(super) fn of_lost(lost: &'a Lost<'_>) -> Self {
        Self {
            id: None,
            physical: Physical {
                artifact_location: Artifact::of(lost.path()),
                region: lost.problem.place.map(|place| Region::of(place, place)),
            },
            logical_locations: Vec::new(),
            message: None,
        }
    }
}

impl<'a> Artifact<'a> {
    pub(super) fn of(path: &'a str) -> Self {
        let (root, rest) = match path.get(..3) {
            Some(drive) if drive.ends_with(":/") => (format!("file:///{drive}"), &path[3..]),
            _ if path.starts_with('/') => ("file://".to_owned(), path),
            _ => return Self { uri: encoded(path), uri_base_id: Some("SRCROOT") },
        };
        Self { uri: Cow::Owned(format!("{root}{}", encoded(rest))), uri_base_id: None }
    }
}

impl Region {
    pub(super) const fn of(start: Place, end: Place) -> Self {
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_offset: start.byte,
            byte_length: end.byte.saturating_sub(start.byte),
        }
    }
}

/// A path as a relative address; a colon in it would make its beginning a scheme.
fn encoded(path: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    if path.bytes().all(plain) {
        return Cow::Borrowed(path);
    }
    let encoded = path.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = if plain(byte) {
            write!(encoded, "{}", char::from(byte))
        } else {
            write!(encoded, "%{byte:02X}")
        };
        encoded
    });
    Cow::Owned(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address() {
        let of = |path| {
            let artifact = Artifact::of(path);
            (artifact.uri.into_owned(), artifact.uri_base_id.is_some())
        };
        assert_eq!(of("calls/a.har"), ("calls/a.har".to_owned(), true));
        assert_eq!(of("my calls/ä:1%.sh"), ("my%20calls/%C3%A4%3A1%25.sh".to_owned(), true));
        assert_eq!(of("<stdin>"), ("%3Cstdin%3E".to_owned(), true));
        assert_eq!(of("/a b.sh"), ("file:///a%20b.sh".to_owned(), false));
        assert_eq!(of("C:/a b.sh"), ("file:///C:/a%20b.sh".to_owned(), false));
    }
}
