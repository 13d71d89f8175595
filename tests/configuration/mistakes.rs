//! A configuration that does not hold: where, why, what was meant, and no value of it.

use crate::said;

/// What is said of a configuration that does not hold.
fn told(config: &str) -> String {
    let said = said(config, &["--color", "never"]);
    assert_eq!(said.code, 2, "{config}: {}", said.all());
    assert!(said.err.contains("the configuration does not hold"), "{}", said.err);
    said.err
}

#[test]
fn a_mistake_has_its_place_and_what_helps() {
    for (config, place, words) in [
        ("rules:\n  wrong-metod: off\n", ":2:3", "did you mean `wrong-method`?"),
        ("rules: { rout: off }\n", ":1:10", "did you mean `route`?"),
        ("rules:\n  route: of\n", ":2:", "did you mean `off`?"),
        ("rule: { route: off }\n", ":1:1", "did you mean `rules`?"),
        (
            "overrides:\n  - paths: [a]\n    rules:\n      nothing-like-it: off\n",
            ":4:7",
            "rules list",
        ),
        ("overrides:\n  - path: [a]\n", ":2:5", "did you mean `paths`?"),
        ("overrides:\n  - paths: []\n", ":2:5", "names no files"),
        ("overrides:\n  - paths: ['[']\n", ":2:12", "no pattern"),
        (
            "ignore:\n  - rule: wrong-metod\n    reason: so\n",
            ":2:11",
            "did you mean `wrong-method`?",
        ),
        ("ignore:\n  - rule: error\n    reason: so\n", ":2:11", "no rule and no topic"),
        ("ignore:\n  - rule: route\n", ":2:5", "has no reason"),
        ("ignore:\n  - rule: route\n    reason: '-'\n", ":2:5", "has no reason"),
        (
            "ignore:\n  - reason: so\n",
            ":2:5",
            "name a `rule`, a `path`, a `host` or a `fingerprint`",
        ),
        ("ignore:\n  - { host: 'https://a.b', reason: so }\n", ":2:13", "written bare"),
        ("ignore:\n  - { fingerprint: xyz, reason: so }\n", ":2:20", "hexadecimal"),
        ("ignore:\n  - { path: '', reason: so }\n", ":2:13", "no pattern"),
        ("exclude: ['[a']\n", ":1:11", "no pattern"),
        ("tenant-id: t\nregion: uss\n", ":2:1", "did you mean `us`?"),
    ] {
        let told = told(config);
        assert!(told.contains(&format!(".frontegg-lint.yaml{place}")), "{config}{told}");
        assert!(told.contains(words), "{config}{told}");
    }
}

#[test]
fn no_value_of_it_is_repeated() {
    let secret = ["k9XvQ2mLr8", "TbW4zz01"].concat();
    for config in [
        format!("rules: {{ {secret}: off }}\n"),
        format!("rules: {{ route: {secret} }}\n"),
        format!("overrides:\n  - paths: ['[{secret}']\n"),
        format!("overrides:\n  - {{ paths: [a], {secret}: 1 }}\n"),
        format!("overrides: {secret}\n"),
        format!("ignore:\n  - {{ rule: {secret}, reason: so }}\n"),
        format!("ignore:\n  - {{ rule: route, reason: '', path: '{secret}' }}\n"),
        format!("ignore:\n  - {{ host: '{secret}/', reason: so }}\n"),
        format!("ignore:\n  - {{ fingerprint: {secret}, reason: {secret} }}\n"),
        format!("ignore:\n  - {{ reason: {secret} }}\n"),
        format!("exclude: ['[{secret}']\n"),
        format!("exclude: {secret}\n"),
        format!("rule-folders: [{secret}]\n"),
    ] {
        let said = said(&config, &["--color", "never"]);
        assert_eq!(said.code, 2, "{config}");
        assert!(!said.all().contains(&secret), "{config}{}", said.all());
    }
}

#[test]
fn a_rule_that_the_command_line_names_exists() {
    for (arguments, words) in [
        (["--select", "wrong-metod"], "did you mean `wrong-method`?"),
        (["--ignore", "route,heders"], "did you mean `headers`?"),
        (["--select", "nothing-like-it"], "rules list"),
        (["--select", ","], "names nothing"),
    ] {
        let said = said("", &arguments);
        assert_eq!(said.code, 2);
        assert!(said.err.contains(words), "{}", said.err);
    }
    let secret = ["k9XvQ2mLr8", "TbW4zz01"].concat();
    assert!(!said("", &["--ignore", &secret]).all().contains(&secret));
}
