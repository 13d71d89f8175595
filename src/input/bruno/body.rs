//! The body of a request of Bruno, by its mode.

use super::blocks::{self, Block};
use crate::input::braces::Variables;
use crate::input::form::{self, Blank};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// What is sent, and the type that the program says it has.
pub(super) struct Body {
    pub(super) content: Fact<Text>,
    pub(super) media_type: Option<&'static str>,
}

const NOTHING: Body = Body { content: Fact::Absent, media_type: None };

/// Reads the body that the mode names; the other blocks of bodies stay at home.
pub(super) fn body(text: &str, all: &[Block<'_>], (mode, variables): (&str, &Variables)) -> Body {
    let (block, media_type) = match mode {
        "json" => ("body:json", "application/json"),
        "text" => ("body:text", "text/plain"),
        "xml" => ("body:xml", "application/xml"),
        "sparql" => ("body:sparql", "application/sparql-query"),
        "form-urlencoded" | "formUrlEncoded" => {
            ("body:form-urlencoded", "application/x-www-form-urlencoded")
        }
        "multipart-form" | "multipartForm" => return unread("multipart/form-data"),
        "graphql" => return unread("application/json"),
        "file" => return Body { content: Fact::Unknown(Why::NotRecorded), media_type: None },
        _ => return NOTHING,
    };
    // Files of early versions have one kind of body only.
    let named = |block: &&Block<'_>, name: &str| block.name == name;
    let found = all.iter().find(|one| named(one, block));
    let found = found.or_else(|| all.iter().find(|one| mode == "json" && named(one, "body")));
    let Some(found) = found else {
        let media_type = (mode != "json").then_some(media_type);
        return Body { media_type, ..NOTHING };
    };
    let content = if block == "body:form-urlencoded" {
        let pairs = blocks::pairs(text, found);
        let pairs: Vec<(Text, Text)> = pairs
            .into_iter()
            .map(|pair| (pair.name.clone(), pair.value(text, variables)))
            .collect();
        form::joined(&pairs, Blank::Plus)
    } else {
        lines(text, found, (mode, variables))
    };
    let is_empty = content.is_empty();
    let content = if is_empty { Fact::Absent } else { Fact::Known(content) };
    Body { content, media_type: (!is_empty || mode != "json").then_some(media_type) }
}

/// A body that cannot be said letter for letter.
const fn unread(media_type: &'static str) -> Body {
    Body { content: Fact::Unknown(Why::NotRecorded), media_type: Some(media_type) }
}

/// The lines of a text. Comments in JSON are not sent.
fn lines(text: &str, block: &Block<'_>, (mode, variables): (&str, &Variables)) -> Text {
    let mut content = Text::default();
    for line in blocks::text_lines(text, block) {
        let written = &text[line.start..line.end];
        if mode == "json" && written.trim_start().starts_with("//") {
            continue;
        }
        let kept = written.trim_end_matches(['\r', '\n']);
        variables.push(&mut content, text, Span::new(line.start, line.start + kept.len()));
        if written.ends_with('\n') {
            content.push_verbatim("\n", line.end - 1);
        }
    }
    if content.as_written().trim().is_empty() { Text::default() } else { content }
}

/// JSON without the lines that are comments, which are not sent.
pub(super) fn without_comments(text: &Text) -> Text {
    let written = text.as_written();
    let is_comment = |line: &str| line.trim_start().starts_with("//");
    if !written.lines().any(is_comment) {
        return text.clone();
    }
    let mut kept = Text::default();
    let mut holes = text.holes().iter().peekable();
    let mut letters = text.letters();
    let mut at = 0;
    for line in written.split_inclusive('\n') {
        let drops = is_comment(line);
        for (letter, span) in letters.by_ref().take(line.chars().count()) {
            while holes.next_if(|hole| hole.range.end <= at).is_some() {}
            let hole = holes.peek().filter(|hole| hole.range.start <= at);
            match hole {
                Some(_) | None if drops => {}
                Some(hole) if hole.range.start == at => {
                    let written = &written[hole.range.clone()];
                    kept.push_hole(written, span, (hole.why, &hole.name));
                }
                Some(_) => {}
                None if span.len() == letter.len_utf8() => {
                    kept.push_verbatim(letter.encode_utf8(&mut [0; 4]), span.start);
                }
                None => kept.push_decoded(letter.encode_utf8(&mut [0; 4]), span),
            }
            at += letter.len_utf8();
        }
    }
    kept
}
