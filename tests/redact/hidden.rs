//! No secret is left in any byte.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::canary::Canary;
use crate::faults::{redacted, redacted_text};
use crate::samples::{self, Sample};

#[test]
fn what_went_through_once_goes_through_unchanged() {
    for sample in samples::fixtures().into_iter().chain(samples::examples()) {
        let once = redacted(&sample.text);
        let twice = redacted(&once);
        let at = once.bytes().zip(twice.bytes()).position(|(a, b)| a != b).unwrap_or_default();
        let before = at.saturating_sub(80);
        assert!(
            twice == once,
            "{} at {at}: {:?}",
            sample.name,
            &once.as_bytes()[before..at].escape_ascii().to_string()
        );
    }
}

#[test]
fn the_result_is_json() {
    for sample in samples::fixtures() {
        let text = redacted(&sample.text);
        let read: Result<Value, _> = serde_json::from_str(&text);
        assert!(read.is_ok(), "{}: {:?}", sample.name, read.err());
    }
}

/// Each string of a recording becomes a canary, except what makes it a recording. `dress` says how
/// it is written.
fn replace(value: &mut Value, name: &str, canary: &mut dyn FnMut() -> String) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, canary)),
        Value::Object(members) => {
            let host = [":authority", "host", "Host"]
                .iter()
                .any(|host| members.get("name").is_some_and(|name| name == host));
            if host {
                return;
            }
            for (name, member) in members.iter_mut() {
                replace(member, name, canary);
            }
            if name == "entries" || name == "request" || name == "content" {
                members.insert(canary(), Value::String(canary()));
                members.insert("_new".to_owned(), serde_json::json!({canary(): [canary()]}));
            }
        }
        Value::String(text) => match name {
            "url" => {
                let (address, rest) = text.split_once('?').unwrap_or((text, ""));
                *text = format!("{address}/{}?{rest}&a={}#{}", canary(), canary(), canary());
            }
            "name" if text.len() < 40 => {}
            "encoding" => {}
            "text" => {
                *text = format!(
                    "{{\"{}\": \"{}\", \"errors\": [\"no {} here\"], \"n\": [{{\"x\": \"{}\"}}]}}",
                    canary(),
                    STANDARD.encode(canary()),
                    canary(),
                    canary()
                );
            }
            _ => *text = canary(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// How a canary is written in the recording.
const DRESSES: [fn(&Canary) -> String; 8] = [
    |canary| canary.text.clone(),
    Canary::encoded,
    |canary| format!("sid={}; Path=/, other={}", canary.text, canary.text),
    |canary| format!("Bearer {}", canary.text),
    |canary| format!("Basic {}", STANDARD.encode(format!("user:{}", canary.text))),
    |canary| format!("https://{0}:{0}@api.acme.com/{0}?a={0}&{0}=1#{0}", canary.text),
    |canary| format!("<b>{}</b> \"{}\" {}", canary.text, canary.text, canary.text),
    |canary| {
        let part = |text: String| URL_SAFE_NO_PAD.encode(text);
        let claims = format!(
            r#"{{"sub":"{0}","email":"{0}","{0}":1,"custom":{{"a":"{0}"}},"iss":"https://acme.frontegg.com/{0}","roles":["{0}"]}}"#,
            canary.text
        );
        let header = format!(r#"{{"alg":"RS256","kid":"{0}","{0}":1}}"#, canary.text);
        format!("{}.{}.{}", part(header), part(claims), canary.text)
    },
];

/// The text with all base64 in it read as well: a token or a body may hold a canary inside.
fn unfolded(text: &str) -> String {
    let letter = |c: char| c.is_ascii_alphanumeric() || "-_+/=".contains(c);
    let mut all = text.to_owned();
    for word in text.split(|c| !letter(c)).filter(|word| word.len() >= 8) {
        let plain = word.trim_end_matches('=').replace('+', "-").replace('/', "_");
        if let Ok(bytes) = URL_SAFE_NO_PAD.decode(plain) {
            all.push('\n');
            all.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    all
}

/// A part of a canary, as it is, in small letters, backwards, in percent or hexadecimal digits.
fn left(canaries: &[Canary], shown: &str) -> Option<String> {
    const PART: usize = 10;
    let parts: HashSet<&[u8]> = shown.as_bytes().windows(PART).collect();
    canaries.iter().find_map(|canary| {
        let hex = canary.encoded().replace('%', "");
        let forms = [
            canary.text.clone(),
            canary.text.to_lowercase(),
            canary.text.chars().rev().collect(),
            canary.encoded(),
            hex.to_lowercase(),
            hex,
        ];
        let found = |form: &String| form.as_bytes().windows(PART).any(|part| parts.contains(part));
        forms.into_iter().find(found)
    })
}

#[test]
fn a_canary_that_is_left_is_seen() {
    let canaries = [Canary::new(51 << 20), Canary::new(52 << 20)];
    let part = &canaries[1].text[5..16];
    assert!(left(&canaries, &format!("a {part} b")).is_some());
    let inside = format!("{{\"a\":\"{}\"}}", STANDARD.encode(format!("..{part}")));
    assert!(left(&canaries, &unfolded(&inside)).is_some());
    assert_eq!(left(&canaries, "nothing of the kind stands here"), None);
}

#[test]
fn no_canary_is_left_in_any_byte() {
    let mut seed = 21 << 20;
    let mut wrong = Vec::new();
    for (turn, sample) in samples::fixtures().iter().enumerate() {
        let text = sample.text.trim_start_matches('\u{feff}');
        let Ok(recording) = serde_json::from_str::<Value>(text) else { continue };
        // The plain one, and of the others each in its turn.
        let turns = [0, 1 + turn % 7, 1 + (turn + 3) % 7];
        for (number, dress) in turns.map(|number| (number, DRESSES[number])) {
            let mut canaries = Vec::new();
            let mut filled = recording.clone();
            replace(&mut filled, "", &mut || {
                seed += 1;
                let canary = Canary::new(seed);
                let text = dress(&canary);
                canaries.push(canary);
                text
            });
            let shown = unfolded(&redacted(&filled.to_string()));
            let found = left(&canaries, &shown);
            wrong.extend(found.map(|part| format!("{} dress {number}: {part}", sample.name)));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a minted token ends with.
const SIGNATURES: [&str; 2] = ["bm8gc2lnbmF0dXJl", "dXNlckBleGFtcGxl"];

#[test]
fn no_token_is_left_in_a_text() {
    for sample in samples::texts() {
        let text = redacted_text(&sample);
        for signature in SIGNATURES {
            assert!(!text.contains(signature), "{}", sample.name);
        }
        let again = Sample { name: sample.name.clone(), text: text.clone() };
        let twice = redacted_text(&again);
        let at = text.bytes().zip(twice.bytes()).position(|(a, b)| a != b).unwrap_or_default();
        let before = text.get(at.saturating_sub(60)..).unwrap_or_default();
        let before: String = before.chars().take(160).collect();
        assert!(twice == text, "{}: {before}", sample.name);
    }
}

#[test]
fn secrets_of_a_script_go_and_the_rest_stays_byte_for_byte() {
    let canaries: Vec<Canary> = (0..9).map(|seed| Canary::new(31 << 20 | seed)).collect();
    let word = |at: usize| canaries[at].text.as_str();
    let write = |secrets: &[&str]| {
        format!(
            "#!/bin/sh\r\n# ask Dana, not {0}\r\nAPI_SECRET={1}\r\nexport TOKEN=\"{2}\"\r\n\
             curl https://api.frontegg.com/auth/vendor -u 'client:{3}' \\\r\n  -b 'fe_refresh_a={4}' \\\r\n  \
             -d '{{\"clientId\": \"7c1d5f60-0000-4e2b-9a11-5eedfeed0001\", \"secret\": \"{5}\"}}' \\\r\n  \
             -H \"x-access-token: $TOKEN\" -H 'x-other: {6}'\r\n# Ünïcode: and password: {7}\r\necho \"{1}\" ${{KEY:-{8}}}\r\n",
            secrets[0],
            secrets[1],
            secrets[2],
            secrets[3],
            secrets[4],
            secrets[5],
            secrets[6],
            secrets[7],
            secrets[8]
        )
    };
    let all: Vec<&str> = (0..9).map(word).collect();
    let sample = Sample { name: "call.sh".to_owned(), text: write(&all) };
    let text = redacted_text(&sample);
    for canary in &canaries {
        assert_eq!(canary.found(&text), None, "{text}");
    }
    // Taken out at its places, what is left is what was written around the secrets.
    let marks: Vec<&str> = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .map(|word| word.trim_start_matches('-'))
        .filter(|word| word.starts_with("redacted-"))
        .collect();
    let order = [0, 1, 2, 3, 4, 5, 6, 7, 1, 8];
    assert_eq!(marks.len(), order.len(), "{text}");
    assert_eq!(marks[1], marks[8], "{text}");
    let mut secrets = [""; 9];
    for (mark, secret) in marks.iter().zip(order) {
        secrets[secret] = mark;
    }
    assert_eq!(text, write(&secrets));
}
