//! Bodies beside shapes.

use std::sync::Arc;

use crate::exchange::{Exchange, Format, Kept, Origin, Request, Sent, Url};
use crate::facts::catalog::Shape;
use crate::source::{Source, Span, Text};
use crate::truth::{Fact, Why};

use super::Body;
use super::check::compare;
use super::faults::Faults;

const USER: &str = "
type: object
fields:
  - { name: email, required: true, is: { type: string, format: email } }
  - { name: metadata, is: string }
  - { name: role, is: { type: string, values: [Admin, Viewer] } }
  - { name: roleIds, is: { type: array, items: string } }
  - { name: age, is: { type: integer, min: 1, max: 100 } }
  - { name: active, is: boolean }
  - name: profile
    is: { type: object, fields: [ { name: name, required: true, is: string }, { name: picture, is: string } ] }
  - { name: more, is: { type: object, open: true, fields: [ { name: key, is: number } ] } }
";

/// `$NAME` is a variable.
fn exchange(body: &str) -> Exchange {
    let mut text = Text::verbatim("", 0);
    for (number, part) in body.split('$').enumerate() {
        let name = part.len() - part.trim_start_matches(char::is_alphanumeric).len();
        let (name, rest) = part.split_at(if number > 0 { name } else { 0 });
        if number > 0 {
            let span = Span::new(text.len(), text.len() + name.len());
            text.push_hole(name, span, (Why::Variable, name));
        }
        text.push_verbatim(rest, text.len());
    }
    let request = Request {
        method: Text::verbatim("POST", 0),
        url: Url::default(),
        headers: Vec::new(),
        kept: Kept::All,
        body: Fact::Known(text),
    };
    Exchange {
        number: 1,
        source: Arc::new(Source::new("test", body)),
        span: Span::new(0, body.len()),
        format: Format::HttpFile,
        origin: Origin::Written,
        sent: Sent::Yes,
        started: Fact::Absent,
        answered: Fact::Absent,
        request,
        response: Fact::Absent,
        accidents: Vec::new(),
        echoes: Vec::new(),
        pointer: None,
    }
}

/// What is missing, unlisted and bad, with a blank between.
fn faults_of(shape: &str, body: &str) -> String {
    let shape: Shape = serde_yaml::from_str(shape).unwrap();
    let exchange = exchange(body);
    let body = Body::of(&exchange).known().unwrap();
    let Faults { missing, unlisted, bad } = compare(&body, &shape, &["tenantId"]);
    let missing = missing.map(|missing| format!("-{}", missing.path));
    let unlisted = unlisted.map(|unlisted| {
        format!(
            "+{}{}",
            unlisted.pointer,
            unlisted.nearest.map_or(String::new(), |n| format!("~{n}"))
        )
    });
    let bad = bad.map(|bad| {
        format!(
            "{}: {}{}",
            bad.path,
            bad.why,
            bad.nearest.map_or(String::new(), |n| format!("~{n}"))
        )
    });
    [missing, unlisted, bad].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn faults(body: &str) -> String {
    faults_of(USER, body)
}

#[test]
fn what_the_shape_lists_is_clean() {
    for body in [
        r#"{"email":"dana@example.com"}"#,
        r#"{"email":"dana@example.com","metadata":null,"roleIds":[],"age":7,"active":false}"#,
        r#"{"email":"dana@example.com","profile":{"name":"Dana"},"more":{"other":[1]}}"#,
        r#"{"\u0065mail":"dana@example.com","role":"Viewer"}"#,
    ] {
        assert_eq!(faults(body), "", "{body}");
    }
}

#[test]
fn a_required_field_is_missed_where_its_object_is() {
    assert_eq!(faults("{}"), "-email");
    assert_eq!(faults(r#"{"email":"d@e","profile":{"picture":"x"}}"#), "-profile.name");
    assert_eq!(faults(r#"{"email":"d@e","profile":null}"#), "");
}

#[test]
fn a_field_that_nothing_lists_is_named_with_its_neighbour() {
    assert_eq!(faults(r#"{"email":"d@e","metdata":"{}"}"#), "+/metdata~metadata");
    assert_eq!(faults(r#"{"email":"d@e","favouriteColour":null}"#), "+/favouriteColour");
    assert_eq!(
        faults(r#"{"email":"d@e","profile":{"name":"D","pictur/e":1}}"#),
        "+/profile/pictur~1e~picture"
    );
    assert_eq!(faults(r#"{"email":"d@e","tenantId":"x"}"#), "", "another rule's");
    assert_eq!(
        faults(r#"{"email":"d@e","profile":{"name":"D","tenantId":1}}"#),
        "+/profile/tenantId"
    );
    assert_eq!(faults_of("object", r#"{"anything":1}"#), "");
}

#[test]
fn a_value_of_the_wrong_kind_is_bad() {
    for (field, why) in [
        (r#""metadata":{}"#, "metadata: an object where a string belongs"),
        (r#""roleIds":"a""#, "roleIds: a string where an array belongs"),
        (r#""roleIds":["a",["b"]]"#, "roleIds[1]: an array where a string belongs"),
        (r#""profile":7"#, "profile: a number where an object belongs"),
        (r#""active":"yes""#, "active: a string where `true` or `false` belongs"),
        (r#""age":"old""#, "age: a string where a number belongs"),
        (r#""age":1.5"#, "age: a fraction where a whole number belongs"),
        (r#""age":0"#, "age: less than 1"),
        (r#""age":101"#, "age: more than 100"),
        (r#""role":"viewr""#, "role: not one of Admin, Viewer~Viewer"),
    ] {
        assert_eq!(faults(&format!(r#"{{"email":"d@e",{field}}}"#)), why);
    }
    assert_eq!(faults(r#"{"email":"dana"}"#), "email: an address without `@`");
}

#[test]
fn what_a_service_turns_into_the_right_kind_is_clean() {
    for field in [
        r#""age":"10""#,
        r#""active":"true""#,
        r#""active":1"#,
        r#""metadata":7"#,
        r#""age":2.0"#,
        r#""profile":"{\"name\":1}""#,
        r#""roleIds":"[]""#,
        r#""role":null"#,
        r#""email":null"#,
    ] {
        assert_eq!(faults(&format!(r#"{{"email":"d@e",{field}}}"#)), "", "{field}");
    }
}

#[test]
fn what_is_elsewhere_is_never_wrong() {
    for body in [
        r#"{"email":"$EMAIL","role":"a$ROLE","age":$AGE,"profile":$PROFILE,"roleIds":$IDS}"#,
        r#"{"email":$EMAIL,"active":$YES,"roleIds":[$IDS]}"#,
        r#"{"$NAME":"d@e"}"#,
        r#"{"<more>":"…"}"#,
        r#"{"email":"<email>","role":"string","age":"AGE","roleIds":"YOUR_IDS"}"#,
        r#"{"email":"***","role":"[redacted]"}"#,
    ] {
        assert_eq!(faults(body), "", "{body}");
    }
    assert_eq!(faults(r#"{"role":"$ROLE"}"#), "-email");
}

#[test]
fn alternatives_speak_only_where_none_fits_and_all_agree() {
    let shape = "{ any-of: [ \
        { type: object, fields: [ { name: a, required: true, is: string }, { name: n, is: number } ] }, \
        { type: object, fields: [ { name: b, required: true, is: string }, { name: n, is: number } ] } ] }";
    assert_eq!(faults_of(shape, r#"{"a":"x"}"#), "");
    assert_eq!(faults_of(shape, r#"{"b":"x"}"#), "");
    assert_eq!(faults_of(shape, "{}"), "");
    assert_eq!(faults_of(shape, r#"{"a":"x","n":"y"}"#), "n: a string where a number belongs");
    assert_eq!(faults_of(shape, r#"{"z":1}"#), "+/z~a".replace("~a", ""));
    let kinds = "{ any-of: [string, { type: array, items: string }] }";
    assert_eq!(faults_of(kinds, "{}"), "");
    let words = "{ any-of: [ \
        { type: object, fields: [ { name: kind, is: { type: string, values: [new, static] } } ] }, \
        { type: object, fields: [ { name: kind, is: { type: string, values: [dynamic] } } ] } ] }";
    assert_eq!(faults_of(words, r#"{"kind":"dynamic"}"#), "");
    assert_eq!(faults_of(words, r#"{"kind":"old"}"#), "kind: not one of new, static, dynamic");
}

#[test]
fn at_the_top_another_kind_is_all_there_is_to_say() {
    let list =
        "{ type: array, items: { type: object, fields: [ { name: key, required: true } ] } }";
    assert_eq!(faults_of(list, r#"{"kee":1}"#), "");
    assert_eq!(faults_of(list, r#"[{"key":1},{"kee":1}]"#), "-[1].key +/1/kee~key");
}

#[test]
fn one_of_several_fields_will_do() {
    let shape = "{ type: object, needs-one-of: [email, username], fields: \
        [ { name: email, is: string }, { name: username, is: string }, { name: ids, is: { type: array, min: 1, max: 2, items: string } } ] }";
    assert_eq!(faults_of(shape, r#"{"username":"dana"}"#), "");
    assert_eq!(faults_of(shape, "{}"), "-email` or `username");
    assert_eq!(faults_of(shape, r#"{"$NAME":"dana"}"#), "");
    assert_eq!(faults_of(shape, r#"{"email":"d@e","ids":[]}"#), "ids: fewer values than 1");
    assert_eq!(faults_of(shape, r#"{"email":"d@e","ids":["a","b",$MORE]}"#), "");
    assert_eq!(faults_of(shape, r#"{"email":"d@e","ids":[1,2,3]}"#), "ids: more values than 2");
}
