//! Each format of one small run, kept as text.

use frontegg_lint::report::Format;

use crate::made::*;

#[test]
fn a_small_run_in_every_format() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../fixtures/seen");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let reports = mixed();
    settings.bind(|| {
        // What people look at is looked at in tests of its own.
        let seen = |format: &&Format| !matches!(format, Format::Human | Format::Html);
        for format in Format::ALL.iter().filter(seen) {
            let version = env!("CARGO_PKG_VERSION");
            let text = printed(*format, &reports);
            let text = text.replace(&format!("\"{version}\""), "\"VERSION\"");
            let text = text.replace(&format!("/v{version}/"), "/vVERSION/");
            let text = text.replace(&format!("lint {version}\""), "lint VERSION\"");
            insta::assert_snapshot!(format!("report-{}", format.word()), text);
        }
    });
}

#[test]
fn every_format_is_whole_for_every_run() {
    for (name, reports) in runs() {
        for format in Format::ALL.iter().filter(|format| **format != Format::Human) {
            let text = printed(*format, &reports);
            assert!(text.is_empty() || text.ends_with('\n'), "{name}, {}", format.word());
            let silent = matches!(format, Format::Concise | Format::Github);
            assert!(silent || !text.is_empty(), "{name}, {}", format.word());
        }
    }
}
