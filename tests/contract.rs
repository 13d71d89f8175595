//! Ids that others rely on, in configurations, baselines and scripts: none is renamed, none is lost.

use frontegg_lint::rules::set::{Example, Expect};
use frontegg_lint::rules::{Pages, RuleSet};

/// Every rule that was ever released, by topic. A line is added, never changed.
const RULES: &[(&str, &[&str])] = &[
    (
        "gateway",
        &[
            "wrong-region",
            "unknown-region",
            "not-a-gateway",
            "insecure-scheme",
            "frontegg-prefix-on-gateway",
            "discovery-on-gateway",
        ],
    ),
    (
        "context",
        &[
            "vendor-token-on-environment-host",
            "management-route-on-environment-host",
            "vendor-auth-on-environment-host",
            "api-token-exchange-on-gateway",
            "user-token-on-gateway",
            "user-token-on-other-environment",
            "user-token-on-management-route",
            "vendor-token-on-user-route",
            "token-missing",
            "tenant-header-differs-from-token",
            "user-header-differs-from-token",
            "environment-header-differs-from-token",
        ],
    ),
    (
        "headers",
        &[
            "missing-tenant-id",
            "missing-user-id",
            "missing-application-id",
            "missing-vendor-host",
            "tenant-id-not-allowed",
            "tenant-scope-implied",
            "misspelt-header",
            "empty-header",
            "tenant-id-outside-header",
            "vendor-host-with-scheme",
            "json-content-type-missing",
            "two-tokens",
            "forwarded-ip-incomplete",
        ],
    ),
    (
        "authorization",
        &[
            "bearer-missing",
            "bearer-repeated",
            "token-not-filled-in",
            "token-malformed",
            "basic-on-api-route",
            "secret-as-token",
            "access-token-in-authorization",
            "jwt-in-x-api-key",
            "refresh-token-as-bearer",
            "id-token-as-bearer",
        ],
    ),
    (
        "token",
        &[
            "token-expired",
            "token-not-yet-valid",
            "token-claims-missing",
            "token-too-large",
            "placeholder-roles",
            "token-signature-invalid",
            "token-revoked",
        ],
    ),
    (
        "vendor-auth",
        &[
            "vendor-auth-body",
            "vendor-credentials-unknown",
            "vendor-token-per-call",
            "vendor-credentials-in-browser",
            "vendor-token-in-browser",
        ],
    ),
    ("secrets", &["live-token-in-file"]),
    (
        "route",
        &[
            "unknown-route",
            "wrong-method",
            "service-missing",
            "deprecated-route",
            "empty-path-parameter",
            "double-slash",
            "deletes-current-tenant",
        ],
    ),
    (
        "query",
        &[
            "unknown-query-parameter",
            "missing-query-parameter",
            "query-value-out-of-range",
            "page-index-as-offset",
            "url-too-long",
        ],
    ),
    (
        "body",
        &[
            "invalid-json",
            "body-wrong-type",
            "missing-field",
            "unknown-field",
            "bad-value",
            "body-on-get",
            "metadata-replaces",
            "silent-no-op",
        ],
    ),
    (
        "flow",
        &[
            "parallel-refresh",
            "refresh-cookie-missing",
            "code-reused",
            "redirect-uri-changed",
            "pkce-mismatch",
            "stale-token-after-switch",
            "mixed-environment-hosts",
        ],
    ),
    (
        "shell",
        &[
            "typographic-quotes",
            "dash-not-hyphen",
            "html-entity",
            "invisible-character",
            "blank-after-backslash",
            "comment-in-continuation",
            "missing-backslash",
            "unclosed-quote",
            "crlf-line-ends",
            "header-without-colon",
            "unquoted-header",
            "unquoted-ampersand",
            "unquoted-json",
            "variable-in-single-quotes",
            "braces-eaten-by-globbing",
            "zsh-globbing",
            "curl-option-unknown",
            "curl-options-conflict",
        ],
    ),
];

/// Every known error that was ever released.
const ERRORS: &[&str] = &[
    "failed-to-verify-vendor-jwt",
    "failed-to-verify-user-jwt",
    "vendor-authentication-not-provided",
    "vendor-auth-refused",
    "tenant-id-not-specified",
    "tenant-id-forbidden",
    "application-id-not-specified",
    "application-not-assigned",
    "route-not-found",
    "invalid-json",
    "body-not-an-array",
    "invalid-authentication",
    "api-tokens-disabled",
    "missing-permissions",
    "embedded-login-disabled",
    "mfa-not-enrolled",
    "token-size-exceeded",
    "rate-limited",
    "uri-too-long",
    "headers-too-large",
    "firewall-refused",
    "cors-refused",
    "refresh-before-login",
    "sdk-unauthenticated",
    "policy-exists",
    "policy-not-defined",
    "validation-failed",
    "er-01009",
    "er-01011",
    "er-01012",
    "er-01013",
    "er-01014",
    "er-01015",
    "er-01016",
    "er-01017",
    "er-01020",
    "er-01034",
    "er-01037",
    "er-01049",
    "er-01052",
    "er-01056",
    "er-01060",
    "er-01061",
];

#[test]
fn every_released_id_is_there_under_its_topic() {
    let rules = &RuleSet::built_in().rules;
    let lost = RULES.iter().flat_map(|(topic, ids)| {
        let is_there =
            |id: &&&str| rules.iter().any(|rule| rule.id == **id && rule.topic == *topic);
        ids.iter().filter(move |id| !is_there(id)).map(move |id| format!("{topic}/{id}"))
    });
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<String>::new());
    let lost = ERRORS.iter().filter(|id| RuleSet::built_in().error(id).is_none());
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<&&str>::new());
}

/// A shell script, as opposed to a command on its own.
fn is_script(example: &Example) -> bool {
    example.scene.input.starts_with("#!")
}

fn is_recording(example: &Example) -> bool {
    example.scene.recorder.is_some()
}

#[test]
fn every_rule_is_tried_on_a_recording_and_on_a_script() {
    let mut lacking = Vec::new();
    for page in &Pages::built_in().rules {
        let some = |of: fn(&Example) -> bool| page.examples.iter().any(of);
        let found = |example: &&Example| example.expect == Expect::Finding;
        let in_either = page.examples.iter().filter(found).any(|e| is_script(e) || is_recording(e));
        if !(some(is_recording) && some(is_script) && in_either) {
            lacking.push(&page.id);
        }
    }
    assert!(lacking.is_empty(), "without a recording, a script, or a finding in one: {lacking:?}");
}

#[test]
fn there_are_five_examples_a_rule_and_more() {
    let pages = &Pages::built_in().rules;
    let all: usize = pages.iter().map(|page| page.examples.len()).sum();
    println!("{all} examples of {} rules", pages.len());
    assert!(all >= 5 * pages.len(), "{all} examples of {} rules", pages.len());
}
