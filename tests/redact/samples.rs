//! Every HAR that the other tests and the rules' examples are about.

use std::fs;
use std::path::{Path, PathBuf};

use frontegg_lint::examples::{Script, fill};
use frontegg_lint::exchange::{Format, Time};
use frontegg_lint::input::detect;
use frontegg_lint::rules::Pages;

/// What time it is in the fixtures.
pub(crate) const NOW: &str = "2026-05-11T12:00:00Z";

pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The HAR files under `fixtures/`, with their tokens minted.
pub(crate) fn fixtures() -> Vec<Sample> {
    let is_har = |path: &Path, text: &str| {
        path.extension().is_some_and(|end| end == "har") && text.contains("\"entries\"")
    };
    let samples = files(is_har);
    assert!(samples.len() > 30, "{}", samples.len());
    samples
}

/// The other texts under `fixtures/`, as far as they are such as people hand in.
pub(crate) fn texts() -> Vec<Sample> {
    let apart = ["har", "matrix.tsv", "expected.yaml", "README.md", "real-curl.json", "argv.json"];
    let is_text = |path: &Path, text: &str| {
        let name = path.display().to_string();
        !apart.iter().any(|end| name.ends_with(end))
            && !name.contains("playwright-attach")
            && detect::detect(&name, text.as_bytes()).is_ok_and(|format| format != Format::Har)
    };
    let samples = files(is_text);
    assert!(samples.len() > 80, "{}", samples.len());
    samples
}

fn files(wanted: impl Fn(&Path, &str) -> bool) -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut samples = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(text) = fs::read_to_string(&path) else { continue };
            if wanted(&path, &text) {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                let text = fill(&text, Time::parse(NOW).unwrap()).unwrap_or(text);
                samples.push(Sample { name, text });
            }
        }
    }
    samples.sort_by(|a, b| a.name.cmp(&b.name));
    samples
}

/// The examples of rules and errors that were recorded.
pub(crate) fn examples() -> Vec<Sample> {
    let pages = Pages::built_in();
    let rules = pages.rules.iter().flat_map(|page| {
        page.examples.iter().map(|example| (page.id.clone(), &example.name, &example.scene))
    });
    let errors = pages.errors.iter().flat_map(|page| {
        page.examples.iter().map(|example| (page.id.clone(), &example.name, &example.scene))
    });
    let recorded = rules.chain(errors).filter(|(.., scene)| scene.recorder.is_some());
    let sample = |(id, name, scene): (String, &String, _)| Sample {
        name: format!("{id}: {name}"),
        text: Script::of(scene).unwrap().text,
    };
    recorded.map(sample).collect()
}
