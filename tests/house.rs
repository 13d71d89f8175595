//! The house keeps its shape: rooms in order, every file in its place, every promise on paper true.
#![expect(clippy::disallowed_methods, reason = "a test of the source tree reads the source tree")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in reading order, for as long as ARCHITECTURE.md has no table of them.
const ROOMS: &[&str] = &[
    "truth",
    "near",
    "source",
    "json",
    "mask",
    "exchange",
    "fix",
    "input",
    "facts",
    "finding",
    "rules",
    "diagnosis",
    "view",
    "lint",
    "report",
    "examples",
    "redact",
    "online",
    "cli",
];

/// The crates that keep to rooms, and the paths below `src/` where they are at home.
const AT_HOME: &[(&str, &[&str])] = &[
    ("aws_lc_rs", &["online/"]),
    ("clap", &["cli/"]),
    ("dns_lookup", &["online/"]),
    ("hyper", &["online/mock"]),
    ("jsonwebtoken", &["online/"]),
    ("miette", &["report/human", "cli/"]),
    ("quick_xml", &["report/junit"]),
    ("rcgen", &["online/mock"]),
    ("reqwest", &["online/"]),
    ("serde_yaml", &["rules/", "facts/", "cli/"]),
    ("tokio", &["online/"]),
    ("tokio_rustls", &["online/"]),
];

/// What opens a connection, and the paths below `src/` where it may stand.
const CONNECTS: &[&str] = &[
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "UnixStream",
    "UnixListener",
    "to_socket_addrs",
    "ToSocketAddrs",
];

/// Who may use the room that does: the commands that are there for it.
const ASKS: &[&str] = &[
    "cli/network.rs",
    "cli/credentials.rs",
    "cli/commands/check/online",
    "cli/commands/mock",
    "cli/commands/probe",
];

const LONGEST_FILE: usize = 400;

#[test]
fn a_room_uses_only_rooms_before_it() {
    let order = rooms_in_order();
    let mut wrong = Vec::new();
    for file in sources() {
        let room = room_of(&file);
        let Some(place) = order.iter().position(|known| *known == room) else {
            if !["lib", "main"].contains(&room.as_str()) {
                wrong.push(format!("{}: the room `{room}` is not on the map", shown(&file)));
            }
            continue;
        };
        for used in rooms_used(&code(&file)) {
            let later = order.iter().position(|known| *known == used);
            if later.is_some_and(|later| later > place) {
                wrong.push(format!("{}: uses `{used}`, which comes after `{room}`", shown(&file)));
            }
        }
    }
    none(&wrong);
}

#[test]
fn crates_keep_to_their_rooms() {
    let mut wrong = Vec::new();
    for file in sources() {
        let below = file.strip_prefix(root().join("src")).unwrap().display().to_string();
        let code = code(&file);
        for (name, homes) in AT_HOME {
            let at_home = homes.iter().any(|home| below.starts_with(home));
            if !at_home && code.contains(&format!("{name}::")) {
                wrong.push(format!("{}: `{name}` is not at home here", shown(&file)));
            }
        }
    }
    none(&wrong);
}

#[test]
fn the_network_has_one_door() {
    let mut wrong = Vec::new();
    for file in sources() {
        let below = file.strip_prefix(root().join("src")).unwrap().display().to_string();
        let code = code(&file);
        if below.starts_with("online/") {
            continue;
        }
        let connects = CONNECTS.iter().filter(|name| code.contains(**name));
        wrong.extend(connects.map(|name| format!("{}: `{name}` opens a connection", shown(&file))));
        let may = ASKS.iter().any(|asker| below.starts_with(asker)) || below == "lib.rs";
        if !may && rooms_used(&code).contains("online") {
            wrong.push(format!("{}: asks the network", shown(&file)));
        }
    }
    none(&wrong);
}

#[test]
fn every_file_says_what_it_is() {
    let files = sources().into_iter().chain(files_below("tests", "rs"));
    let silent = files.filter(|file| !read(file).starts_with("//! "));
    none(&silent.map(|file| shown(&file)).collect::<Vec<_>>());
}

#[test]
fn nothing_is_unsafe_and_no_test_is_switched_off() {
    let never = [["unsafe", " {"], ["unsafe", " fn"], ["unsafe", " impl"], ["#[", "ignore"]];
    let never = never.map(|parts| parts.concat());
    let files = sources().into_iter().chain(files_below("tests", "rs"));
    let wrong = files.filter(|file| {
        let text = read(file);
        let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.any(|line| never.iter().any(|word| line.contains(word)))
    });
    none(&wrong.map(|file| shown(&file)).collect::<Vec<_>>());
}

#[test]
fn every_file_is_declared_by_its_folder() {
    let mut forgotten = Vec::new();
    for file in sources() {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let named = match stem {
            "lib" | "main" => continue,
            "mod" => file.parent().unwrap(),
            _ => file.as_path(),
        };
        let folder = named.parent().unwrap();
        let map = folder.join(if folder.ends_with("src") { "lib.rs" } else { "mod.rs" });
        let declaration = format!("mod {};", named.file_stem().unwrap().display());
        let declared = read(&map).lines().any(|line| {
            let visibility = line.trim().strip_suffix(&declaration);
            visibility.is_some_and(|start| start.is_empty() || start.starts_with("pub"))
        });
        if !declared {
            forgotten.push(format!("{} is not declared in {}", shown(&file), shown(&map)));
        }
    }
    none(&forgotten);
}

#[test]
fn a_rule_is_named_by_its_file() {
    let mut wrong = Vec::new();
    for file in files_below("rules", "yaml") {
        let below = file.strip_prefix(root().join("rules")).unwrap();
        let is_rule = below.components().count() == 2 && !below.starts_with("catalog");
        let id = format!("id: {}", file.file_stem().unwrap().display());
        if is_rule && !read(&file).lines().any(|line| line.trim_end() == id) {
            wrong.push(shown(&file));
        }
    }
    none(&wrong);
}

#[test]
fn no_file_is_too_long_to_read() {
    let long = sources().into_iter().filter_map(|file| {
        let lines = without_tests(&read(&file)).lines().count();
        (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", shown(&file)))
    });
    none(&long.collect::<Vec<_>>());
}

#[test]
fn what_the_documents_name_exists() {
    let mut missing = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let document = root().join(document);
        let text = fs::read_to_string(&document).unwrap_or_default();
        for path in paths_named(&text) {
            if !root().join(&path).exists() {
                missing.push(format!("{}: {path}", shown(&document)));
            }
        }
    }
    none(&missing);
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = read(&root().join("Cargo.toml"));
    let mut section = "";
    let mut silent = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        }
        // A remark behind the section's name speaks for all of it.
        let is_dependency = section.contains("dependencies]") && line.contains('=');
        if is_dependency && !line.contains('#') && !section.contains('#') {
            silent.push(line.to_owned());
        }
    }
    none(&silent);
}

/// As ARCHITECTURE.md tells them, in the first column of its table of rooms.
fn rooms_in_order() -> Vec<String> {
    let known: BTreeSet<String> = sources().iter().map(|file| room_of(file)).collect();
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_default();
    let mut told: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cell = line.split('|').nth(1).unwrap_or_default().trim().trim_matches('`');
        let room = cell.trim_start_matches("src/").trim_end_matches('/').trim_end_matches(".rs");
        if known.contains(room) && !told.iter().any(|other| other == room) {
            told.push(room.to_owned());
        }
    }
    if told.len() > 3 { told } else { ROOMS.iter().map(ToString::to_string).collect() }
}

/// The rooms that code names: `crate::room`, `crate::{room, room::x}`.
fn rooms_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, mark) in code.match_indices("crate::") {
        let rest = &code[at + mark.len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(heads_of_group(group)),
            None => drop(used.insert(word(rest))),
        }
    }
    used
}

fn heads_of_group(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut heads = vec![word(group.trim_start())];
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Paths in backticks and in links, without those that stand for many.
fn paths_named(text: &str) -> Vec<String> {
    let roots = ["src", "rules", "tests", "docs", "fixtures", "benches", ".ci", ".github"];
    let in_prose: String = text.split("```").step_by(2).collect();
    let quoted = in_prose.split('`').skip(1).step_by(2).filter(|word| {
        let head = word.split('/').next().unwrap_or_default();
        word.contains('/') && roots.contains(&head)
    });
    let linked = in_prose.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let linked = linked.filter(|link| !link.is_empty() && !link.contains("://"));
    let one = |path: &&str| !path.contains(['<', '*', '{', '…', ' ', '$']);
    quoted.chain(linked).filter(one).map(ToOwned::to_owned).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
    files_below("src", "rs")
}

fn files_below(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The first name below `src/`.
fn room_of(file: &Path) -> String {
    let below = file.strip_prefix(root().join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str();
    Path::new(first).file_stem().unwrap().to_str().unwrap().to_owned()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// What is compiled into the binary: neither comments nor tests.
fn code(file: &Path) -> String {
    let text = read(file);
    let lines = without_tests(&text).lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.fold(String::new(), |code, line| code + line + "\n")
}

fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

fn shown(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_scan_sees_what_it_looks_for() {
    let used = rooms_used("use crate::{rules::{check, x}, lint};\nlet a = crate::view::of();");
    assert_eq!(used.into_iter().collect::<Vec<_>>(), ["lint", "rules", "view"]);
    let named = paths_named("`src/x.rs`, [a](docs/a.md#b), `rules/<topic>`, ```\n`src/no.rs`\n```");
    assert_eq!(named, ["src/x.rs", "docs/a.md"]);
    assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {}"), "a\n");
}
