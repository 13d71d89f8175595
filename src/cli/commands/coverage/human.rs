//! Coverage for people: a summary, and what is missing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Caught, Coverage, Service, Uncaught};

/// Columns of a terminal that nobody has widened.
const WIDTH: usize = 80;

/// The summary and what is not covered.
pub(super) fn gaps(coverage: &Coverage<'_>) -> String {
    let mut text = summary(coverage);
    text.push_str(&tables(coverage));
    text.push_str(&uncaught(&coverage.pitfalls.uncaught));
    text
}

/// The same, what is covered, and every route that no example calls.
pub(super) fn all(coverage: &Coverage<'_>) -> String {
    let mut text = gaps(coverage);
    text.push_str(&caught(&coverage.pitfalls.caught));
    text.push_str(&untried(&coverage.routes));
    text
}

fn summary(Coverage { pitfalls, routes, errors, rules, .. }: &Coverage<'_>) -> String {
    let (caught, uncaught) = (pitfalls.caught.len(), pitfalls.uncaught.len());
    let tried: usize = routes.iter().map(|service| service.tried).sum();
    let documented: usize = routes.iter().map(|service| service.routes).sum();
    let alone = errors.without_a_rule.len();
    let recorded = |topic: &super::Topic<'_>| topic.rules - topic.without_a_recording.len();
    let rows = [
        ("pitfalls", "caught", caught, caught + uncaught),
        ("documented routes", "called by an example", tried, documented),
        ("known errors", "with a rule among their causes", errors.all - alone, errors.all),
        (
            "rules",
            "with a recording among their examples",
            rules.iter().map(recorded).sum(),
            rules.iter().map(|topic| topic.rules).sum(),
        ),
    ];
    let mut text = String::new();
    for (what, how, some, all) in rows {
        let _ = writeln!(text, "{what:<18} {some:>4} of {all:>4} {how}");
    }
    text
}

/// By the reason why nothing catches them.
fn uncaught(pitfalls: &[Uncaught<'_>]) -> String {
    let mut by_reason: BTreeMap<&str, Vec<&Uncaught<'_>>> = BTreeMap::new();
    for pitfall in pitfalls {
        let reason = pitfall.why.split_once(": ").map_or(pitfall.why, |(reason, _)| reason);
        by_reason.entry(reason).or_default().push(pitfall);
    }
    let mut text = String::new();
    for (reason, pitfalls) in by_reason {
        let _ = writeln!(text, "\nNot caught, {}: {reason}", pitfalls.len());
        for Uncaught { number, line, why } in pitfalls {
            item(&mut text, number, line);
            if let Some((_, detail)) = why.split_once(": ") {
                item(&mut text, "", &format!("({detail})"));
            }
        }
    }
    text
}

fn caught(pitfalls: &[Caught<'_>]) -> String {
    let mut text = format!("\nCaught, {}\n", pitfalls.len());
    for Caught { number, line, rules, errors } in pitfalls {
        item(&mut text, number, line);
        let by: Vec<&str> = rules.iter().chain(*errors).map(String::as_str).collect();
        item(&mut text, "", &format!("by {}", by.join(", ")));
    }
    text
}

/// Rules by topic and routes by service, and what of them lacks something.
fn tables(Coverage { routes, errors, rules, .. }: &Coverage<'_>) -> String {
    let mut text = String::from("\nRules by topic\n");
    for topic in rules {
        let _ = writeln!(
            text,
            "  {:<14} {:>4} rules {:>5} examples {:>4} recordings",
            topic.topic, topic.rules, topic.examples, topic.recordings
        );
    }
    text.push_str("\nDocumented routes by service\n");
    for Service { service, routes, untried, .. } in routes {
        let untried = untried.len();
        let _ =
            writeln!(text, "  {service:<14} {routes:>4} routes {untried:>4} called by no example");
    }
    let bare = rules.iter().flat_map(|topic| topic.without_a_recording.iter().copied());
    list(&mut text, "Rules without a recording among their examples", bare);
    let alone = errors.without_a_rule.iter().copied();
    list(&mut text, "Known errors without a rule among their causes", alone);
    text
}

/// Ids under a heading; nothing where there are none.
fn list<'a>(text: &mut String, heading: &str, ids: impl Iterator<Item = &'a str>) {
    let ids: Vec<&str> = ids.collect();
    if !ids.is_empty() {
        let _ = writeln!(text, "\n{heading}");
        item(text, "", &ids.join(", "));
    }
}

fn untried(services: &[Service<'_>]) -> String {
    let mut text = String::new();
    for Service { service, untried, .. } in services.iter().filter(|s| !s.untried.is_empty()) {
        let _ = writeln!(text, "\nRoutes of {service} that no example calls");
        for route in untried {
            let _ = writeln!(text, "  {route}");
        }
    }
    text
}

/// A number and a sentence, whose further lines begin below the first.
fn item(text: &mut String, number: &str, line: &str) {
    const INDENT: usize = 8;
    let mut head = format!("  {number:<6}");
    let mut so_far = String::new();
    for word in line.split(' ') {
        let longer = so_far.chars().count() + 1 + word.chars().count();
        if !so_far.is_empty() && INDENT + longer > WIDTH {
            let _ = writeln!(text, "{head}{so_far}");
            head = " ".repeat(INDENT);
            so_far.clear();
        }
        if !so_far.is_empty() {
            so_far.push(' ');
        }
        so_far.push_str(word);
    }
    let _ = writeln!(text, "{head}{so_far}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_goes_on_below_its_beginning() {
        let mut text = String::new();
        item(&mut text, "P25b", "words ".repeat(20).trim_end());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("  P25b  words") && lines[1].starts_with("        words"));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
    }
}
