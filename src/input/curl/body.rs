//! What the `-d` family sends.

use super::Context;
use super::argv::Setting;
use super::method::DATA;
use super::text::{form_encoded, rewrite};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// A body, or why curl stops.
pub(super) type Read = Result<Fact<Text>, String>;

/// All data of one operation, joined as curl joins it.
pub(super) fn joined(settings: &[Setting], context: &Context<'_>) -> Read {
    let mut all: Option<Text> = None;
    let mut unknown = None;
    let mut piped = false;
    for setting in settings {
        let Some(value) = &setting.value else { continue };
        // What is piped in can be read once.
        let reads_it = value.as_written() == "@-"
            && setting.name != "data-raw"
            && DATA.contains(&setting.name);
        let again = piped && reads_it;
        piped |= reads_it;
        let nothing = Text::decoded("", value.span());
        let data = match setting.name {
            _ if again => Fact::Known(nothing),
            "data" | "data-binary" | "data-raw" | "json" => plain(setting.name, value, context)?,
            "data-urlencode" => encoded(value, context)?,
            _ => continue,
        };
        let text = match data {
            Fact::Known(text) => text,
            Fact::Absent => continue,
            Fact::Unknown(why) => {
                unknown = Some(why);
                continue;
            }
        };
        let joined = all.get_or_insert_default();
        if !joined.is_empty() && setting.name != "json" {
            joined.push_decoded("&", Span::at(setting.span.start));
        }
        joined.append(&text);
    }
    Ok(match unknown {
        Some(why) => Fact::Unknown(why),
        None => all.into(),
    })
}

fn plain(name: &str, value: &Text, context: &Context<'_>) -> Read {
    let from_file = value.as_written().starts_with('@') && name != "data-raw";
    if !from_file {
        return Ok(Fact::Known(value.clone()));
    }
    let read = file(&value.slice(1..value.len()), context)?;
    Ok(read.map(|text| if name == "data" { without_breaks(&text) } else { text }))
}

/// `--data` drops line breaks from files.
fn without_breaks(text: &Text) -> Text {
    rewrite(text, |letter| matches!(letter, '\r' | '\n' | '\0').then(String::new))
}

/// `content`, `=content`, `name=content`, `@file`, `name@file`.
pub(super) fn encoded(value: &Text, context: &Context<'_>) -> Read {
    let written = value.as_written();
    let mark = written.find('=').or_else(|| written.find('@'));
    let Some(mark) = mark else { return Ok(Fact::Known(form_encoded(value))) };
    let rest = value.slice(mark + 1..written.len());
    let read =
        if written[mark..].starts_with('@') { file(&rest, context)? } else { Fact::Known(rest) };
    Ok(read.map(|read| {
        let mut text = Text::default();
        if mark > 0 {
            text.append(&value.slice(0..mark));
            text.push_decoded("=", value.span_of(mark..mark + 1));
        }
        text.append(&form_encoded(&read));
        text
    }))
}

/// What is uploaded: a file, or what is piped in.
pub(super) fn upload(name: &Text, context: &Context<'_>) -> Read {
    if name.as_written() == "." { Ok(piped(context)) } else { file(name, context) }
}

fn piped(context: &Context<'_>) -> Fact<Text> {
    context.stdin.clone().map_or(Fact::Unknown(Why::NotRecorded), Fact::Known)
}

/// The content of a named file, at the place of its name; `-` is what is piped in.
pub(super) fn file(name: &Text, context: &Context<'_>) -> Read {
    if name.as_written() == "-" {
        return Ok(piped(context));
    }
    if let Fact::Unknown(why) = name.known() {
        return Ok(Fact::Unknown(why));
    }
    if name.as_written() == "/dev/null" {
        return Ok(Fact::Known(Text::decoded("", name.span())));
    }
    let Some(files) = context.files else { return Ok(Fact::Unknown(Why::NotRecorded)) };
    let Some(bytes) = files(name.as_written()) else {
        return Err("curl: Failed to open a file that the command names".to_owned());
    };
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Fact::Known(Text::decoded(&text, name.span())),
        Err(_) => Fact::Unknown(Why::Undecodable),
    })
}
