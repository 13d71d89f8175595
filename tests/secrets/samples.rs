//! Every recording the project has: the fixtures, the examples of rules and errors, the commands
//! that the real curl was given.

use std::path::Path;

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::Time;
use frontegg_lint::rules::Pages;
use serde_json::Value;

pub(crate) const NOW: Time = Time(1_778_500_800_000);

#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Sample {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned() }
    }
}

/// The recordings of `fixtures/` that have every part a format can have.
pub(crate) fn fixtures() -> Vec<Sample> {
    of(&["har", "http"])
}

/// The files of the other formats.
pub(crate) fn formats() -> Vec<Sample> {
    of(&[
        "bruno",
        "cmd",
        "dockerfile",
        "fetch",
        "hurl",
        "insomnia",
        "markdown",
        "postman",
        "powershell",
        "transcript",
        "workflow",
    ])
}

/// The other recordings of `fixtures/`.
pub(crate) fn calls() -> Vec<Sample> {
    of(&["incidents", "readme", "verdicts"])
}

fn of(folders: &[&str]) -> Vec<Sample> {
    let mut samples = Vec::new();
    for folder in folders {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            let other =
                path.ends_with("README.md") || path.extension().is_some_and(|it| it == "yaml");
            if let (false, Ok(text)) = (other, std::fs::read_to_string(&path)) {
                samples.push(Sample::new(&name, &fill(&text, NOW).unwrap()));
            }
        }
    }
    samples.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(samples.len() > 5, "the fixtures are elsewhere");
    samples
}

/// What the examples of rules and errors show, tokens not minted yet.
pub(crate) fn examples() -> Vec<Sample> {
    let pages = Pages::built_in();
    let of_rules = pages.rules.iter().flat_map(|page| {
        page.examples.iter().map(|example| (page.id.as_str(), example.scene.input.as_str()))
    });
    let of_errors = pages.errors.iter().flat_map(|page| {
        page.examples.iter().map(|example| (page.id.as_str(), example.scene.input.as_str()))
    });
    of_rules.chain(of_errors).map(|(id, text)| Sample::new(&format!("{id}.txt"), text)).collect()
}

/// The same with tokens in them.
pub(crate) fn minted() -> Vec<Sample> {
    let mint = |sample: Sample| Sample { text: fill(&sample.text, NOW).unwrap(), ..sample };
    examples().into_iter().map(mint).collect()
}

/// The scripts that were run with the real curl.
pub(crate) fn scripts() -> Vec<Sample> {
    let recorded: Value =
        serde_json::from_str(include_str!("../../fixtures/curl/real-curl.json")).unwrap();
    let cases = recorded["cases"].as_array().unwrap().iter();
    let sample = |case: &Value| Some(Sample::new("case.sh", case["script"].as_str()?));
    cases.filter_map(sample).collect()
}

/// All but the examples.
pub(crate) fn recorded() -> Vec<Sample> {
    let mut recorded = fixtures();
    recorded.extend(calls());
    recorded.extend(scripts());
    recorded
}
