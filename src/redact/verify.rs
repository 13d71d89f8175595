//! Whether the result holds: nothing that was taken out is left, and the calls are judged as before.

use std::collections::BTreeMap;
use std::io::{self, Read};

use super::ledger::Ledger;
use super::value::is_letter;
use crate::finding::Report;

/// A word that is longer is no secret that was read whole.
const LONGEST: usize = 64 << 10;

/// The rule that says that a file should go through here.
const OWN_RULE: &str = "live-token-in-file";

/// Whether a word that was taken out stands somewhere in these bytes.
pub fn is_left(input: &mut dyn Read, ledger: &Ledger) -> io::Result<bool> {
    let mut buffer = vec![0; 1 << 16];
    let mut word = Vec::new();
    loop {
        let read = match input.read(&mut buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        for byte in &buffer[..read] {
            if is_letter(*byte) {
                if word.len() < LONGEST {
                    word.push(*byte);
                }
            } else if !word.is_empty() {
                if is_known(&word, ledger) {
                    return Ok(true);
                }
                word.clear();
            }
        }
        if read == 0 {
            return Ok(is_known(&word, ledger));
        }
    }
}

/// The word itself, or a part of it between the marks of addresses and forms.
fn is_known(word: &[u8], ledger: &Ledger) -> bool {
    let Ok(word) = std::str::from_utf8(word) else { return false };
    ledger.opens(word)
        || word.contains(['/', '=', '%', '.'])
            && word.split(['/', '=', '.']).any(|part| ledger.opens(part))
}

/// What is judged otherwise than before: a rule, and the number of the call.
pub fn differences(before: &Report, after: &Report) -> Vec<String> {
    let mut wrong = Vec::new();
    if (before.exchanges, before.frontegg) != (after.exchanges, after.frontegg) {
        wrong.push(format!("{} calls were read, now {}", before.exchanges, after.exchanges));
    }
    let (before, after) = (told(before), told(after));
    for (said, count) in &before {
        if after.get(said) != Some(count) {
            wrong.push(format!("{said} is said no more"));
        }
    }
    let new = after.keys().filter(|said| !before.contains_key(*said));
    wrong.extend(new.map(|said| format!("{said} was not said before")));
    wrong
}

fn told(report: &Report) -> BTreeMap<String, usize> {
    let mut told = BTreeMap::new();
    let findings = report.findings.iter().filter(|finding| finding.rule != OWN_RULE);
    for finding in findings {
        *told.entry(format!("{} of call {}", finding.rule, finding.exchange)).or_default() += 1;
    }
    told
}
