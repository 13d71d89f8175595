//! Compiles `rules/` into tables, with the library's own types: start-up reads no YAML.
#![expect(clippy::disallowed_methods, reason = "a build script reads files and the environment")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use rules::compile::{RuleText, compile};
use rules::laws::Names;

#[path = "src/exchange"]
mod exchange {
    #[expect(dead_code, unreachable_pub, reason = "the build asks for the names alone")]
    mod accident;

    pub(crate) use accident::AccidentKind;
}

#[path = "src/facts"]
mod facts {
    /// The library's module without `built_in`, which is what this script makes.
    #[path = "catalog"]
    #[expect(
        dead_code,
        unreachable_pub,
        unused_imports,
        reason = "the build needs only a part of the library's modules"
    )]
    pub mod catalog {
        mod check;
        mod correct;
        mod find;
        mod miss;
        mod near;
        mod packed;
        pub mod read;
        mod shape;
        mod types;
        mod words;

        pub use find::Index;
        pub use miss::{Miss, Slip};
        pub use packed::Packed;
        pub use read::{CatalogError, read};
        pub use shape::*;
        pub use types::*;
    }

    #[expect(dead_code, unreachable_pub, reason = "likewise")]
    mod network;

    #[expect(dead_code, unreachable_pub, clippy::enum_variant_names, reason = "likewise")]
    pub mod table;

    pub(crate) use network::Said;
}

#[path = "src/finding.rs"]
#[expect(dead_code, unreachable_pub, reason = "likewise")]
mod finding;

#[path = "src/fix.rs"]
#[expect(dead_code, unreachable_pub, reason = "likewise")]
mod fix;

#[path = "src/near.rs"]
#[expect(unreachable_pub, reason = "likewise")]
mod near;

#[expect(unused_imports, reason = "the build asks for places, not for texts")]
#[path = "src/source/mod.rs"]
#[expect(dead_code, unreachable_pub, reason = "likewise")]
mod source;

#[path = "src/truth.rs"]
#[expect(dead_code, unreachable_pub, reason = "likewise")]
mod truth;

#[path = "src/rules"]
#[expect(dead_code, unreachable_pub, reason = "likewise")]
mod rules {
    pub mod asked;
    pub mod compile;
    pub mod condition;
    pub mod error;
    pub mod laws;
    pub mod operator;
    pub mod pitfalls;
    pub mod schema;
    pub mod set;
    pub mod shapes;
    pub mod template;
    pub mod when;
}

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rustc-env=FRONTEGG_LINT_COMMIT={}", commit().unwrap_or_default());
    catalog();
    rules();
}

/// The commit of a release build from a checkout, for `--version`: `commit 1a2b3c4d, `.
fn commit() -> Option<String> {
    if env::var("PROFILE").ok()? != "release" {
        return None;
    }
    let watched = |path: &Path| {
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read_to_string(path).ok()
    };
    let head = watched(Path::new(".git/HEAD"))?;
    let hash = match head.trim().strip_prefix("ref: ") {
        Some(name) => watched(&Path::new(".git").join(name)).or_else(|| packed(name))?,
        None => head,
    };
    Some(format!("commit {}, ", hash.trim().get(..8)?))
}

/// The hash of a branch that git has packed.
fn packed(name: &str) -> Option<String> {
    let packed = fs::read_to_string(".git/packed-refs").ok()?;
    let line = packed.lines().find(|line| line.ends_with(&format!(" {name}")))?;
    Some(line.split(' ').next()?.to_owned())
}

/// `rules/catalog/` becomes `catalog.bin`.
fn catalog() {
    let made = yaml_files("rules/catalog").map_err(Into::into).and_then(|files| {
        let catalog =
            facts::catalog::read(&files).map_err(|error| format!("rules/catalog/{error}"))?;
        write("catalog.bin", &postcard::to_stdvec(&catalog)?)
    });
    report(made);
}

/// `rules/<topic>/` and `rules/errors/` become `rules.bin`, which judging needs, and `pages.bin`,
/// which explains.
fn rules() {
    let made = yaml_files("rules").map_err(Into::into).and_then(|files| {
        let files: Vec<RuleText> =
            files.into_iter().map(|(path, text)| RuleText { path, text }).collect();
        let (compiled, pages) = compile(&files, &Names::default()).map_err(|errors| {
            let lines = errors.iter().map(|error| {
                let help = error.help.as_ref().map(|help| format!(" ({help})"));
                format!("rules/{error}{}", help.unwrap_or_default())
            });
            lines.collect::<Vec<_>>().join("\n")
        })?;
        write("rules.bin", &postcard::to_stdvec(&compiled)?)?;
        write("pages.bin", &postcard::to_stdvec(&pages)?)
    });
    report(made);
}

/// Puts a compiled table where `include_bytes!` finds it.
fn write(name: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let folder = env::var("OUT_DIR")?;
    Ok(fs::write(Path::new(&folder).join(name), bytes)?)
}

/// Fails the build with one message and no backtrace.
fn report(made: Result<(), Box<dyn Error>>) {
    if let Err(error) = made {
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
}

/// All YAML files below a folder with their texts, sorted; their paths are relative to it.
fn yaml_files(folder: &str) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                let name = path.strip_prefix(folder).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}
