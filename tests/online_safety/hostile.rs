//! Whatever an issuer, a configuration or a recording is made to say, no other host is reached.

use std::sync::{Arc, Mutex};

use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::online::{Hosts, Named, Request, Secret, Told, ask_now};

use super::authority::Authority;
use super::stage::{Stage, answer};
use super::world::{CANARY, PATIENT, TRUSTED, World, one, settings, telling, through};

/// What would lead elsewhere if any part of the way read it otherwise than another.
const ADDRESSES: &[&str] = &[
    "evil.example",
    "https://evil.example",
    "https://evil.example/",
    "http://api.frontegg.com",
    "http://evil.example",
    "HTTPS://evil.example",
    "//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "https://api.frontegg.com.evil.example",
    "https://api.frontegg.com@evil.example",
    "https://api.frontegg.com:443@evil.example",
    "https://api.frontegg.com:x@evil.example/",
    "https://evil.example@api.frontegg.com",
    "https://evil.example\\@api.frontegg.com",
    "https://api.frontegg.com\\@evil.example",
    "https://api.frontegg.com/@evil.example",
    "https://api.frontegg.com#@evil.example",
    "https://evil.example#api.frontegg.com",
    "https://evil.example#.frontegg.com",
    "https://evil.example?.frontegg.com",
    "https://evil.example/.frontegg.com",
    "https://evil.example\\.frontegg.com",
    "https://evil.example%2f.frontegg.com",
    "https://evil.example%00.frontegg.com",
    "https://evil.example\0.frontegg.com",
    "https://evil.example\t.frontegg.com",
    "https://evil.example\n.frontegg.com",
    "https://api.frontegg.com\r\nhost: evil.example",
    "https://api.frontegg.com:8443",
    "https://api.frontegg.com:443",
    "https://api.frontegg.com.",
    "https://api.frontegg.com..",
    "https://api..frontegg.com",
    "https://.frontegg.com",
    "https://frontegg.com",
    "https://frontegg.com.evil.example",
    "https://frontegg.co",
    "https://evilfrontegg.com",
    "https://api-frontegg.com",
    "https://api.frontegg.com.evil",
    "https://api.frontegg.corn",
    "https://аpi.frontegg.com",
    "https://api.frоntegg.com",
    "https://api。frontegg。com",
    "https://api．frontegg．com",
    "https://ａｐｉ.frontegg.com",
    "https://api.ſrontegg.com",
    "https://apı.frontegg.com",
    "https://api.frontegg.c\u{200b}om",
    "https://api.frontegg\u{ad}.com",
    "https://xn--pi-7kc.frontegg.com",
    "https://xn--evil.frontegg.com",
    "https://login.acme.com.evil.example",
    "https://evil.login.acme.com",
    "https://acme.com",
    "https://127.0.0.1",
    "https://127.1",
    "https://0x7f.1",
    "https://0x7f.0.0.0x1",
    "https://2130706433",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://localhost",
    "https://169.254.169.254",
    "https://metadata.internal",
    "https://*.frontegg.com",
    "https://api.frontegg.com,evil.example",
    "https://api.frontegg.com evil.example",
    "https://api.frontegg.com;evil.example",
    "https://portal.frontegg.com",
    "https://api.eu.frontegg.com",
    "https://a.b.evil.frontegg.com",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "",
    "https://",
    "https:///",
];

/// Paths that would be hosts if they did not follow one.
const PATHS: &[&str] = &[
    "/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/../evil.example/",
    "/..//evil.example/",
    "/%2e%2e/%2e%2e/",
    "@evil.example/",
    ":443@evil.example/",
    ".evil.example/",
    ":8443/",
    "#@evil.example/",
    "?@evil.example/",
    "/a b",
    "/ü",
    "/a\r\nhost: evil.example\r\n\r\n",
    "/a HTTP/1.1\r\nhost: evil.example\r\n\r\nGET /",
    "https://evil.example/",
];

/// Where everything but the trusted hosts is a trap.
struct Hostile {
    authority: Authority,
    world: Arc<World>,
    gateway: Stage,
    trap: Stage,
}

fn hostile(answer: String) -> Hostile {
    let authority = Authority::new();
    // The certificate is not what saves us.
    let names = [&TRUSTED[..], &["evil.example"]].concat();
    let gateway = Stage::saying(authority.server(&names), answer);
    let trap = Stage::trap();
    let (trusted, others) = (gateway.address, trap.address);
    let world = Arc::new(World { trusted, others, asked: Mutex::default() });
    Hostile { authority, world, gateway, trap }
}

/// All that is made of an address, asked at once.
fn made_of(address: &str, hosts: Hosts<'_>) -> Vec<Request> {
    let told = || Told::bearer(&Secret::new(CANARY), "the vendor token");
    let bare = address.strip_prefix("https://").unwrap_or(address);
    let trusted = [hosts.trusted(address), hosts.trusted(bare), hosts.of_address(address)];
    trusted.iter().flatten().map(|host| host.tell("GET", "/", told())).collect()
}

#[test]
fn no_address_leads_to_a_host_that_is_not_trusted() {
    let hostile = hostile(answer("200 OK", "", ""));
    let door = through(hostile.world.clone(), &hostile.authority, PATIENT);
    let settings = settings();
    let hosts = Hosts::new(Catalog::built_in(), &settings);
    for address in ADDRESSES {
        assert!(made_of(address, hosts).is_empty(), "{address:?}");
        // A host that somebody typed is the one that stands there, and is told nothing.
        let Ok(named) = Named::parse(address) else { continue };
        let scheme = address.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://"));
        let plain = &address[scheme.map_or(0, str::len)..];
        assert!(plain.starts_with(named.name()), "{address:?}");
        let line = named.get("/").line();
        assert_eq!(line, format!("GET https://{}/", named.name()));
    }
    // They would be reached: nothing else holds them back.
    let good = made_of(&format!("https://{}", TRUSTED[2]), hosts);
    assert!(!good.is_empty());
    assert!(ask_now(&door, &good).iter().all(Result::is_ok));
    assert_eq!(hostile.trap.connections(), 0);
}

#[test]
fn no_path_leads_to_another_host() {
    let hostile = hostile(answer("200 OK", "", ""));
    let door = through(hostile.world.clone(), &hostile.authority, PATIENT);
    let requests: Vec<Request> = PATHS.iter().map(|path| telling("GET", path)).collect();
    let answered = ask_now(&door, &requests).iter().filter(|reply| reply.is_ok()).count();
    let seen = hostile.gateway.requests();
    assert_eq!(seen.len(), answered);
    assert!(answered >= 8, "{seen:?}");
    for request in seen {
        let heads = request.to_lowercase();
        assert_eq!(heads.matches("host: ").count(), 1, "{request}");
        assert!(heads.contains("host: api.frontegg.com\r\n"), "{request}");
        assert_eq!(heads.matches(" http/1.1\r\n").count(), 1, "{request}");
    }
    assert_eq!(hostile.trap.connections(), 0);
    assert!(hostile.world.asked.lock().unwrap().iter().all(|name| name == TRUSTED[0]));
}

#[test]
fn a_redirect_is_an_answer_and_no_way() {
    for location in [
        "https://evil.example/",
        "//evil.example/",
        "http://api.frontegg.com/",
        "https://api.frontegg.com@evil.example/",
    ] {
        for status in ["301 M", "302 F", "303 S", "307 T", "308 P"] {
            let head = format!("location: {location}\r\nset-cookie: a=b\r\n");
            let hostile = hostile(answer(status, &head, ""));
            let door = through(hostile.world.clone(), &hostile.authority, PATIENT);
            for method in ["GET", "POST"] {
                let reply = one(&door, telling(method, "/")).unwrap();
                assert_eq!(reply.status.to_string(), status[..3]);
                let host = if location.contains("evil") { "evil.example" } else { TRUSTED[0] };
                assert_eq!(reply.leads_to().as_deref(), Some(host));
            }
            assert_eq!(hostile.trap.connections(), 0);
            assert_eq!(hostile.gateway.requests().len(), 2);
            assert!(hostile.world.asked.lock().unwrap().iter().all(|name| name == TRUSTED[0]));
            // What one answer left behind is not told with the next question.
            assert!(!hostile.gateway.requests()[1].to_lowercase().contains("cookie"));
        }
    }
}

#[test]
fn only_what_was_listed_is_sent() {
    let hostile = hostile(answer("200 OK", "", ""));
    let door = through(hostile.world.clone(), &hostile.authority, PATIENT);
    one(&door, telling("GET", "/vendors?a=b")).unwrap();
    let headers = |names: &[&str]| {
        let told = names.iter().map(|name| ((*name).to_owned(), Secret::new("evil.example")));
        Told { headers: told.collect(), ..Told::default() }
    };
    let settings = settings();
    let gateway = Hosts::new(Catalog::built_in(), &settings).trusted(TRUSTED[0]).unwrap();
    let told = headers(&["Host", "Transfer-Encoding", "Connection", "Proxy-Authorization", "X-A"]);
    one(&door, gateway.tell("GET", "/", told)).unwrap();
    let sent: Vec<Vec<String>> = hostile
        .gateway
        .requests()
        .iter()
        .map(|request| {
            let mut lines: Vec<String> = request.trim().lines().map(str::to_owned).collect();
            lines[1..].sort();
            lines
        })
        .collect();
    let agent = format!("user-agent: frontegg-lint/{}", env!("CARGO_PKG_VERSION"));
    let told = format!("authorization: Bearer {CANARY}");
    assert_eq!(
        sent[0],
        ["GET /vendors?a=b HTTP/1.1", "accept: */*", &told, "host: api.frontegg.com", &agent]
    );
    assert_eq!(
        sent[1],
        ["GET / HTTP/1.1", "accept: */*", "host: api.frontegg.com", &agent, "x-a: evil.example"]
    );
}

#[test]
fn what_breaks_out_of_its_line_is_not_sent() {
    let hostile = hostile(answer("200 OK", "", ""));
    let door = through(hostile.world.clone(), &hostile.authority, PATIENT);
    let settings = settings();
    let gateway = Hosts::new(Catalog::built_in(), &settings).trusted(TRUSTED[0]).unwrap();
    for (name, value) in
        [("a", "b\r\nhost: evil.example"), ("a\r\nhost", "b"), ("a", "b\0"), ("a: b\r\nc", "d")]
    {
        let headers = vec![(name.to_owned(), Secret::new(value))];
        let told = Told { headers, ..Told::default() };
        let refused = one(&door, gateway.tell("GET", "/", told)).unwrap_err();
        assert_eq!(refused, frontegg_lint::online::NoReply::Unsendable);
    }
    assert_eq!(hostile.gateway.connections() + hostile.trap.connections(), 0);
}
