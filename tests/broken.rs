//! A broken part costs only itself: it is told with its place, and everything else is checked.

use frontegg_lint::exchange::{AccidentKind, Origin};
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::source::{Problem, ProblemKind};

/// The addresses that were read, and what could not be. A quote that is never closed may be read as
/// it was meant; then its rule tells the place.
fn read(name: &str, text: &str) -> (Vec<String>, Vec<Problem>) {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    let options = Options::of(Origin::Written);
    input::read(name, Box::new(text.as_bytes()), &options, &mut |item| match item {
        Item::Exchange(exchange) => {
            read.push(exchange.request.url.path.as_written().to_owned());
            let open = |kind: AccidentKind| kind == AccidentKind::UnclosedQuote;
            for accident in exchange.accidents.iter().filter(|accident| open(accident.kind)) {
                let place = exchange.source.place(accident.span.start);
                problems.push(Problem::lost(Some(place), "unclosed-quote"));
            }
        }
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (read, problems)
}

/// A text of which one part is broken.
struct Broken {
    name: &'static str,
    text: &'static str,
    /// The line of the broken part.
    line: u64,
    /// The paths of the calls that are read all the same, the broken one's left out.
    rest: &'static [&'static str],
}

const LOST: &[Broken] = &[
    Broken {
        name: "a.sh",
        text: "curl https://api.frontegg.com/a\ncurl \"https://api.frontegg.com/x -H 'A: b'\n\ncurl https://api.frontegg.com/b\n",
        line: 2,
        rest: &["/a", "/b"],
    },
    Broken {
        name: "a.har",
        text: "{\"log\":{\"entries\":[\n{\"request\":{\"method\":\"GET\",\"url\":\"https://api.frontegg.com/a\"}},\n5,\n{\"request\":{\"method\":\"GET\",\"url\":\"https://api.frontegg.com/b\"}}\n]}}",
        line: 3,
        rest: &["/a", "/b"],
    },
    Broken {
        name: "cut-off.har",
        text: "{\"log\":{\"entries\":[\n{\"request\":{\"method\":\"GET\",\"url\":\"https://api.frontegg.com/a\"}},\n{\"request\":{\"meth",
        line: 3,
        rest: &["/a"],
    },
    Broken {
        name: "a.postman_collection.json",
        text: "{\"info\":{\"_postman_id\":\"1\",\"name\":\"a\",\"schema\":\"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"},\"item\":[\n{\"name\":\"a\",\"request\":{\"method\":\"GET\",\"url\":\"https://api.frontegg.com/a\"}},\n{\"name\":\"x\",\"request\":5},\n{\"name\":\"b\",\"request\":{\"method\":\"GET\",\"url\":\"https://api.frontegg.com/b\"}}]}",
        line: 3,
        rest: &["/a", "/b"],
    },
    Broken {
        name: "a.md",
        text: "# Calls\n\n```sh\ncurl https://api.frontegg.com/a\n```\n\n```sh\ncurl \"https://api.frontegg.com/x\n```\n\n```sh\ncurl https://api.frontegg.com/b\n```\n",
        line: 8,
        rest: &["/a", "/b"],
    },
    Broken {
        name: "a.yml",
        text: "jobs:\n  a:\n    steps:\n      - run: curl https://api.frontegg.com/a\n      - run: curl 'https://api.frontegg.com/x\n      - run: curl https://api.frontegg.com/b\n",
        line: 5,
        rest: &["/a", "/b"],
    },
];

#[test]
fn a_lost_part_is_told_with_its_place_and_the_rest_is_read() {
    for broken in LOST {
        let (mut read, problems) = read(broken.name, broken.text);
        read.retain(|path| !path.starts_with("/x"));
        assert_eq!(read, broken.rest, "{}", broken.name);
        let lost: Vec<u64> = problems
            .iter()
            .filter(|problem| problem.kind == ProblemKind::Lost)
            .map(|problem| problem.place.unwrap().line)
            .collect();
        assert_eq!(lost, [broken.line], "{}: {problems:?}", broken.name);
    }
}

const SKIPPED: &[Broken] = &[
    Broken {
        name: "a.http",
        text: "GET https://api.frontegg.com/a\n###\nno request line\n###\nGET https://api.frontegg.com/b\n",
        line: 3,
        rest: &["/a", "/b"],
    },
    Broken {
        name: "a.hurl",
        text: "GET https://api.frontegg.com/a\nno header here\n\nGET https://api.frontegg.com/b\nHTTP 200\n",
        line: 2,
        rest: &["/a", "/b"],
    },
];

#[test]
fn a_part_that_may_be_no_request_is_stepped_over_and_said() {
    for broken in SKIPPED {
        let (read, problems) = read(broken.name, broken.text);
        assert_eq!(read, broken.rest, "{}", broken.name);
        let at: Vec<u64> = problems.iter().map(|problem| problem.place.unwrap().line).collect();
        assert_eq!(at, [broken.line], "{}: {problems:?}", broken.name);
    }
}
