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

/// What was said of a recording, as far as it must be said again; a whole report is large.
#[derive(Debug)]
pub struct Told {
    calls: (usize, usize),
    findings: BTreeMap<String, usize>,
}

impl Told {
    pub fn of(report: &Report) -> Self {
        let mut findings = BTreeMap::new();
        for finding in report.findings.iter().filter(|finding| finding.rule != OWN_RULE) {
            let said = format!("{} of call {}", finding.rule, finding.exchange);
            *findings.entry(said).or_default() += 1;
        }
        Self { calls: (report.exchanges, report.frontegg), findings }
    }

    /// What is judged otherwise now: a rule, and the number of the call.
    pub fn differences(&self, after: &Self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.calls != after.calls {
            wrong.push(format!("{} calls were read, now {}", self.calls.0, after.calls.0));
        }
        for (said, count) in &self.findings {
            if after.findings.get(said) != Some(count) {
                wrong.push(format!("{said} is said no more"));
            }
        }
        let new = after.findings.keys().filter(|said| !self.findings.contains_key(*said));
        wrong.extend(new.map(|said| format!("{said} was not said before")));
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::super::ledger::Kind;
    use super::*;

    #[test]
    fn a_word_that_was_taken_out_is_seen_wherever_it_stands() {
        let mut ledger = Ledger::default();
        let secret = "k9XvQ2mLr8TbW4";
        let mark = ledger.mark(Kind::Body, "secret", secret);
        let left = |text: &str| is_left(&mut text.as_bytes(), &ledger).unwrap();
        for text in [
            secret.to_owned(),
            format!("{{\"a\":\"{secret}\"}}"),
            format!("https://api.acme.com/a?b={secret}&c"),
            format!("a b {secret}\n"),
        ] {
            assert!(left(&text), "{text}");
        }
        assert!(!left(&mark) && !left("k9XvQ2mLr8TbW") && !left(""));
    }

    #[test]
    fn a_call_that_is_no_more_and_a_finding_that_is_new_are_told() {
        let said = |calls: usize, findings: &[&str]| Told {
            calls: (calls, calls),
            findings: findings.iter().map(|rule| ((*rule).to_owned(), 1)).collect(),
        };
        let before = said(2, &["a", "b"]);
        assert!(before.differences(&said(2, &["a", "b"])).is_empty());
        assert_eq!(before.differences(&said(1, &["a", "c"])).len(), 3);
    }
}
