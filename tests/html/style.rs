//! Words can be read on what is behind them, in the light and in the dark and on paper.

use std::collections::BTreeMap;

use crate::page::Page;
use crate::page_of;

/// What is written on what.
const PAIRS: &[(&str, &str)] = &[
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "code"),
    ("ink", "error-soft"),
    ("ink", "warning-soft"),
    ("ink", "note-soft"),
    ("faint", "paper"),
    ("faint", "card"),
    ("faint", "code"),
    ("link", "paper"),
    ("link", "card"),
    ("link", "error-soft"),
    ("error", "error-soft"),
    ("error", "code"),
    ("error", "card"),
    ("warning", "warning-soft"),
    ("warning", "code"),
    ("warning", "card"),
    ("note", "note-soft"),
    ("note", "code"),
    ("good", "good-soft"),
    ("good", "card"),
];

#[test]
fn words_stand_out_from_what_is_behind_them() {
    let page = Page::read(&page_of(&[], 0, ""));
    let palettes: Vec<&str> = page.style().split(":root {").skip(1).collect();
    assert!(palettes.len() >= 3, "light, dark, paper");
    for palette in palettes.iter().take(3) {
        let colours = colours(palette.split('}').next().unwrap());
        for (ink, ground) in PAIRS {
            let contrast = contrast(colours[ink], colours[ground]);
            assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.2}");
        }
    }
}

fn colours(palette: &str) -> BTreeMap<&str, f64> {
    let pairs = palette.split(';').filter_map(|line| line.trim().strip_prefix("--"));
    let pairs = pairs.filter_map(|line| line.split_once(": #"));
    pairs.map(|(name, digits)| (name, luminance(digits))).collect()
}

/// As WCAG 2 defines it.
fn luminance(digits: &str) -> f64 {
    let wide: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    let part = |at: usize| f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0;
    let linear = |part: f64| {
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.0722f64.mul_add(linear(part(4)), 0.2126f64.mul_add(linear(part(0)), 0.7152 * linear(part(2))))
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
