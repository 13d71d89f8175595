//! What hosts answer in a test, and what is made of it.

use std::collections::BTreeMap;
use std::time::Duration;

use frontegg_lint::exchange::Time;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::{Environment, Settings};
use frontegg_lint::online::verify::{Answer, Question, Verdict};
use frontegg_lint::online::{Hosts, NoReply, Reply};
use serde_json::{Value, json};

use super::cutter::NOW;

/// What each host answers; every other host cannot be reached.
pub(crate) type Hosting = BTreeMap<String, Reply>;

pub(crate) const HOST: &str = "acme.us.frontegg.com";

pub(crate) fn reply(status: u16, body: &str) -> Reply {
    let body = body.as_bytes().to_vec();
    Reply { status, headers: Vec::new(), body, took: Duration::ZERO }
}

pub(crate) fn document(keys: &[Value]) -> Reply {
    reply(200, &json!({ "keys": keys }).to_string())
}

/// The issuer publishes these keys, and nobody else anything.
pub(crate) fn published(keys: &[Value]) -> Hosting {
    Hosting::from([(HOST.to_owned(), document(keys))])
}

pub(crate) fn verdict(token: &str, hosting: &Hosting) -> Verdict {
    answer(token, hosting, &Settings::default()).verdict
}

pub(crate) fn answer(token: &str, hosting: &Hosting, settings: &Settings) -> Answer {
    let hosts = Hosts::new(Catalog::built_in(), settings);
    let question = Question::of(&hosts, token).expect("a token can be read");
    let replies: Vec<Result<Reply, NoReply>> = question
        .requests()
        .iter()
        .map(|request| hosting.get(request.host()).cloned().ok_or(NoReply::Unreachable))
        .collect();
    question.read(&replies, Time::from_seconds(NOW))
}

/// The lines of what would be asked.
pub(crate) fn asked(token: &str, settings: &Settings) -> Vec<String> {
    let hosts = Hosts::new(Catalog::built_in(), settings);
    let question = Question::of(&hosts, token).expect("a token can be read");
    question.requests().iter().map(|request| request.line()).collect()
}

/// A configuration with these environments: names, hosts and client ids.
pub(crate) fn configured(environments: &[(&str, &str, &str)]) -> Settings {
    let environment = |(name, host, id): &(&str, &str, &str)| Environment {
        name: (*name).to_owned(),
        hosts: vec![(*host).to_owned()],
        client_id: Some((*id).to_owned()).filter(|id| !id.is_empty()),
    };
    let environments = environments.iter().map(environment).collect();
    Settings { environments, ..Settings::default() }
}
