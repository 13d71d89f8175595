//! The pages of rules and errors are written from their tested examples, and none is stale.

use std::path::Path;
use std::process::Command;

use frontegg_lint::report::json::docs;
use frontegg_lint::rules::RuleSet;

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn no_page_is_stale() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontegg-lint"));
    let said = command.args(["rules", "pages", "--check"]).current_dir(home()).output().unwrap();
    let words = String::from_utf8([said.stdout, said.stderr].concat()).unwrap();
    assert!(said.status.success(), "run `frontegg-lint rules pages`: {words}");
}

#[test]
fn the_address_that_a_finding_gives_has_a_page() {
    let start = format!("{}/blob/v{}/", env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"));
    for rule in &RuleSet::built_in().rules {
        let address = docs(&rule.topic, &rule.id);
        let page = address.strip_prefix(&start).unwrap();
        assert!(home().join(page).is_file(), "{address}");
    }
}
