//! The calls of a recording as bars in time: how many, which failed, where something was found.

use std::collections::BTreeSet;

use super::markup::Markup;
use crate::finding::Report;
use crate::report::recording::Recording;
use crate::report::words::{clock, count};

/// Bars of a chart.
const BARS: usize = 80;
/// How high the highest bar is, and how high the strip below it.
const HEIGHT: usize = 60;
const STRIP: usize = 6;

/// Calls that were sent at about the same time.
#[derive(Clone, Copy, Default)]
struct Bar {
    calls: usize,
    failed: usize,
    found: usize,
}

pub(super) fn chart(markup: &mut Markup, report: &Report, recording: &Recording<'_>) {
    let lasted = recording.lasted.filter(|lasted| *lasted > 0);
    let bars = bars(report, lasted);
    let highest = bars.iter().map(|bar| bar.calls).max().unwrap_or(1).max(1);
    let failed: usize = bars.iter().map(|bar| bar.failed).sum();
    let found: usize = bars.iter().map(|bar| bar.found).sum();
    let calls = count(report.calls.len(), "call");
    let said = format!("{calls} in time: {failed} failed, something was found in {found}");
    markup.raw("<figure class=\"chart\">");
    let size = format!("0 0 {} {}", bars.len() * 10, HEIGHT + 2 + STRIP);
    let attributes = [
        ("viewBox", size.as_str()),
        ("preserveAspectRatio", "none"),
        ("role", "img"),
        ("aria-label", &said),
    ];
    markup.with("svg", &attributes, |svg| {
        for (number, bar) in bars.iter().enumerate() {
            draw(svg, (number, bar), highest);
        }
    });
    markup.raw("<div class=\"axis\" aria-hidden=\"true\">");
    let ends = || vec!["the first call".to_owned(), "the last".to_owned()];
    let times = |lasted: i64| (0..=4).map(|part| clock(lasted.saturating_mul(part) / 4)).collect();
    for words in lasted.map_or_else(ends, times) {
        markup.leaf("span", "", &words);
    }
    markup.raw("</div><figcaption aria-hidden=\"true\">");
    for (class, words) in [("well", "answered"), ("failed", "failed"), ("found", "a finding")] {
        markup.within(("span", class), |key| key.text(words));
        markup.text(" ");
    }
    markup.raw("</figcaption></figure>\n");
}

/// Failed calls stand at the bottom of their bar.
fn draw(svg: &mut Markup, (number, bar): (usize, &Bar), highest: usize) {
    if bar.calls == 0 {
        return;
    }
    let high = |calls: usize| if calls == 0 { 0 } else { (HEIGHT * calls / highest).max(5) };
    let (all, failed) = (high(bar.calls), high(bar.failed).min(high(bar.calls)));
    let x = number * 10;
    rect(svg, "well", (x, HEIGHT - all, all - failed));
    rect(svg, "failed", (x, HEIGHT - failed, failed));
    if bar.found > 0 {
        rect(svg, "found", (x, HEIGHT + 2, STRIP));
    }
}

fn rect(svg: &mut Markup, class: &'static str, (x, y, height): (usize, usize, usize)) {
    if height == 0 {
        return;
    }
    let [x, y, height] = [x + 1, y, height].map(|number| number.to_string());
    let attributes =
        [("class", class), ("x", &x), ("y", &y), ("width", "8"), ("height", height.as_str())];
    svg.with("rect", &attributes, |_| {});
}

/// The calls by when they were sent; where that is not known, one after the other.
fn bars(report: &Report, lasted: Option<i64>) -> Vec<Bar> {
    let found: BTreeSet<usize> = report.findings.iter().map(|one| one.exchange).collect();
    let length = if lasted.is_some() { BARS } else { BARS.min(report.calls.len().max(1)) };
    let mut bars = vec![Bar::default(); length];
    let first = report.calls.iter().filter_map(|call| call.started).min().unwrap_or_default();
    let mut last = 0;
    for (number, call) in report.calls.iter().enumerate() {
        let place = match (lasted, call.started) {
            (Some(lasted), Some(started)) => share(started.saturating_sub(first), lasted),
            (Some(_), None) => last,
            (None, _) => number * length / report.calls.len(),
        };
        last = place.min(length - 1);
        let bar = &mut bars[last];
        bar.calls += 1;
        bar.failed += usize::from(call.failed);
        bar.found += usize::from(found.contains(&call.exchange));
    }
    bars
}

/// Which bar a moment belongs to.
fn share(offset: i64, lasted: i64) -> usize {
    let bars = i128::try_from(BARS - 1).unwrap_or_default();
    let place = i128::from(offset) * bars / i128::from(lasted.max(1));
    usize::try_from(place).unwrap_or_default()
}
