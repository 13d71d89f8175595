//! Recorded calls that may be sent again, and those that may not.

use crate::exchange::Exchange;
use crate::facts::catalog::Catalog;
use crate::facts::{Environment, Settings};
use crate::input::{self, Item, Options};
use crate::online::Hosts;

use super::*;

fn exchange(text: &str) -> Exchange {
    let options = Options::of(crate::exchange::Origin::Pasted);
    let mut found = None;
    input::read("call", Box::new(text.as_bytes()), &options, &mut |item| {
        if let Item::Exchange(exchange) = item {
            found.get_or_insert(*exchange);
        }
    });
    found.expect("the text is a call")
}

fn made(text: &str) -> Result<Again, Unsent> {
    let own = Environment { hosts: vec!["login.acme.com".to_owned()], ..Environment::default() };
    let settings = Settings { environments: vec![own], ..Settings::default() };
    let hosts = Hosts::new(Catalog::built_in(), &settings);
    let values = Values::of(|name| Some(format!("value-of-{name}")));
    again(&exchange(text), &hosts, &values)
}

fn line(text: &str) -> String {
    made(text).map_or_else(|why| why.to_string(), |again| again.request.line())
}

#[test]
fn of_the_headers_only_those_of_the_list_are_told() {
    let text = "curl https://api.frontegg.com/identity/resources/users/v3?_limit=2 \
                -H 'Authorization: Bearer x' -H 'x-access-token: y' -H 'X-API-KEY: z' \
                -H 'frontegg-tenant-id: acme' -H 'Accept: application/json' -H 'Cookie: a=b' \
                -H 'Origin: https://acme.com' -H 'Host: api.frontegg.com' -H 'X-Own: 1' \
                -H 'x-frontegg-forwarded-for: 1.2.3.4' -H 'Referer: https://acme.com' \
                -H 'Connection: close' -H 'Content-Length: 3' -H 'X-HTTP-Method-Override: DELETE'";
    let again = made(text).unwrap();
    let names: Vec<&str> =
        again.request.told().headers.iter().map(|(name, _)| name.as_str()).collect();
    let wanted = ["authorization", "x-access-token", "x-api-key", "frontegg-tenant-id", "accept"];
    assert_eq!(names, wanted);
    assert_eq!(
        again.request.address(),
        "https://api.frontegg.com/identity/resources/users/v3?_limit=2"
    );
    assert!(again.left_out.iter().any(|name| name == "`cookie`"), "{:?}", again.left_out);
    assert!(!again.left_out.iter().any(|name| name == "`origin`"));
    assert_eq!(again.effect, Effect::Reads);
}

#[test]
fn the_host_header_decides_no_more_than_the_address() {
    let evil = "curl https://api.frontegg.com/vendors -H 'Authorization: Bearer x' -H 'Host: evil.example'";
    assert!(matches!(made(evil), Err(Unsent::Host(_))), "{}", line(evil));
    assert!(made("curl https://login.acme.com/vendors -H 'Authorization: Bearer x'").is_ok());
}

#[test]
fn two_names_of_a_host_are_noticed_and_one_in_another_spelling_is_not() {
    let har = |address: &str, host: &str| {
        format!(
            r#"{{"log":{{"version":"1.2","creator":{{"name":"Firefox","version":"1"}},"entries":[{{"startedDateTime":"2026-05-11T12:00:00.000Z","time":1,"request":{{"method":"GET","url":"{address}","httpVersion":"","headers":[{{"name":"Host","value":"{host}"}}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0}},"response":{{"status":401,"statusText":"","httpVersion":"","headers":[],"cookies":[],"content":{{"size":0,"mimeType":""}},"redirectURL":"","headersSize":-1,"bodySize":0}},"cache":{{}},"timings":{{"send":0,"wait":1,"receive":0}}}}]}}}}"#
        )
    };
    let curl = |address: &str, host: &str| format!("curl '{address}' -H 'Host: {host}'");
    let own = "api.frontegg.com";
    for two in [
        curl("https://10.0.0.5/vendors", own),
        curl("http://evil.example:8080/vendors", own),
        curl("https://api.frontegg.com/vendors", "evil.example"),
        har("https://10.0.0.5/vendors", own),
    ] {
        assert!(names_two_hosts(&exchange(&two)), "{two}");
    }
    for one in [
        curl("https://API.frontegg.com/vendors", own),
        curl("https://api.frontegg.com:443/vendors", "api.frontegg.com:443"),
        har("https://api.frontegg.com/vendors", own),
        har(r"https:\/\/api.frontegg.com\/vendors", own),
        format!("GET /vendors HTTP/1.1\nHost: {own}\n\n"),
        format!("BASE=https://{own}\ncurl \"$BASE/vendors\""),
        format!("curl \"https://$HOST/vendors\" -H 'Host: {own}'"),
    ] {
        assert!(!names_two_hosts(&exchange(&one)), "{one}");
    }
}

#[test]
fn a_body_goes_with_the_call_and_a_variable_in_it_takes_its_value() {
    let text = "curl -X POST https://api.frontegg.com/auth/vendor \
                --json '{\"clientId\":\"a\",\"secret\":\"'\"$FRONTEGG_API_KEY\"'\"}'";
    let again = made(text).unwrap();
    let body = again.request.told().body.as_ref().unwrap();
    assert!(body.text().contains("value-of-FRONTEGG_API_KEY"));
    assert_eq!(again.effect, Effect::Writes);
    assert!(!format!("{again:?}").contains("value-of"));
    let other = text.replace("FRONTEGG_API_KEY", "AWS_SECRET_ACCESS_KEY");
    assert!(matches!(made(&other), Err(Unsent::Blanks(_))), "{}", line(&other));
}

#[test]
fn variables_stand_for_nothing_in_an_address() {
    for text in [
        "curl \"https://$VENDOR_TOKEN.frontegg.com/vendors\"",
        "curl \"https://api.frontegg.com/$VENDOR_TOKEN\" -H 'Authorization: Bearer x'",
        "curl \"https://api.frontegg.com/vendors?x=$VENDOR_TOKEN\" -H 'Authorization: Bearer x'",
        "curl https://api.frontegg.com/vendors -H \"frontegg-tenant-id: $VENDOR_TOKEN\"",
    ] {
        assert!(matches!(made(text), Err(Unsent::Blanks(_))), "{}", line(text));
    }
}

#[test]
fn methods_that_nobody_documents_are_not_sent() {
    for method in ["TRACE", "CONNECT", "get", "PURGE"] {
        let text = format!("curl -X {method} https://api.frontegg.com/vendors");
        assert_eq!(made(&text).err(), Some(Unsent::Method), "{method}");
    }
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let text = format!("curl -X {method} https://api.frontegg.com/vendors");
        assert_eq!(made(&text).unwrap().effect, Effect::Writes, "{method}");
    }
}

#[test]
fn what_a_sanitised_recording_left_out_is_not_taken_for_absent() {
    let entry = |path: &str| {
        let request = format!(
            r#"{{"method":"GET","url":"https://api.frontegg.com{path}","httpVersion":"","headers":[],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0}}"#
        );
        format!(
            r#"{{"log":{{"version":"1.2","creator":{{"name":"WebInspector","version":"1"}},"entries":[{{"startedDateTime":"2026-05-11T12:00:00.000Z","time":1,"request":{request},"response":{{"status":401,"statusText":"","httpVersion":"","headers":[],"cookies":[],"content":{{"size":0,"mimeType":""}},"redirectURL":"","headersSize":-1,"bodySize":0}},"cache":{{}},"timings":{{"send":0,"wait":1,"receive":0}}}}]}}}}"#
        )
    };
    let lacking = entry("/identity/resources/roles/v1");
    assert_eq!(made(&lacking).err(), Some(Unsent::LeftOut));
}

#[test]
fn the_words_of_a_refusal_repeat_nothing_recorded() {
    let canary = ["k9XvQ2mL", "r8TbW4zz01"].concat();
    for text in [
        format!("curl https://{canary}.evil.example/identity/resources/roles/v1"),
        format!("curl https://user:{canary}@api.frontegg.com/vendors"),
        format!("curl 'https://api.frontegg.com/<{canary}>'"),
        format!("curl https://api.frontegg.com/vendors -H 'frontegg-{canary}: <{canary}>'"),
        format!("curl -X {canary} https://api.frontegg.com/vendors"),
    ] {
        let why = made(&text).err().map(|why| why.to_string()).unwrap_or_default();
        assert!(!why.is_empty() && !why.contains(&canary), "{why}");
    }
}

#[test]
fn a_host_of_the_configuration_is_told_nothing_of_the_environment() {
    let text = "curl https://login.acme.com/vendors -H \"Authorization: Bearer $VENDOR_TOKEN\"";
    let why = line(text);
    assert!(why.contains("at Frontegg's own hosts only"), "{why}");
    assert!(made(&text.replace("login.acme.com", "acme.frontegg.com")).is_ok());
}
