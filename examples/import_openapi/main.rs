//! Writes `rules/catalog/routes/` from a folder with the public specification files, one per service.
//!
//! `cargo run --example import_openapi -- FOLDER`. What the files do not say, or say wrongly,
//! stands in `rules/catalog/overlay.yaml`, which this never touches.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for maintainers, no part of the program"
)]

mod openapi;
mod schema;
mod yaml;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use frontegg_lint::facts::catalog::Catalog;

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("usage: cargo run --example import_openapi -- FOLDER");
        return ExitCode::FAILURE;
    };
    match import(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn import(folder: &Path) -> Result<(), Box<dyn Error>> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/catalog/routes");
    fs::create_dir_all(&target)?;
    for file in json_files(folder)? {
        let read = openapi::read(&fs::read_to_string(&file)?, &Catalog::built_in().services);
        match read {
            Ok(routes) => {
                let service = routes.service.clone();
                println!("{service}: {} routes from {}", routes.routes.len(), file.display());
                fs::write(target.join(format!("{service}.yaml")), yaml::write(&routes))?;
            }
            Err(openapi::Skipped::Why(why)) => println!("skipped {}: {why}", file.display()),
            Err(openapi::Skipped::Json(error)) => {
                return Err(format!("{}: {error}", file.display()).into());
            }
        }
    }
    Ok(())
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
