//! No secret gets out: a canary in every part of every recording is searched in everything that
//! the library makes of it and the command prints.
//!
//! What is deliberately shown although somebody recorded it, and nothing else:
//! - the host a call goes to (it is said in every message), and the one that
//!   `frontegg-vendor-host` names;
//! - words, numbers and UUIDs that `mask` takes for names of things: a canary never has that shape;
//! - the path of a file that was named on the command line and exists.
//!
//! Of fixtures every so manyth word is swept, of neighbours another one. Of the thousand examples of rules and known errors a fixed
//! share is: of each page every sixth as it is, every twelfth with a canary behind its words or
//! with one that is percent-encoded, every third that has a token with one in its claims, and each
//! time another one. No page goes without.

#![cfg(feature = "cli")]
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod canary;
mod command;
#[path = "../desk/mod.rs"]
mod desk;
mod samples;
mod shown;
mod values;

use std::collections::BTreeMap;
use std::ops::Range;

use frontegg_lint::examples::fill;
use frontegg_lint::input::answer;
use frontegg_lint::source::Source;

use canary::Canary;
use samples::{NOW, Sample};
use shown::everything;

/// How a canary is put into a text in place of one of its words.
#[derive(Clone, Copy)]
enum Planted {
    Instead,
    Behind,
    Encoded,
}

/// Every run of letters and digits: whatever the format, a value is one of them or several.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = letter.is_ascii_alphanumeric() || letter == '_';
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    words
}

fn planted(text: &str, word: &Range<usize>, canary: &Canary, how: Planted) -> String {
    let (before, behind) = (&text[..word.start], &text[word.end..]);
    match how {
        Planted::Instead => format!("{before}{}{behind}", canary.text),
        Planted::Behind => format!("{before}{}{}{behind}", &text[word.clone()], canary.text),
        Planted::Encoded => format!("{before}{}{behind}", canary.encoded()),
    }
}

/// Leaks by what they look like, so that one mistake is one line.
#[derive(Default)]
struct Leaks(BTreeMap<String, String>);

impl Leaks {
    fn look(&mut self, canary: &Canary, name: &str, text: &str) {
        let shown = everything(name, text, None);
        if canary.found(&shown.hosts).is_some() {
            return;
        }
        if let Some(context) = canary.found(&shown.text) {
            let place = text.replace(&canary.text, "<CANARY>");
            self.0.entry(context).or_insert(format!("{name}: {place}"));
        }
    }

    fn none(self) {
        let leak = |(context, text): (&String, &String)| {
            format!("SHOWN {context}\n  OF {}\n", text.chars().take(600).collect::<String>())
        };
        let leaks: String = self.0.iter().take(40).map(leak).collect();
        assert!(leaks.is_empty(), "{} canaries are shown\n{leaks}", self.0.len());
    }
}

fn each_word_in_turn(samples: &[Sample], how: Planted) {
    one_word_of(1, samples, how);
}

/// Every so manyth word of each, and in neighbours another one.
fn one_word_of(number: usize, samples: &[Sample], how: Planted) {
    let mut leaks = Leaks::default();
    let mut seed = 0;
    for (at, sample) in samples.iter().enumerate() {
        for word in words(&sample.text).into_iter().skip(at % number).step_by(number) {
            seed += 1;
            let canary = Canary::new(seed);
            leaks.look(&canary, &sample.name, &planted(&sample.text, &word, &canary, how));
        }
    }
    leaks.none();
}

/// One of so many: neighbours differ in a word.
fn some(samples: &[Sample], one_of: usize) -> Vec<Sample> {
    samples.iter().step_by(one_of).cloned().collect()
}

/// One of so many of each page's examples, and one at least; `first` is where the count begins.
fn some_of_each(samples: &[Sample], one_of: usize, first: usize) -> Vec<Sample> {
    let pages = samples.chunk_by(|a, b| a.name == b.name);
    let some = pages.flat_map(|page| page.iter().skip(first % page.len()).step_by(one_of));
    some.cloned().collect()
}

#[test]
fn no_word_of_a_recorded_file_is_shown() {
    one_word_of(40, &samples::fixtures(), Planted::Instead);
    one_word_of(18, &samples::formats(), Planted::Instead);
    each_word_in_turn(&some(&samples::calls(), 6), Planted::Instead);
}

#[test]
fn no_word_of_an_example_is_shown() {
    each_word_in_turn(&some_of_each(&samples::minted(), 6, 0), Planted::Instead);
}

#[test]
fn no_end_of_a_word_is_shown() {
    one_word_of(30, &samples::recorded(), Planted::Behind);
    each_word_in_turn(&some_of_each(&samples::minted(), 12, 1), Planted::Behind);
}

#[test]
fn no_word_that_is_percent_encoded_is_shown() {
    each_word_in_turn(&some_of_each(&samples::minted(), 12, 2), Planted::Encoded);
}

#[test]
fn no_word_of_a_script_is_shown() {
    each_word_in_turn(&some(&samples::scripts(), 2), Planted::Instead);
}

#[test]
fn no_claim_of_a_token_is_shown() {
    let mut leaks = Leaks::default();
    let mut seed = 1 << 20;
    let mut minting = samples::examples();
    minting.retain(|sample| sample.text.contains("{{token "));
    for sample in some_of_each(&minting, 3, 0) {
        for claim in CLAIMS {
            seed += 1;
            let canary = Canary::new(seed);
            let claimed = format!("{{{{token {claim}={} ", canary.text);
            let text = fill(&sample.text.replace("{{token ", &claimed), NOW).unwrap();
            leaks.look(&canary, &sample.name, &text);
        }
    }
    leaks.none();
}

const CLAIMS: &[&str] = &[
    "type",
    "sub",
    "tenantId",
    "vendorId",
    "userId",
    "email",
    "name",
    "iss",
    "aud",
    "applicationId",
    "exp",
    "iat",
    "nbf",
    "kid",
    "anything",
];

/// Answers that are known, and their words replaced one after the other.
#[test]
fn no_word_of_an_answer_is_shown() {
    let call =
        "curl https://api.frontegg.com/identity/resources/users/v1 -H 'Authorization: Bearer $T'";
    let mut leaks = Leaks::default();
    let mut seed = 1 << 24;
    for body in [
        "HTTP/2 401 Unauthorized\r\ncontent-type: application/json\r\nfrontegg-trace-id: abc\r\nset-cookie: fe_refresh_x=abc; Path=/\r\n\r\n{\"errors\":[\"Failed to verify vendor JWT\"],\"token\":\"abc\"}",
        "{\"errors\":[\"Failed to verify user JWT\"],\"errorCode\":\"ER-00123\",\"traceId\":\"x\"}",
        "< HTTP/1.1 403 Forbidden\n< location: https://a.example/b?c=d\n<\nForbidden resource",
        "< HTTP/1.1 400 Bad Request\n<\n{\"message\":\"tenant id is required\",\"a\":[{\"b\":\"c\"}]}",
    ] {
        for word in words(body) {
            for how in [Planted::Instead, Planted::Behind] {
                seed += 1;
                let canary = Canary::new(seed);
                let answered = planted(body, &word, &canary, how);
                let told = answer::response(&Source::new("answer.txt", answered.as_str()));
                let shown = everything("call.sh", call, Some(told)).text;
                if let Some(context) = canary.found(&shown) {
                    leaks.0.insert(context, answered.clone());
                }
                leaks.look(&canary, "paste.txt", &format!("{call}\n{answered}\n"));
            }
        }
    }
    leaks.none();
}
