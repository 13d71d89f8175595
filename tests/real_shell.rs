//! What the reader makes of a script is what the real shells gave to curl.

use std::sync::Arc;

use frontegg_lint::exchange::{Exchange, Origin, Request, Sent};
use frontegg_lint::input::{Item, Options, shell};
use frontegg_lint::source::{ProblemKind, Source, Text};
use frontegg_lint::truth::Fact;
use serde_json::Value;

const RECORDED: &str = include_str!("../fixtures/shell/argv.json");

/// Stands for a part that only the environment knows.
const HOLE: char = '\u{1}';

fn cases() -> Vec<Value> {
    serde_json::from_str(RECORDED).expect("the fixture is JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn read(name: &str, script: &str) -> Vec<Exchange> {
    read_all(name, script).0
}

/// The exchanges, and how many commands are said to be there and not read.
fn read_all(name: &str, script: &str) -> (Vec<Exchange>, usize) {
    let (mut found, mut skipped) = (Vec::new(), 0);
    let source = Arc::new(Source::new(name, script));
    shell::read(&source, &Options::of(Origin::Written), &mut |item| match item {
        Item::Exchange(exchange) => found.push(*exchange),
        Item::Problem(problem) => skipped += usize::from(problem.kind == ProblemKind::Skipped),
        Item::Recorder(_) => {}
    });
    (found, skipped)
}

/// The value with a mark in place of every part that is elsewhere.
fn marked(text: &Text) -> String {
    let written = text.as_written();
    let mut done = String::new();
    let mut at = 0;
    for hole in text.holes() {
        done.push_str(&written[at..hole.range.start]);
        done.push(HOLE);
        at = hole.range.end;
    }
    done + &written[at..]
}

/// What goes out, which is not always what was meant.
fn sent(exchange: &Exchange) -> Vec<Vec<String>> {
    match &exchange.sent {
        Sent::No(_) => Vec::new(),
        Sent::Otherwise(requests) => requests.iter().map(shown).collect(),
        Sent::Yes | Sent::Unknown => vec![shown(&exchange.request)],
    }
}

/// A request as one line a part: method, address, headers, body.
fn shown(request: &Request) -> Vec<String> {
    let url = &request.url;
    let mut address = format!("{}://{}", marked(&url.scheme), marked(&url.host));
    address.extend(url.port.iter().flat_map(|port| [":".to_owned(), marked(port)]));
    address += &marked(&url.path);
    address.extend(url.query.iter().flat_map(|query| ["?".to_owned(), marked(query)]));
    let mut headers: Vec<String> = request
        .headers
        .iter()
        .map(|header| format!("{}: {}", marked(&header.name), marked(&header.value)))
        .collect();
    headers.sort();
    let body = match &request.body {
        Fact::Known(body) => marked(body),
        Fact::Absent => "no body".to_owned(),
        Fact::Unknown(_) => HOLE.to_string(),
    };
    [vec![marked(&request.method), address], headers, vec![body]].concat()
}

/// Does the line fit, with anything in place of every hole?
fn fits(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split(HOLE);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn is_as(got: &[String], wanted: &[String]) -> bool {
    // A list that nobody knows may hold any header.
    if got.last().is_some_and(|body| body.starts_with(HOLE)) && got.len() < wanted.len() {
        return got.iter().all(|line| wanted.iter().any(|wanted| fits(line, wanted)));
    }
    let unknown_address = got.iter().any(|line| line.contains(&format!("://{HOLE}")));
    got.len() == wanted.len()
        && got.iter().zip(wanted).all(|(got, wanted)| {
            fits(got, wanted) || unknown_address && wanted.contains("://") && got.contains("://")
        })
}

/// What curl was given, as a command that no shell can misread.
fn plainly(call: &Value) -> String {
    let quoted = |word: &Value| format!("'{}'", text(word).replace('\'', "'\\''"));
    let words = call["argv"].as_array().expect("words").iter().map(quoted);
    let command = format!("curl {}", words.collect::<Vec<String>>().join(" "));
    match call["stdin"].as_str() {
        Some(_) => format!("printf %s {} | {command}", quoted(&call["stdin"])),
        None => command,
    }
}

/// Why the script is not read as the shell runs it.
fn difference(case: &Value) -> Option<String> {
    let name = match text(&case["shell"]) {
        "zsh" => "case.zsh",
        _ => "case.sh",
    };
    let script = text(&case["script"]);
    let script = match text(&case["shell"]) {
        "dash" => format!("#!/bin/dash\n{script}"),
        _ => script.to_owned(),
    };
    let number = |name: &str| usize::try_from(case[name].as_u64().unwrap_or(0)).unwrap_or(0);
    let wanted: Vec<Vec<String>> = case["calls"]
        .as_array()
        .expect("calls")
        .iter()
        .skip(number("unread"))
        .flat_map(|call| read("call.sh", &plainly(call)))
        .flat_map(|exchange| sent(&exchange))
        .collect();
    let (read, skipped) = read_all(name, &script);
    let got: Vec<Vec<String>> = read.iter().flat_map(sent).collect();
    // Every call that the shell makes is there, in order; others stand where it did not go.
    let mut next = 0;
    for call in &got {
        next += usize::from(wanted.get(next).is_some_and(|wanted| is_as(call, wanted)));
    }
    let told = skipped >= number("unread");
    let same = next == wanted.len() && got.len() <= wanted.len() + number("also") && told;
    (!same).then(|| format!("  wanted {wanted:?}\n  got    {got:?}"))
}

#[test]
fn scripts_are_read_as_the_real_shells_run_them() {
    let cases = cases();
    let mut right = 0;
    for case in &cases {
        match difference(case) {
            None => right += 1,
            Some(how) => {
                println!("{} ({}):\n{}\n{how}", case["name"], case["shell"], text(&case["script"]));
            }
        }
    }
    println!("as the real shells: {right} of {}", cases.len());
    assert_eq!(right, cases.len());
}

#[test]
fn no_beginning_of_a_script_makes_the_reader_panic() {
    for case in cases() {
        let script = text(&case["script"]);
        for (end, _) in script.char_indices().step_by(5) {
            read("case.sh", &script[..end]);
            read("case.zsh", &script[end..]);
        }
    }
}
