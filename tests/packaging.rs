//! What other tools read of us is right: the hooks, the action, the workflows, the snippets.
#![expect(clippy::disallowed_methods, reason = "a test of files reads them")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use desk::command::run;
use frontegg_lint::input::found::is_candidate;
use regex::Regex;
use serde_json::Value;

/// Documents with snippets that people copy.
const DOCUMENTS: &[&str] = &["README.md", "docs/ci.md"];

/// Names of what can hold a call, and of what cannot, some one letter away.
const NAMES: &[&str] = &[
    "a.sh",
    "deep/b.bash",
    "c.ZSH",
    "d.ksh",
    "d.curl",
    "e.bat",
    "f.CMD",
    "g.ps1",
    "g.psm1",
    "h.har",
    "h.har.gz",
    "h.HAR.gz",
    "h.zhar",
    "h.har.zip",
    "h.zip",
    "i.http",
    "j.rest",
    "k.hurl",
    "l.bru",
    "README.md",
    "docs/m.mdx",
    "n.markdown",
    "o.txt",
    "p.log",
    "Dockerfile",
    "app/Dockerfile.dev",
    "web.Dockerfile",
    "Containerfile",
    "app/containerfile.x",
    "x.containerfile",
    "app.postman_collection.json",
    "Insomnia_2026-11-28.yaml",
    ".github/workflows/ci.yml",
    ".gitlab-ci.yml",
    "bin/log-in",
    "package.json",
    "Makefile",
    "a b/c d.sh",
    "src/main.rs",
    "a.js",
    "a.share",
    "a.gz",
    "a.tar.gz",
    "logo.png",
    "my-dockerfile-notes.html",
    "a.yamls",
    "a.sh.bak",
    "v1.2/file.x",
    "folder.sh/file.x",
    ".env",
    "a.har.bz2",
    "dockerfiles.x",
    "aDockerfile.x",
];

#[test]
fn a_hook_takes_what_is_looked_into_when_a_folder_is_checked() {
    let takes = hook_files("frontegg-lint");
    let fixtures = files_below(&root().join("fixtures"));
    let fixtures = fixtures.iter().map(|file| slashed(file.strip_prefix(root()).unwrap()));
    let names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).chain(fixtures).collect();
    for name in &names {
        let file = name.rsplit('/').next().unwrap();
        assert_eq!(takes.is_match(name), is_candidate(file), "{name}");
    }
    let matched = names.iter().filter(|name| takes.is_match(name)).count();
    assert!(matched > 100 && names.len() - matched > 10);
}

#[test]
fn both_hooks_do_the_same() {
    let [rust, system] = ["frontegg-lint", "frontegg-lint-system"].map(hook);
    for key in ["entry", "args", "files", "types"] {
        assert_eq!(rust[key], system[key], "{key}");
    }
    assert_eq!((&rust["language"], &system["language"]), (&"rust".into(), &"system".into()));
    let mut arguments = vec!["check"];
    arguments.extend(rust["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()));
    arguments.push("fixtures/readme/session.har");
    assert_eq!(run(&root(), &arguments, b"").code, 1);
}

#[test]
fn everyone_means_the_same_address_and_version() {
    let address = env!("CARGO_PKG_REPOSITORY");
    let version = format!("v{}", env!("CARGO_PKG_VERSION"));
    let scheme = Regex::new(r"https?://example\.invalid[^\s)`]*").unwrap();
    let tag = Regex::new(r"(?:rev: |--branch |--tag |frontegg-lint@)(v\S+)").unwrap();
    for document in DOCUMENTS {
        let text = read(document);
        for found in scheme.find_iter(&text) {
            assert_eq!(found.as_str(), address, "{document}");
        }
        for found in tag.captures_iter(&text) {
            assert_eq!(found[1], version, "{document}");
        }
    }
    let python = read("pyproject.toml");
    assert!(python.contains(r#"dynamic = ["version""#) && !python.contains("\nversion"));
    for file in automation() {
        assert!(!read(&file).contains("example.invalid"), "{file}");
    }
}

#[test]
fn every_action_is_pinned_by_its_commit_once() {
    let line = Regex::new(r"(?m)^\s*(?:- )?uses: *(.*)$").unwrap();
    let pin = Regex::new(r"^([\w.-]+(?:/[\w.-]+)+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$").unwrap();
    let mut known = BTreeMap::new();
    let documents = DOCUMENTS.iter().map(|name| (*name).to_owned());
    for file in automation().into_iter().chain(documents) {
        for used in line.captures_iter(&read(&file)) {
            let used = used[1].trim();
            if used.starts_with("./") {
                continue;
            }
            let pin = pin.captures(used).unwrap_or_else(|| panic!("{file}: not pinned: {used}"));
            let first = known.entry(pin[1].to_owned()).or_insert_with(|| used.to_owned());
            assert_eq!(first, used, "{file}: another pin elsewhere");
        }
    }
    assert!(known.len() >= 4);
}

#[test]
fn no_expression_stands_inside_a_script() {
    let mut scripts = 0;
    for file in automation() {
        let document: Value = serde_yaml::from_str(&read(&file)).unwrap();
        each_script(&document, &mut |script| {
            scripts += 1;
            assert!(!script.contains("${{"), "{file}: {script}");
        });
    }
    assert!(scripts > 10);
    let word = Regex::new(r"(?m)^[^#]*\b(eval|source|xargs|bash -c|sh -c)\b").unwrap();
    for file in ["action/build.sh", "action/check.sh"] {
        let text = read(file);
        assert!(!word.is_match(&text) && !text.contains("${{"), "{file}");
    }
}

#[test]
fn workflows_are_allowed_nothing_unless_a_job_says_so() {
    for file in automation().iter().filter(|file| file.contains("workflows")) {
        let document: Value = serde_yaml::from_str(&read(file)).unwrap();
        assert_eq!(document["permissions"], serde_json::json!({}), "{file}");
    }
}

#[test]
fn every_input_of_the_action_is_described() {
    let action: Value = serde_yaml::from_str(&read("action.yml")).unwrap();
    let described = read("docs/ci.md");
    let row = Regex::new(r"(?m)^\| `([a-z-]+)` \|").unwrap();
    let section = described.split("## GitHub Actions").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows: BTreeSet<String> = row.captures_iter(section).map(|row| row[1].to_owned()).collect();
    let inputs = action["inputs"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(rows, inputs);
    let text = read("action.yml");
    for input in inputs {
        assert!(text.contains(&format!("inputs.{input}")), "{input} is never looked at");
    }
}

#[test]
fn the_problem_matcher_reads_concise_lines() {
    for (line, expected) in [
        ("a b/call.sh:3:14: error[wrong-region]: region", None::<[&str; 5]>),
        (
            "a b/call.sh:3:14: error[wrong-region] the host: of 1:2: another",
            Some(["a b/call.sh", "3", "error", "wrong-region", "the host: of 1:2: another"]),
        ),
        (
            r"C:\calls\a.har:10:2: warning[page-index-as-offset] counts pages",
            Some([r"C:\calls\a.har", "10", "warning", "page-index-as-offset", "counts pages"]),
        ),
        ("a.sh:1:1: info[x-1] y", Some(["a.sh", "1", "notice", "x-1", "y"])),
        ("a.sh:7: lost: no text", Some(["a.sh", "7", "error", "", "no text"])),
        ("error: could not compile", None),
    ] {
        let expected = expected.map(|parts| parts.map(str::to_owned));
        assert_eq!(matched(line), expected, "{line}");
    }
}

#[test]
fn the_problem_matcher_reads_what_the_command_prints() {
    let arguments = ["check", "--format", "concise", "fixtures/readme/session.har"];
    let said = run(&root(), &arguments, b"");
    assert!(said.out.lines().count() > 0, "{}", said.err);
    for line in said.out.lines() {
        let [file, ..] = matched(line).unwrap_or_else(|| panic!("not matched: {line}"));
        assert_eq!(file, "fixtures/readme/session.har");
    }
}

#[test]
fn packages_of_the_slow_checks_are_pinned_with_hashes() {
    for list in [".ci/maturin", ".ci/requirements"] {
        let locked = read(&format!("{list}.txt"));
        let wanted = read(&format!("{list}.in"));
        for name in wanted.lines().filter(|line| line.contains("==")) {
            assert!(locked.contains(&format!("{name} \\\n    --hash=sha256:")), "{list}: {name}");
        }
        for line in locked.lines().filter(|line| !line.starts_with([' ', '#'])) {
            assert!(line.contains("==") && line.ends_with(" \\"), "{list}: {line}");
        }
    }
}

/// File, line, severity, rule and message, as the first matcher that fits takes them.
fn matched(line: &str) -> Option<[String; 5]> {
    let matchers: Value = serde_json::from_str(&read(".github/problem-matcher.json")).unwrap();
    matchers["problemMatcher"].as_array().unwrap().iter().find_map(|matcher| {
        let pattern = &matcher["pattern"][0];
        let regexp = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
        let groups = regexp.captures(line)?;
        let part = |name: &str| {
            let number = pattern[name].as_u64().and_then(|number| usize::try_from(number).ok());
            let group = number.map(|number| groups[number].to_owned());
            group.or_else(|| matcher[name].as_str().map(str::to_owned)).unwrap_or_default()
        };
        Some(["file", "line", "severity", "code", "message"].map(part))
    })
}

/// Every `run` of a step.
fn each_script(value: &Value, visit: &mut dyn FnMut(&str)) {
    if let Some(script) = value["run"].as_str() {
        visit(script);
    }
    let inner: Vec<&Value> = match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for value in inner {
        each_script(value, visit);
    }
}

fn hook(id: &str) -> Value {
    let hooks: Vec<Value> = serde_yaml::from_str(&read(".pre-commit-hooks.yaml")).unwrap();
    hooks.into_iter().find(|hook| hook["id"] == id).unwrap()
}

fn hook_files(id: &str) -> Regex {
    Regex::new(hook(id)["files"].as_str().unwrap()).unwrap()
}

/// The action and the workflows.
fn automation() -> Vec<String> {
    let workflows = files_below(&root().join(".github/workflows"));
    let workflows = workflows.iter().map(|file| slashed(file.strip_prefix(root()).unwrap()));
    workflows.chain(["action.yml".to_owned()]).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap().replace("\r\n", "\n")
}

fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
