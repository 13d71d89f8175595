//! What facts say of bodies.

use frontegg_lint::exchange::Kept;
use frontegg_lint::truth::Why;

use crate::call::{Call, USERS, get};

const TENANTS: &str = "https://api.frontegg.com/tenants/resources/tenants/v1";
const GROUPS: &str = "https://api.frontegg.com/identity/resources/groups/v1";

fn post(body: &str) -> Call {
    Call::new("POST", TENANTS).body(body)
}

fn json(body: &str) -> Call {
    post(body).header("Content-Type", "application/json; charset=utf-8")
}

#[test]
fn a_body_that_breaks_is_invalid() {
    for body in [r#"{"a":1,}"#, "{'a':1}", "{“a”:1}", r#"{"a":True}"#, "a=1", r#"{"a":"$A",}"#]
    {
        assert_eq!(json(body).says("body.invalid-json"), "true", "{body}");
    }
    for body in [r#"{"a":1}"#, "[]", "7", r#""x""#, r#"{"a":"$A","b":$B}"#] {
        assert_eq!(json(body).says("body.invalid-json"), "false", "{body}");
    }
    assert_eq!(json(r#"{"a":1,}"#).says("body.invalid-why"), "a comma with nothing behind it");
    assert_eq!(json("{“a”:1}").says("body.curly-quotes"), "true");
    assert_eq!(json(r#"{"a":1,}"#).says("body.curly-quotes"), "false");
    assert_eq!(json(r#"{"a":"“x”"}"#).says("body.curly-quotes"), "-");
}

#[test]
fn what_is_elsewhere_may_mend_it() {
    for body in [
        r#"{"a":1,$REST}"#,
        r#"{"a":$A,}"#,
        r#"{"a":"x$A}"#,
        r#"{"a":{{a}}}"#,
        r#"{"a":<a>}"#,
        r#"{"a":YOUR_A}"#,
        r#"{"a":1, ...}"#,
        r#"{"a":[…]}"#,
    ] {
        assert!(json(body).says("body.invalid-json").starts_with('?'), "{body}");
    }
}

#[test]
fn what_was_sent_is_what_it_is() {
    let sent = |body| json(body).at("2026-05-11T12:00:00Z");
    assert_eq!(sent(r#"{"a":<a>}"#).says("body.invalid-json"), "true");
    // A recorder may have cut it.
    assert_eq!(sent(r#"{"a":"#).says("body.invalid-json"), "?truncated");
    assert_eq!(sent(r#"{"a":"#).header("Content-Length", "5").says("body.invalid-json"), "true");
}

#[test]
fn only_what_is_meant_as_json_is_read_so() {
    assert_eq!(post("a=1").says("body.invalid-json"), "false");
    assert_eq!(post("a=1").says("body.kind"), "-");
    assert_eq!(post(r#"{"a":1"#).says("body.invalid-json"), "true");
    assert_eq!(post("{a}").says("body.invalid-json"), "false");
    let text = post(r#"{"a":1"#).header("Content-Type", "text/plain");
    assert_eq!(text.says("body.invalid-json"), "false");
    let cut = post(r#"{"a":1"#).kept(Kept::Some(Why::Redacted));
    assert_eq!(cut.says("body.invalid-json"), "true");
    assert_eq!(Call::new("POST", TENANTS).says("body.invalid-json"), "-");
    assert_eq!(json("").says("body.invalid-json"), "-");
}

#[test]
fn what_stands_at_the_top_has_a_name() {
    for (body, kind) in [("{}", "object"), ("[1]", "array"), ("null", "null"), ("7", "number")] {
        assert_eq!(json(body).says("body.kind"), kind);
    }
    assert_eq!(json("$BODY").says("body.kind"), "?variable");
    assert_eq!(json(&" ".repeat(1 << 21)).says("body.kind"), "-");
    assert_eq!(json(&"[".repeat(1 << 19)).says("body.kind"), "?undecodable");
    assert_eq!(json(&format!("[{}]", " ".repeat(1 << 20))).says("body.kind"), "?truncated");
}

#[test]
fn a_body_on_get_has_a_byte_in_it() {
    assert_eq!(get(USERS).body("null").says("body.on-get"), "true");
    assert_eq!(Call::new("HEAD", USERS).body("{}").says("body.on-get"), "true");
    assert_eq!(get(USERS).body("").says("body.on-get"), "-");
    assert_eq!(get(USERS).says("body.on-get"), "-");
    assert_eq!(json("{}").says("body.on-get"), "false");
    assert_eq!(get(USERS).body("$BODY").says("body.on-get"), "?variable");
}

#[test]
fn permission_keys_are_told_from_ids() {
    for (body, key) in [
        (r#"{"permissionIds":["7c1d5f60-0000-4e2b-9a11-5eedfeed0001"]}"#, "-"),
        (r#"{"permissionIds":["$A","fe.secure.read.users"]}"#, "fe.secure.read.users"),
        (r#"[{"permissions":["fe.secure.*"]}]"#, "fe.secure.*"),
        (r#"{"permissionIds":["<permission.id>"]}"#, "-"),
        (r#"{"permissionIds":"fe.secure.read.users"}"#, "-"),
        (r#"{"roles":["fe.secure.read.users"]}"#, "-"),
    ] {
        assert_eq!(json(body).says("body.permission-key"), key, "{body}");
    }
}

#[test]
fn a_required_body_that_is_not_there_lacks_its_first_field() {
    let none = || Call::new("POST", GROUPS).answer(400, "{}");
    assert_eq!(none().says("body.missing-from"), "as there is no body");
    assert_eq!(Call::new("POST", GROUPS).body("{}").says("body.missing-from"), "in the body");
    assert_eq!(Call::new("GET", TENANTS).says("body.missing-field"), "-");
}
