//! Compiles `rules/` into tables, with the library's own types: start-up reads no YAML.
#![expect(clippy::disallowed_methods, reason = "a build script reads files and the environment")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

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
        mod find;
        mod near;
        pub mod read;
        mod types;
        mod words;

        pub use find::Index;
        pub use read::{CatalogError, read};
        pub use types::*;
    }
}

fn main() {
    println!("cargo::rerun-if-changed=rules");
    catalog();
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
