//! Every documented operation: its correct calls are left alone, and each fault is named.
//!
//! `fixtures/matrix.tsv` says of every fault which rule names it, or why nothing is wrong with it.
//! `SNAPSHOTS=overwrite cargo test --test matrix` writes it anew.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]
#![expect(clippy::print_stdout, reason = "it tells how many calls it judged")]

use std::collections::BTreeMap;
use std::{env, fs, thread};

use call::{Call, correct};
use faults::{Mutant, Verdict, mutants};
use frontegg_lint::facts::catalog::{Catalog, Route};
use frontegg_lint::finding::Report;

mod call;
#[path = "../desk/mod.rs"]
mod desk;
mod faults;
mod values;

const TABLE: &str = "fixtures/matrix.tsv";
const HEADING: &str = "operation\tfault\trule, or why nothing is wrong\n";

fn documented() -> impl Iterator<Item = &'static Route> {
    Catalog::built_in().routes.iter().filter(|route| route.detailed)
}

fn operation(call: &Call) -> String {
    format!("{} {} ({})", call.route.method, call.route.path, call.manner())
}

#[test]
fn correct_calls_of_all_operations_are_left_alone() {
    assert_eq!(documented().count(), 446);
    let calls: Vec<Call> = documented().flat_map(correct).collect();
    let wrong: Vec<String> = calls.iter().filter_map(disturbed).collect();
    println!("{} correct calls of 446 operations", calls.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is said of a correct call, where anything is.
fn disturbed(call: &Call) -> Option<String> {
    let text = call.text();
    let report = desk::pasted(&text);
    assert_eq!((report.exchanges, report.frontegg), (1, 1), "{text}");
    let loud = desk::loud(&report);
    (!loud.is_empty()).then(|| format!("{}: {loud:?}\n{text}", operation(call)))
}

#[test]
fn every_fault_is_named_or_documented_to_be_none() {
    let rows = rows();
    tell(&rows);
    let lines = rows.iter().map(|row| format!("{}\t{}\t{}\n", row.operation, row.fault, row.said));
    let table = HEADING.to_owned() + &lines.collect::<String>();
    if env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") {
        fs::write(TABLE, &table).unwrap();
    }
    let missed: Vec<&str> = rows.iter().filter_map(|row| row.missed.as_deref()).collect();
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
    let kept = fs::read_to_string(TABLE).unwrap();
    let differs = kept.lines().zip(table.lines()).find(|(kept, now)| kept != now);
    assert!(kept == table, "{TABLE} says otherwise, first in {differs:?}");
}

/// A line of the table.
struct Row {
    operation: String,
    fault: String,
    /// The rule, or `-` and why nothing is wrong.
    said: String,
    /// What was said instead, and of which call.
    missed: Option<String>,
}

/// In order, though several are judged at once.
fn rows() -> Vec<Row> {
    let calls: Vec<Call> = documented().flat_map(correct).collect();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let judge = |calls: &[Call]| calls.iter().flat_map(judged).collect::<Vec<Row>>();
    thread::scope(|scope| {
        let chunks = calls.chunks(calls.len().div_ceil(workers));
        let started: Vec<_> = chunks.map(|chunk| scope.spawn(move || judge(chunk))).collect();
        started.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

fn judged(call: &Call) -> Vec<Row> {
    mutants(call).into_iter().map(|mutant| row(call, mutant)).collect()
}

fn row(right: &Call, Mutant { fault, call, verdict }: Mutant) -> Row {
    let operation = operation(right);
    let rules = match verdict {
        Verdict::Right(why) => {
            return Row { operation, fault, said: format!("- {why}"), missed: None };
        }
        Verdict::Named(rules) => rules,
    };
    let text = call.text();
    let report = desk::pasted(&text);
    if let Some(rule) = rules.iter().find(|rule| names(&report, rule)) {
        return Row { operation, fault, said: (*rule).to_owned(), missed: None };
    }
    let loud = desk::loud(&report);
    let missed = format!("{operation}: {fault}: {rules:?} expected, {loud:?} said\n{text}");
    Row { operation, fault, said: "missed".to_owned(), missed: Some(missed) }
}

/// The rule is among the findings, or folded under one.
fn names(report: &Report, rule: &str) -> bool {
    let folded = |folds: &[String]| folds.iter().any(|folded| folded == rule);
    report.findings.iter().any(|finding| finding.rule == rule || folded(&finding.folds))
}

/// How many faults of each kind are named, and how many are none.
fn tell(rows: &[Row]) {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for row in rows {
        let [named, right, missed] = counts.entry(&row.fault).or_default();
        *(match (&row.missed, row.said.starts_with('-')) {
            (Some(_), _) => missed,
            (None, true) => right,
            (None, false) => named,
        }) += 1;
    }
    for (fault, [named, right, missed]) in counts {
        println!("{fault}: {named} named, {right} none, {missed} missed");
    }
}
