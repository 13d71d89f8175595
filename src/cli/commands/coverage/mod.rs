//! `rules coverage`: what the rules catch and what they do not, and what no example has tried.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::cli::args::{Format, Global};
use crate::cli::message;
use crate::examples::called;
use crate::facts::catalog::Catalog;
use crate::rules::set::{Candidate, Pitfall, RulePage, Scene};
use crate::rules::{Pages, RuleSet};

mod human;

/// What the rules in the binary cover, for people or for programs.
pub(crate) fn text(format: Format, global: &Global) -> String {
    let coverage = Coverage::of(RuleSet::built_in(), Pages::built_in(), Catalog::built_in());
    match format {
        Format::Json => message::json(&coverage),
        Format::Human if global.verbose => human::all(&coverage),
        Format::Human => human::gaps(&coverage),
    }
}

/// What is covered and what is not.
#[derive(Serialize)]
struct Coverage<'a> {
    version: u8,
    pitfalls: Pitfalls<'a>,
    routes: Vec<Service<'a>>,
    errors: Errors<'a>,
    rules: Vec<Topic<'a>>,
}

#[derive(Serialize)]
struct Pitfalls<'a> {
    caught: Vec<Caught<'a>>,
    uncaught: Vec<Uncaught<'a>>,
}

#[derive(Serialize)]
struct Caught<'a> {
    number: &'a str,
    line: &'a str,
    rules: &'a [String],
    errors: &'a [String],
}

#[derive(Serialize)]
struct Uncaught<'a> {
    number: &'a str,
    line: &'a str,
    why: &'a str,
}

/// The documented routes of a service.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "they are the names in the document")]
struct Service<'a> {
    service: &'a str,
    routes: usize,
    tried: usize,
    /// `GET /identity/resources/…`, in the order of the catalogue.
    untried: Vec<String>,
}

#[derive(Serialize)]
struct Errors<'a> {
    all: usize,
    /// Every cause of theirs lies outside the recording.
    without_a_rule: Vec<&'a str>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "they are the names in the document")]
struct Topic<'a> {
    topic: &'a str,
    rules: usize,
    examples: usize,
    /// Examples that a recorder made.
    recordings: usize,
    without_a_recording: Vec<&'a str>,
}

impl<'a> Coverage<'a> {
    fn of(rules: &'a RuleSet, pages: &'a Pages, catalog: &'a Catalog) -> Self {
        Self {
            version: 1,
            pitfalls: Pitfalls::of(&pages.pitfalls),
            routes: services(pages, catalog),
            errors: Errors::of(rules),
            rules: topics(&pages.rules, catalog),
        }
    }
}

impl<'a> Pitfalls<'a> {
    fn of(pitfalls: &'a [Pitfall]) -> Self {
        let mut told = Self { caught: Vec::new(), uncaught: Vec::new() };
        for Pitfall { number, line, rules, errors, none } in pitfalls {
            match none {
                None => told.caught.push(Caught { number, line, rules, errors }),
                Some(why) => told.uncaught.push(Uncaught { number, line, why }),
            }
        }
        told
    }
}

impl<'a> Errors<'a> {
    fn of(rules: &'a RuleSet) -> Self {
        let is_rule = |cause: &Candidate| match cause {
            Candidate::Rule(_) => true,
            Candidate::Outside(_) => false,
        };
        let alone = rules.errors.iter().filter(|error| !error.causes.iter().any(is_rule));
        Self {
            all: rules.errors.len(),
            without_a_rule: alone.map(|error| error.id.as_str()).collect(),
        }
    }
}

/// The documented routes by service, and those that no example calls.
fn services<'a>(pages: &Pages, catalog: &'a Catalog) -> Vec<Service<'a>> {
    let tried: BTreeSet<(String, String)> = scenes(pages)
        .flat_map(|scene| called(scene, catalog))
        .filter_map(|call| call.route)
        .collect();
    let mut services: BTreeMap<&str, Service<'_>> = BTreeMap::new();
    for route in catalog.routes.iter().filter(|route| route.docs.is_some()) {
        let service = &route.service;
        let told = services.entry(service).or_insert_with(|| Service {
            service,
            routes: 0,
            tried: 0,
            untried: Vec::new(),
        });
        told.routes += 1;
        if tried.contains(&(route.method.clone(), route.path.clone())) {
            told.tried += 1;
        } else {
            told.untried.push(format!("{} {}", route.method, route.path));
        }
    }
    services.into_values().collect()
}

fn scenes(pages: &Pages) -> impl Iterator<Item = &Scene> {
    let of_rules = pages.rules.iter().flat_map(|page| &page.examples);
    let of_errors = pages.errors.iter().flat_map(|page| &page.examples);
    of_rules.map(|example| &example.scene).chain(of_errors.map(|example| &example.scene))
}

fn topics<'a>(pages: &'a [RulePage], catalog: &Catalog) -> Vec<Topic<'a>> {
    let mut topics: BTreeMap<&str, Topic<'_>> = BTreeMap::new();
    for page in pages {
        let topic = &page.topic;
        let told = topics.entry(topic).or_insert_with(|| Topic {
            topic,
            rules: 0,
            examples: 0,
            recordings: 0,
            without_a_recording: Vec::new(),
        });
        let is_recording = |scene: &Scene| called(scene, catalog).iter().any(|call| call.recorded);
        let scenes = page.examples.iter().map(|example| &example.scene);
        let recordings = scenes.filter(|scene| is_recording(scene)).count();
        told.rules += 1;
        told.examples += page.examples.len();
        told.recordings += recordings;
        if recordings == 0 {
            told.without_a_recording.push(&page.id);
        }
    }
    topics.into_values().collect()
}
