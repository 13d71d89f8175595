//! `explain` as people use it: by id, by code, by what was pasted, and nearly so.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::process::{Command, Stdio};

use frontegg_lint::rules::RuleSet;
use frontegg_lint::rules::set::KnownError;

/// Exit code, standard output and standard error.
fn explain(words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontegg-lint"));
    let command = command.arg("explain").args(words).env_clear().stdin(Stdio::null());
    let said = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (said.status.code().unwrap(), text(&said.stdout), text(&said.stderr))
}

fn page(words: &[&str]) -> String {
    let (code, out, err) = explain(words);
    assert_eq!(code, 0, "{words:?}: {err}");
    out
}

fn is_page_of(out: &str, id: &str) {
    assert!(out.contains(&format!("\n`{id}` · a known error")), "{id}: {out}");
}

#[test]
fn a_code_is_explained_in_any_case() {
    for code in ["ER-01182", "er-01182", "Er-01182:"] {
        is_page_of(&page(&[code]), "embedded-login-disabled");
    }
    is_page_of(&page(&["er-01013"]), "er-01013");
    is_page_of(&page(&["ER-001C3DF1E0"]), "validation-failed");
}

#[test]
fn a_pasted_answer_is_explained_whatever_its_shape() {
    for (answer, id) in [
        (r#"{"errors":["Failed to verify user JWT"]}"#, "failed-to-verify-user-jwt"),
        (r#"{"message":"FAILED TO VERIFY USER JWT"}"#, "failed-to-verify-user-jwt"),
        (r#"{"errors":["Invalid authentication"],"errorCode":"ER-01013"}"#, "er-01013"),
        (r#"{"errors":[{"message":"ER-00004"}]}"#, "route-not-found"),
        (
            "HTTP/1.1 401\n\n{\"errors\":[\"Tenant ID is not specified\"]}",
            "tenant-id-not-specified",
        ),
        ("expected body to be an ARRAY", "body-not-an-array"),
    ] {
        is_page_of(&page(&[answer]), id);
    }
}

#[test]
fn words_need_no_quotes() {
    is_page_of(&page(&["JWT", "token", "size", "exceeded"]), "token-size-exceeded");
}

#[test]
fn a_status_alone_names_its_errors() {
    is_page_of(&page(&["429"]), "rate-limited");
    is_page_of(&page(&["HTTP", "414"]), "uri-too-long");
    let out = page(&["403"]);
    for error in &RuleSet::built_in().errors {
        let has = error.matches.iter().any(|matches| matches.status.contains(&403));
        assert_eq!(out.contains(&format!("  {} ", error.id)), has, "{}", error.id);
    }
}

#[test]
fn a_near_miss_suggests_and_repeats_nothing() {
    for (asked, id) in [
        ("wrong-regoin", "wrong-region"),
        ("Faild to verifiy vendor JWT", "failed-to-verify-vendor-jwt"),
        (r#"{"errors":["Tenant ID wasn't specified"]}"#, "tenant-id-not-specified"),
        ("cors was refused", "cors-refused"),
    ] {
        let (code, out, err) = explain(&[asked]);
        assert_eq!((code, out.as_str()), (2, ""), "{asked}");
        assert!(err.contains(&format!("did you mean `{id}`")), "{asked}: {err}");
        assert!(err.matches('`').count() <= 6, "{err}");
        assert!(!err.contains(asked), "{err}");
    }
}

#[test]
fn what_is_long_or_odd_is_survived_and_not_repeated() {
    let secret = format!("ey{}.{}.x", "J".repeat(3_000), "k9XvQ2mLr8".repeat(300));
    for asked in [secret.as_str(), "{\"errors\":", "é\u{202e}", "%$§"] {
        let (code, out, err) = explain(&[asked]);
        assert_eq!(code, 2, "{err}");
        assert!(!out.contains("k9Xv") && !err.contains("k9Xv") && !err.contains("JJJ"));
    }
}

#[test]
fn the_page_of_an_error_lists_every_cause_and_how_it_is_settled() {
    let rules = RuleSet::built_in();
    let named = |error: &KnownError, out: &str| {
        for cause in &error.causes {
            let id = cause.id();
            let rule = rules.find(id).is_some();
            let line =
                if rule { format!("- `{id}`: ") } else { format!("- {}\n", id.replace('-', " ")) };
            assert!(out.contains(&line), "{}: {id}", error.id);
        }
    };
    for error in rules.errors.iter().filter(|error| rules.find(&error.id).is_none()).take(12) {
        let out = page(&[&error.id]);
        is_page_of(&out, &error.id);
        named(error, &out);
        let settled =
            out.matches("\n  - to confirm: ").count() + out.matches("\n  - to settle: ").count();
        assert_eq!(settled, error.causes.len(), "{}", error.id);
    }
}

#[test]
fn without_a_question_all_topics_and_errors_are_listed() {
    let out = page(&[]);
    let rules = RuleSet::built_in();
    for id in rules.rules.iter().map(|rule| &rule.id).chain(rules.errors.iter().map(|e| &e.id)) {
        assert!(out.contains(&format!("  {id} ")), "{id}");
    }
}
