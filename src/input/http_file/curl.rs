//! Blocks that are a curl command, which some editors send too.

use std::sync::Arc;

use crate::exchange::Echo;
use crate::input::{Item, Options, shell};
use crate::source::{Problem, Source, Span};

pub(super) fn is_command(line: &str) -> bool {
    let rest = line.trim_start().strip_prefix("curl");
    rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\\']))
}

/// Reads the commands of a block, numbered from behind `before`; how many there were.
pub(super) fn read(
    (source, block): (&Arc<Source>, Span),
    options: &Options<'_>,
    before: usize,
    visit: &mut dyn FnMut(Item),
) -> usize {
    let text = source.slice(block);
    let place = source.place(block.start);
    if text.contains("{{") {
        let message = "a curl command with variables of an editor is not read; it was skipped";
        visit(Item::Problem(Problem::skipped(Some(place), message)));
        return 0;
    }
    let block = Arc::new(Source::within(Arc::clone(source.name()), text, place));
    let mut count = 0;
    shell::read(&block, options, &mut |item| match item {
        Item::Exchange(mut exchange) => {
            count += 1;
            exchange.number += before;
            for Echo { of, .. } in &mut exchange.echoes {
                *of += before;
            }
            visit(Item::Exchange(exchange));
        }
        Item::Problem(_) | Item::Recorder(_) => visit(item),
    });
    count
}
