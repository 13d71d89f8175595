//! `init`: a configuration from what is there, which holds and keeps no secret.

use std::fs;
use std::path::Path;

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::Time;

use crate::desk::NOW;
use crate::desk::command::{Said, run};
use crate::put;

const CONFIG: &str = ".frontegg-lint.yaml";

fn written(folder: &Path) -> String {
    fs::read_to_string(folder.join(CONFIG)).unwrap()
}

/// The file is read without a word.
fn holds(folder: &Path) -> Said {
    let said = run(folder, &["config", "show"], b"");
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.err);
    said
}

/// A recording of one call that a gateway answered, with an environment's token.
fn recording(host: &str, token: &str) -> String {
    let text = format!(
        "{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"Firefox\",\"version\":\"1\"}},\"entries\":[\
         {{\"startedDateTime\":\"{NOW}\",\"request\":{{\"method\":\"GET\",\
         \"url\":\"https://{host}/identity/resources/roles/v1\",\"headers\":[\
         {{\"name\":\"Authorization\",\"value\":\"Bearer {{{{token {token}}}}}\"}}]}},\
         \"response\":{{\"status\":200,\"headers\":[],\"content\":{{}}}}}}]}}}}"
    );
    fill(&text, Time::parse(NOW).unwrap()).unwrap()
}

#[test]
fn in_an_empty_folder_everything_is_a_comment() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), &["init"], b"");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.trim_end().ends_with(CONFIG), "{}", said.out);
    assert!(written(folder.path()).lines().all(|line| line.is_empty() || line.starts_with('#')));
    holds(folder.path());
}

#[test]
fn what_it_offers_holds_without_the_comment_marks() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init"], b"");
    let keys = written(folder.path());
    let is_key = |line: &&str| {
        let rest = line.strip_prefix("# ").unwrap_or_default();
        rest.starts_with(' ')
            || rest.split_once(':').is_some_and(|(key, _)| !key.contains(' ') && !key.contains('`'))
    };
    let open: Vec<&str> = keys.lines().filter(is_key).map(|line| &line[2..]).collect();
    assert!(open.len() > 15, "{open:#?}");
    put(folder.path(), CONFIG, &open.join("\n"));
    holds(folder.path());
}

#[test]
fn it_learns_from_recordings_and_keeps_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let har = recording("api.us.frontegg.com", "kind=vendor");
    put(folder.path(), "other/a.har", &har);
    let call = "curl https://acme.us.frontegg.com/identity/resources/users/v2/me -H \"Authorization: Bearer $T\"\n";
    put(folder.path(), "call.sh", call);
    let said = run(folder.path(), &["init", "other/a.har"], b"");
    assert_eq!(said.code, 0, "{}", said.err);
    let text = written(folder.path());
    assert!(text.lines().any(|line| line == "region: us"), "{text}");
    assert!(text.contains("acme.us.frontegg.com") && !text.contains("eyJ"), "{text}");
    assert!(holds(folder.path()).out.contains("acme.us.frontegg.com"));
    assert!(said.err.contains("region us"), "{}", said.err);
}

#[test]
fn a_gateway_that_only_a_script_names_stays_a_comment() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "call.sh", "curl https://api.ca.frontegg.com/identity/resources/roles/v1\n");
    run(folder.path(), &["init"], b"");
    let text = written(folder.path());
    assert!(text.contains("\n# region: ca\n"), "{text}");
}

#[test]
fn a_file_that_is_there_stays_without_force() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), CONFIG, "region: us\n");
    let said = run(folder.path(), &["init"], b"");
    assert!(said.code == 2 && said.err.contains("--force"), "{}", said.err);
    assert_eq!(written(folder.path()), "region: us\n");
    assert_eq!(run(folder.path(), &["init", "--force"], b"").code, 0);
    assert_ne!(written(folder.path()), "region: us\n");
    assert_eq!(run(folder.path(), &["init", "--force", "none.har"], b"").code, 2);
}
