//! The same recording without its secrets: what is not known to be harmless is replaced, equal
//! values by equal marks, and what was wrong with the calls is still wrong.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use crate::input::har::{Piece, pieces};
use crate::rules::RuleSet;
use crate::source::Problem;

mod address;
mod body;
mod edit;
mod entry;
mod headers;
mod ledger;
mod lists;
mod text;
mod token;
mod value;
mod verify;

pub use ledger::{Kind, Ledger};
pub use text::text;
pub use verify::{Told, is_left};

/// What a person may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Claims {
    /// Those that say whose token it is, for what, until when.
    #[default]
    Known,
    /// All of them, also what they say of people.
    All,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Redacted {
    pub ledger: Ledger,
    /// What could not be read and was left out.
    pub problems: Vec<Problem>,
}

/// Takes secrets out, one value at a time.
pub(crate) struct Redactor<'p> {
    ledger: Ledger,
    keep_claims: bool,
    /// What services say of errors, in lower case.
    phrases: &'p [String],
    /// The names in the body that was sent: an error may speak of one.
    names: BTreeSet<String>,
}

/// Writes a HAR again without its secrets, entry by entry.
pub fn har(
    input: &mut dyn Read,
    output: &mut dyn Write,
    (rules, claims): (&RuleSet, Claims),
) -> io::Result<Redacted> {
    let phrases = phrases(rules);
    let mut redactor = Redactor::new(&phrases, claims);
    let mut problems = Vec::new();
    let mut name = String::new();
    pieces(input, &mut |piece| {
        let text = match piece {
            Piece::Frame(text) => return output.write_all(text.as_bytes()),
            Piece::Name(text) => {
                text.trim_matches('"').clone_into(&mut name);
                redactor.quoted_name(&name).unwrap_or_else(|| text.to_owned())
            }
            Piece::Member(Some((text, gaps))) => redactor.member(&name, text, gaps),
            Piece::Member(None) => {
                if name == "pages" {
                    "[]".to_owned()
                } else {
                    "null".to_owned()
                }
            }
            Piece::Nothing => "null".to_owned(),
            Piece::Entry(index, held) => {
                let own = held.and_then(|(text, gaps)| redactor.entry(text, gaps));
                own.unwrap_or_else(|| {
                    let message = format!("entry {} could not be read and was left out", index + 1);
                    problems.push(Problem::lost(None, message));
                    entry::BLANK.to_owned()
                })
            }
            Piece::Problem(problem) => {
                problems.push(problem);
                return Ok(());
            }
        };
        output.write_all(text.as_bytes())
    })?;
    Ok(Redacted { ledger: redactor.ledger, problems })
}

impl<'p> Redactor<'p> {
    fn new(phrases: &'p [String], claims: Claims) -> Self {
        Self {
            ledger: Ledger::default(),
            keep_claims: claims == Claims::All,
            phrases,
            names: BTreeSet::new(),
        }
    }

    /// A name of the file's own, with its quotes, where it may not stay.
    fn quoted_name(&mut self, name: &str) -> Option<String> {
        self.name(Kind::Other, name).map(|own| format!("\"{own}\""))
    }
}

/// The texts by which errors are known, the longest first.
fn phrases(rules: &RuleSet) -> Vec<String> {
    let texts = rules.errors.iter().flat_map(|error| &error.matches).flat_map(|known| &known.text);
    let mut phrases: Vec<String> = texts.map(|text| text.to_ascii_lowercase()).collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    phrases.dedup();
    phrases
}
