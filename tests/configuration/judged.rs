//! Rules turned off, made louder or quieter; files and findings that are not to be seen.

use crate::desk::command::run;
use crate::{CALLS, desk, heard, line, said, under};

const ALL: &str = "wrong-method warning 1, wrong-method warning 2, misspelt-header warning 2";

#[test]
fn without_a_configuration_everything_is_judged() {
    assert_eq!(under("", &[]), ALL);
}

#[test]
fn a_rule_that_is_off_is_not_judged_and_one_may_be_louder() {
    assert_eq!(under("rules: { wrong-method: off }\n", &[]), "misspelt-header warning 2");
    assert_eq!(under("rules: { route: off, headers: off }\n", &[]), "");
    let louder = under("rules: { misspelt-header: error, wrong-method: off }\n", &[]);
    assert_eq!(louder, "misspelt-header error 2");
    let narrower = under("rules: { route: off, wrong-method: info, misspelt-header: off }\n", &[]);
    assert_eq!(narrower, "wrong-method info 1, wrong-method info 2");
}

#[test]
fn severities_are_changed_before_they_decide_the_exit_code() {
    assert_eq!(said("rules: { warning: info }\n", &[]).code, 0);
    assert_eq!(said("", &["--fail-on", "error"]).code, 0);
    assert_eq!(said("rules: { misspelt-header: error }\n", &["--fail-on", "error"]).code, 1);
}

#[test]
fn what_is_selected_is_judged_alone() {
    assert_eq!(under("", &["--select", "misspelt-header"]), "misspelt-header warning 2");
    assert_eq!(under("", &["--select", "headers,body"]), "misspelt-header warning 2");
    assert_eq!(
        under("", &["--select", "body", "--select", "headers"]),
        "misspelt-header warning 2"
    );
    assert_eq!(under("", &["--ignore", "route"]), "misspelt-header warning 2");
    assert_eq!(under("", &["--ignore", "warning"]), "");
    assert_eq!(
        under("", &["--select", "warning", "--ignore", "route"]),
        "misspelt-header warning 2"
    );
}

#[test]
fn the_command_line_is_over_overrides_and_those_over_the_rest() {
    let off = "rules: { wrong-method: off, misspelt-header: off }\n";
    assert_eq!(under(off, &["--select", "misspelt-header"]), "misspelt-header warning 2");
    let over = "rules: { route: off }\noverrides:\n  - paths: [call.sh]\n    \
                rules: { wrong-method: info, misspelt-header: off }\n";
    assert_eq!(under(over, &[]), "wrong-method info 1, wrong-method info 2");
    assert_eq!(under(over, &["--ignore", "wrong-method"]), "");
}

#[test]
fn an_override_is_for_its_files_only() {
    let config =
        "overrides:\n  - paths: ['legacy/**', '*.txt']\n    rules: { wrong-method: off }\n";
    let desk = desk(config, &[("legacy/a/call.sh", CALLS), ("call.sh", CALLS), ("x/b.txt", CALLS)]);
    for (file, expected) in [
        ("legacy/a/call.sh", "misspelt-header warning 2"),
        ("x/b.txt", "misspelt-header warning 2"),
        ("call.sh", ALL),
    ] {
        let said = run(desk.path(), &["--format", "json", file], b"");
        assert_eq!(line(&said), expected, "{file}");
    }
    // The paths are those below the configuration, wherever the tool is started.
    let inside = desk.path().join("legacy");
    assert_eq!(
        line(&run(&inside, &["--format", "json", "a/call.sh"], b"")),
        "misspelt-header warning 2"
    );
    assert_eq!(line(&run(&inside, &["--format", "json", "../call.sh"], b"")), ALL);
}

#[test]
fn what_is_off_hides_nothing() {
    let call = "curl -X DELETE https://api.frontegg.com/identity/resources/users/v1/5f0e2c1d \
                -H \"Authorization: Bearer $VENDOR_TOKEN\" -H 'frontegg-tenantid: x'\n";
    let judged = |config: &str| {
        let desk = desk(config, &[("call.sh", call)]);
        run(desk.path(), &["--format", "json", "call.sh"], b"")
    };
    let open = judged("").json();
    let folded = open["findings"][0]["folds"][0].as_str().unwrap().to_owned();
    assert_eq!(open["findings"][0]["rule"], "misspelt-header");
    let shown = heard(&judged("rules: { misspelt-header: off }\n"));
    assert_eq!(shown.iter().map(|(rule, ..)| rule).collect::<Vec<_>>(), [&folded]);
}

#[test]
fn a_rule_that_is_off_still_answers_a_diagnosis() {
    let call = "curl https://api.frontegg.com/identity/resources/roles/v1 \
                -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";
    let answer = "HTTP/2 401\ncontent-type: application/json\n\n\
                  {\"errors\":[\"Failed to verify vendor JWT\"]}\n";
    let causes = |rules: &str| {
        let config = format!("region: us\n{rules}");
        let desk = desk(&config, &[("call.sh", call), ("answer.txt", answer)]);
        let arguments = ["--format", "json", "--response", "answer.txt", "call.sh"];
        let said = run(desk.path(), &arguments, b"").json();
        (said["findings"].as_array().unwrap().len(), said["diagnoses"][0]["confirmed"].clone())
    };
    let (open, confirmed) = causes("");
    assert!(
        open > 0 && confirmed.as_array().is_some_and(|causes| !causes.is_empty()),
        "{confirmed}"
    );
    let rule = confirmed[0]["rule"].as_str().unwrap();
    let (closed, same) = causes(&format!("rules: {{ {rule}: off }}\n"));
    assert_eq!((closed, same), (open - 1, confirmed));
}

#[test]
fn an_entry_hides_what_it_names_for_a_reason() {
    for (entry, expected) in [
        ("{ rule: wrong-method, reason: so }", "misspelt-header warning 2"),
        ("{ rule: headers, reason: so }", "wrong-method warning 1, wrong-method warning 2"),
        ("{ host: api.us.frontegg.com, reason: so }", "wrong-method warning 1"),
        (
            "{ rule: wrong-method, host: API.frontegg.com, reason: so }",
            "wrong-method warning 2, misspelt-header warning 2",
        ),
        ("{ host: '*.frontegg.com', reason: so }", ""),
        ("{ path: '*.sh', reason: so }", ""),
        ("{ path: other.sh, reason: so }", ALL),
        ("{ path: call.sh, rule: wrong-method, reason: so }", "misspelt-header warning 2"),
    ] {
        assert_eq!(under(&format!("ignore:\n  - {entry}\n"), &[]), expected, "{entry}");
    }
    let over =
        "overrides:\n  - paths: [call.sh]\n    ignore: [{ rule: wrong-method, reason: so }]\n";
    assert_eq!(under(over, &[]), "misspelt-header warning 2");
}

#[test]
fn a_fingerprint_hides_one_finding() {
    let open = said("", &["--format", "json"]).json();
    let name = |at: usize| open["findings"][at]["fingerprint"].as_str().unwrap().to_owned();
    assert_ne!(name(0), name(1));
    for (written, expected) in [
        (name(1), "wrong-method warning 1, misspelt-header warning 2"),
        (name(0)[..16].to_uppercase(), "wrong-method warning 2, misspelt-header warning 2"),
    ] {
        let config = format!("ignore:\n  - {{ fingerprint: '{written}', reason: so }}\n");
        assert_eq!(under(&config, &[]), expected);
    }
}

#[test]
fn rules_of_a_folder_are_named_by_the_configuration() {
    let rule = std::fs::read_to_string("rules/route/wrong-method.yaml").unwrap();
    let config = "rule-folders: [own]\nrules: { wrong-method: info, misspelt-header: off }\n";
    let desk = desk(config, &[("call.sh", CALLS), ("own/route/wrong-method.yaml", &rule)]);
    let said = run(desk.path(), &["--format", "json", "call.sh"], b"");
    assert_eq!(line(&said), "wrong-method info 1, wrong-method info 2", "{}", said.err);
    std::fs::remove_dir_all(desk.path().join("own")).unwrap();
    let said = run(desk.path(), &["--format", "json", "call.sh"], b"");
    assert_eq!(said.code, 2, "{}", said.err);
}
