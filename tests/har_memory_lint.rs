//! Memory does not depend on how large a recording is, all the way to its report.
//!
//! Alone in its file: the peak is that of the whole process.
#![cfg(target_os = "linux")]

use frontegg_lint::exchange::Origin;
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Policy, Recording as Recorded, lint};
use frontegg_lint::report;
use frontegg_lint::rules::RuleSet;
use recording::{Layout, Recording};

#[path = "../examples/make_har/recording.rs"]
#[expect(dead_code, reason = "shared with the example, which has two layouts")]
mod recording;

#[test]
fn the_report_of_two_hundred_megabytes_needs_less_than_sixty_four() {
    let settings = Settings::default();
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    let options = Options::of(Origin::Written);
    let input = Recording::new(Layout::Compact, 6 << 20).with_body(194 << 20);
    let input = Box::new(input.with_late_credential());
    let report =
        lint(Recorded { name: "big.har", path: "big.har", input, options, answer: None }, &linter);
    assert!(report.exchanges > 500, "{}", report.exchanges);
    assert!(report.findings.len() > 300, "{}", report.findings.len());
    assert!(report.problems.is_empty());
    let mut document = Vec::new();
    report::json::write(&[report], 1, &mut document).expect("memory takes every byte");
    let peak = peak_kilobytes();
    assert!(peak < 64 << 10, "{peak} kB");
    println!("{} bytes of JSON, {peak} kB at most", document.len());
}

#[expect(clippy::disallowed_methods, reason = "only the kernel knows the peak")]
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the kernel tells it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().split(' ').next());
    number.and_then(|number| number.parse().ok()).expect("a number of kilobytes")
}
