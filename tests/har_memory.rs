//! Memory does not depend on how large a recording is.
//!
//! Alone in its file: the peak is that of the whole process.
#![cfg(target_os = "linux")]

use frontegg_lint::input::{Item, har};
use recording::{Layout, Recording};

#[path = "../examples/make_har/recording.rs"]
#[expect(dead_code, reason = "shared with the example, which has two layouts")]
mod recording;

#[test]
fn two_hundred_megabytes_pass_through_less_than_sixty_four() {
    let mut input = Recording::new(Layout::Chrome, 24 << 20).with_body(176 << 20);
    let (mut entries, mut problems) = (0, 0);
    har::read("big.har", &mut input, &mut |item| match item {
        Item::Exchange(_) => entries += 1,
        Item::Problem(_) => problems += 1,
        Item::Recorder(_) => {}
    });
    assert!(entries > 2_000, "{entries}");
    assert_eq!(problems, 0);
    let peak = peak_kilobytes();
    assert!(peak < 64 << 10, "{peak} kB");
    println!("{entries} entries, {peak} kB at most");
}

#[expect(clippy::disallowed_methods, reason = "only the kernel knows the peak")]
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the kernel tells it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().split(' ').next());
    number.and_then(|number| number.parse().ok()).expect("a number of kilobytes")
}
