//! The name of a rule that can be clicked, where the terminal knows how.

use super::{Human, line};
use crate::finding::Finding;
use crate::report::json;

/// Whether names are links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    Never,
    Always,
}

/// The rule's name; a click opens its page.
pub(super) fn rule(finding: &Finding, human: &Human) -> String {
    let name = line(&finding.rule);
    let page = json::docs(&finding.topic, &finding.rule);
    // An address of other letters would be the end of the escape sequence, or another one.
    let is_plain = page.bytes().all(|byte| byte.is_ascii_graphic());
    match human.links {
        Links::Always if is_plain => {
            format!("\u{1b}]8;;{page}\u{1b}\\{name}\u{1b}]8;;\u{1b}\\")
        }
        Links::Always | Links::Never => name,
    }
}
