//! Values that look random, and the search for them and for every form they may take.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &[u8] = b"23456789";

/// A part of a canary that is as long as this is as bad as the whole.
const PART: usize = 10;

/// Numbers that look random and are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap_or_default()
    }
}

/// 24 letters and digits in no order; two of them share no part that is worth a name.
#[derive(Clone)]
pub(crate) struct Canary {
    pub(crate) text: String,
    forms: Vec<String>,
}

impl Canary {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut letter = |at: usize| {
            let from = if at % 3 == 2 { DIGITS } else { LETTERS };
            char::from(from[dice.below(from.len())])
        };
        let text: String = (0..24).map(&mut letter).collect();
        let forms = forms(&text);
        Self { text, forms }
    }

    /// With every letter percent-encoded.
    pub(crate) fn encoded(&self) -> String {
        encoded(&self.text)
    }

    /// Where in the output the canary, a part of it or its base64 stands.
    pub(crate) fn found(&self, shown: &str) -> Option<String> {
        let at = self.forms.iter().find_map(|form| shown.find(form.as_str()))?;
        let mut from = at.saturating_sub(60);
        let mut to = (at + 60).min(shown.len());
        while !shown.is_char_boundary(from) {
            from -= 1;
        }
        while !shown.is_char_boundary(to) {
            to += 1;
        }
        Some(shown[from..to].replace(&self.text, "<CANARY>"))
    }
}

/// Every part of the text, percent-encoded parts, and the base64 in which it stands at the
/// beginning, in the middle or at the end of other text.
fn forms(text: &str) -> Vec<String> {
    let mut forms = parts(text, PART);
    let lower = text.to_ascii_lowercase();
    forms.extend(parts(&lower, PART));
    forms.extend(parts(&encoded(text), 3 * PART).into_iter().step_by(3));
    for shift in 0..3 {
        let written = STANDARD_NO_PAD.encode(format!("{}{text}", &"..."[..shift]));
        // The first and last letters of base64 depend on the neighbours.
        let own = &written[if shift == 0 { 0 } else { 4 }..written.len() - 4];
        forms.extend(parts(own, 14));
    }
    forms
}

fn encoded(text: &str) -> String {
    text.bytes().flat_map(|byte| ['%', hex(byte >> 4), hex(byte & 15)]).collect()
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or_default().to_ascii_uppercase()
}

fn parts(text: &str, length: usize) -> Vec<String> {
    (0..=text.len() - length).map(|at| text[at..at + length].to_owned()).collect()
}

#[test]
fn a_canary_is_found_in_each_of_its_forms() {
    let canary = Canary::new(7);
    let basic = STANDARD_NO_PAD.encode(format!("user:{}", canary.text));
    let half = canary.text[3..15].to_owned();
    for shown in [canary.text.clone(), half, basic, canary.encoded()] {
        assert!(canary.found(&format!("before {shown} behind")).is_some(), "{shown}");
    }
    assert!(Canary::new(8).found(&canary.text).is_none());
}
