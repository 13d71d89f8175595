//! Markdown whose code blocks hold requests.

use std::sync::Arc;

use crate::exchange::Format;
use crate::input::embedded::{Parts, source_of};
use crate::input::{Item, Options, detect, shell};
use crate::source::{Embedding, Problem, Source, Span};

mod blocks;
mod console;
mod language;

use blocks::Block;
use language::Language;

/// Names that only this format has, and pasted text that begins with a fence.
pub(super) fn is(name: &str, text: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if ["md", "markdown", "mdx"].iter().any(|known| known.eq_ignore_ascii_case(extension)) {
        return true;
    }
    // Files of other names are what their name says.
    (extension.is_empty() || extension == "txt" || name.starts_with('<'))
        && blocks::is_markdown(text)
}

/// Reads the requests in all code blocks. Those of a shell share their variables.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let mut parts = Parts::default();
    let mut commands = Embedding::new(source);
    let mut spans = Vec::new();
    for block in blocks::find(source.text()) {
        let start = commands.len();
        match language::of(&block, source.text()) {
            Language::Shell => {
                block.lines.iter().for_each(|line| commands.take_line(*line));
            }
            Language::Console => console::take(&mut commands, source.text(), &block),
            Language::Of(format) => other(source, (&block, format), options, &mut parts),
            Language::None => {}
        }
        if commands.len() > start {
            let lines = block.lines.iter().copied().reduce(Span::hull).unwrap_or_default();
            spans.push((Span::new(start, commands.len()), lines));
        }
    }
    let commands = Arc::new(commands.finish(Format::Markdown.word()));
    shells((source, &commands), &spans, options, &mut parts);
    if parts.is_empty() {
        let message = "no call in this Markdown: no code block calls curl or holds a request";
        parts.read(|visit| visit(Item::Problem(Problem::skipped(None, message))));
    }
    parts.hand_out(visit);
}

/// Blocks that neither call nor set anything are other commands, whose quotes are their own.
///
/// Of each block we know where it stands among the commands and in the file.
fn shells(
    (file, commands): (&Source, &Arc<Source>),
    blocks: &[(Span, Span)],
    options: &Options<'_>,
    parts: &mut Parts,
) {
    let calls = |span: Span| commands.slice(span).contains("curl");
    let sets = |span: Span| commands.slice(span).contains('=');
    let spans = blocks.iter().map(|(span, _)| *span);
    let read: Vec<Span> = spans.filter(|span| calls(*span) || sets(*span)).collect();
    let origin = file.place(0).byte;
    let calling: Vec<(u64, u64)> = blocks
        .iter()
        .filter(|(span, _)| calls(*span))
        .map(|(_, lines)| (lines.start as u64 + origin, lines.end as u64 + origin))
        .collect();
    let matters = |item: &Item| match item {
        Item::Problem(problem) => problem.place.is_none_or(|place| {
            let next = calling.partition_point(|(start, _)| *start <= place.byte);
            next > 0 && place.byte <= calling[next - 1].1
        }),
        Item::Exchange(_) | Item::Recorder(_) => true,
    };
    parts.read(|visit| {
        shell::read_parts(commands, &read, options, &mut |item| {
            if matters(&item) {
                visit(item);
            }
        });
    });
}

/// A block of another language is a text of its own.
fn other(
    source: &Arc<Source>,
    (block, format): (&Block, Format),
    options: &Options<'_>,
    parts: &mut Parts,
) {
    let inner = source_of(source, &block.lines, Format::Markdown.word());
    if detect::unreadable(inner.text().as_bytes()).is_some() {
        return;
    }
    if let Some(read) = crate::input::reader_of(format) {
        parts.try_read(|visit| read(&inner, options, visit));
    }
}
