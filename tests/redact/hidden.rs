//! No secret is left in any byte.

use serde_json::Value;

use crate::canary::Canary;
use crate::faults::redacted;
use crate::samples;

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
