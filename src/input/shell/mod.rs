//! Shell commands that call curl become exchanges.

mod accidents;
mod ansi;
mod blocks;
mod expand;
mod lexer;
mod lines;
mod pipes;
mod quotes;
mod script;
mod word;

use std::sync::Arc;

use crate::input::{Item, Options};
use crate::source::{Problem, Source, Span};

pub(in crate::input) use expand::Argument;
use lexer::Layer;
pub(in crate::input) use word::Word;

/// Reads all curl commands of a text, with the answers pasted below them.
pub fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let mut script = script::Script::new(source, options, visit);
    let whole = Span::new(0, source.text().len());
    script.run(whole, Layer::Script);
    let found = script.finish();
    if !found && !source.text().trim().is_empty() {
        let message = "no curl command found: give a shell command that calls curl";
        visit(Item::Problem(Problem::lost(Some(source.place(0)), message)));
    }
}
