//! All are asked at once.

use std::sync::Barrier;

use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::online::{Hosts, Request, ask_now};

use super::authority::Authority;
use super::stage::{Stage, answer};
use super::world::{PATIENT, door};

#[test]
fn no_region_waits_for_another() {
    let settings = Settings::default();
    let hosts = Hosts::new(Catalog::built_in(), &settings);
    let gateways = hosts.gateways();
    let names: Vec<&str> = gateways.iter().map(|(_, host)| host.name()).collect();
    let ours = Authority::new();
    // Nobody is answered before all are waiting.
    let all = Barrier::new(names.len());
    let stage = Stage::tls(ours.server(&names), move |request, out| {
        all.wait();
        let host = request.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        drop(out.write_all(answer("200 OK", "", host).as_bytes()));
    });
    let requests: Vec<Request> = gateways.iter().map(|(_, host)| host.get("/vendors")).collect();
    let replies = ask_now(&door(stage.address, &ours, PATIENT), &requests);
    // And each answer stands where its question stood.
    let answered: Vec<String> = replies
        .iter()
        .map(|r| String::from_utf8(r.as_ref().unwrap().body.clone()).unwrap())
        .collect();
    assert_eq!(answered, names);
    assert_eq!(stage.connections(), 5);
}
