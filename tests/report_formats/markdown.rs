//! The page for a job summary.

use frontegg_lint::finding::Report;
use frontegg_lint::report::Format;

use crate::made::*;

fn page(reports: &[Report]) -> String {
    printed(Format::Markdown, reports)
}

/// The page without what stands in fences and in backticks: there nothing is read as Markdown.
fn prose(page: &str) -> String {
    let mut prose = String::new();
    let mut fence: Option<usize> = None;
    for line in page.lines() {
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        match fence {
            Some(open) if ticks >= open && ticks == line.len() => fence = None,
            Some(_) => {}
            None if ticks >= 3 => fence = Some(ticks),
            None => prose += &(without_code(line) + "\n"),
        }
    }
    assert_eq!(fence, None, "every fence is closed");
    prose
}

/// A run of backticks opens code that the next run of the same length closes.
fn without_code(line: &str) -> String {
    let mut prose = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        let (before, behind) = rest.split_at(at);
        prose += before;
        if before.ends_with('\\') {
            prose.push('`');
            rest = &behind[1..];
            continue;
        }
        let ticks = behind.bytes().take_while(|byte| *byte == b'`').count();
        let inside = &behind[ticks..];
        let mut runs = inside.match_indices(&behind[..ticks]);
        let close = runs.find(|(at, _)| {
            !inside[..*at].ends_with('`') && !inside[at + ticks..].starts_with('`')
        });
        let (at, _) = close.unwrap_or_else(|| panic!("code is not closed: {line}"));
        rest = &inside[at + ticks..];
    }
    prose + rest
}

#[test]
fn hostile_text_is_no_html_no_link_no_mention_and_no_heading() {
    let page = page(&[hostile()]);
    let prose = prose(&page);
    for harm in ["<", "](https://evil", "@everyone", "#1", "https://evil", "www.evil", "\u{1b}"] {
        assert!(!prose.contains(harm), "{harm} in {prose}");
    }
    assert!(prose.contains("&lt;img"), "it is shown all the same: {prose}");
    let headings: Vec<&str> = prose.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(headings.len(), 3, "{headings:?}");
    let row = prose.lines().find(|line| line.starts_with("| error")).unwrap();
    assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
}

#[test]
fn a_corrected_command_stands_in_a_fence_that_nothing_in_it_closes() {
    let page = page(&[hostile()]);
    assert!(page.contains("\n`````\ncurl ```\n````\n"), "{page}");
}

#[test]
fn the_headline_counts_and_the_worst_cause_comes_first() {
    let page = page(&mixed());
    let first = page.lines().next().unwrap();
    assert_eq!(first, "## frontegg-lint: 2 errors, 1 warning, 1 note in 5 calls to Frontegg");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    let severities: Vec<&str> = rows.iter().map(|row| row.split(' ').nth(1).unwrap()).collect();
    assert_eq!(severities, ["error", "warning", "info"]);
    assert!(page.contains("### Not read\n\n- `recordings/café 1.har:"), "{page}");
    assert!(page.contains("  - confirmed: `missing-tenant-id`"), "{page}");
}

#[test]
fn what_somebody_chose_not_to_see_is_counted() {
    let page = page(&[hostile()]);
    assert!(page.contains("Not told here: 2 ignored with a reason, 3 in the baseline\n"), "{page}");
}

#[test]
fn a_page_that_is_too_long_is_cut_between_its_parts_and_says_so() {
    let mut report = hostile();
    let mut finding = report.findings[0].clone();
    finding.fix.as_mut().unwrap().corrected = "curl ``` ä".repeat(20_000);
    report.findings = (0..12)
        .map(|number| {
            let mut one = finding.clone();
            one.rule = format!("rule-{number:02}");
            one
        })
        .collect();
    let page = page(&[report]);
    assert!(page.len() <= 1 << 20, "{}", page.len());
    assert!(page.len() > 600_000, "what fits is there: {}", page.len());
    assert!(page.ends_with("more parts left out: a job summary holds 1 MiB_\n"));
    // Every fence is closed.
    prose(&page);
}

#[test]
fn of_one_cause_a_few_are_told_in_full_and_the_rest_is_counted() {
    let page = page(&[many(300)]);
    assert!(page.contains("- and 77 more\n"), "{page}");
    assert!(page.len() < 40_000, "{}", page.len());
}
