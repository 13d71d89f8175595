//! Dockerfiles whose `RUN` lines call curl.

use std::sync::Arc;

use crate::input::{Item, Options};
use crate::source::{Problem, Source};

/// Whether a text is of this format, by its content first and its name second.
pub(super) fn is(_name: &str, _text: &str) -> bool {
    false
}

/// Reads all requests of the text.
pub(super) fn read(_source: &Arc<Source>, _options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    visit(Item::Problem(Problem::lost(None, "no reader knows this format")));
}
