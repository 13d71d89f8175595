//! What the catalogue holds, how things are found in it, what it says about its own mistakes.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads the files of this repository, and they are there"
)]

mod mistakes;
mod present;
mod routes;

use std::fs;

use frontegg_lint::facts::catalog::{Catalog, CatalogError, Route, read};

/// The generated files, without the overlay.
fn generated() -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir("rules/catalog/routes")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (format!("routes/{name}"), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn count(routes: &[Route], wanted: impl Fn(&Route) -> bool) -> usize {
    routes.iter().filter(|route| wanted(route)).count()
}

fn route(method: &str, path: &str) -> &'static Route {
    Catalog::built_in().find(method, path).unwrap_or_else(|| panic!("no {method} {path}"))
}

fn template(method: &str, path: &str) -> Option<&'static str> {
    Catalog::built_in().find(method, path).map(|route| route.path.as_str())
}

fn mistake(file: &str, text: &str) -> CatalogError {
    read(&[(file.to_owned(), text.to_owned())]).unwrap_err()
}
