//! Which region knows a pair of credentials: it is exchanged at every gateway, once.

use serde_json::json;

use crate::facts::askable::Askable;

use super::ask::{NoReply, Reply};
use super::hosts::{Hosts, Trusted};
use super::request::{Request, Secret, Told};
use super::verdict::{Answer, Heard, Minted, Silence, Verdict, is_refusal};

/// A client id and the API key that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub client_id: String,
    pub secret: Secret,
}

impl Pair {
    /// What stands for it in [`Answers`](crate::facts::Answers).
    pub fn print(&self) -> String {
        let (client_id, secret) = (self.client_id.clone(), self.secret.text().to_owned());
        Askable::Pair { client_id, secret }.print()
    }
}

/// The exchange at the gateway of every region, with the region's id.
pub fn requests(hosts: &Hosts<'_>, pair: &Pair) -> Vec<(String, Request)> {
    let gateways = hosts.gateways().into_iter();
    gateways.map(|(region, gateway)| (region.id.clone(), exchange(&gateway, pair))).collect()
}

/// The exchange at one gateway.
pub fn exchange(gateway: &Trusted, pair: &Pair) -> Request {
    let body = json!({ "clientId": pair.client_id, "secret": pair.secret.text() });
    let told = Told {
        headers: vec![("content-type".to_owned(), Secret::new("application/json"))],
        body: Some(Secret::new(body.to_string())),
        says: vec!["the client id".to_owned(), "the API key".to_owned()],
    };
    gateway.tell("POST", "/auth/vendor", told)
}

/// What the gateways say of the pair.
pub fn read(answers: &[Answer]) -> Verdict {
    Verdict::of(answers.iter().map(|(region, answer)| (region.clone(), heard(answer))))
}

fn heard(answer: &Result<Reply, NoReply>) -> Heard {
    match answer {
        Ok(reply) if is_refusal(reply) => Heard::Refused,
        Ok(reply) => match minted(reply) {
            Some(minted) => Heard::Accepted(Some(minted)),
            None => Heard::Nothing(Silence::of(answer)),
        },
        Err(_) => Heard::Nothing(Silence::of(answer)),
    }
}

fn minted(reply: &Reply) -> Option<Minted> {
    let body = reply.is_success().then(|| reply.json()).flatten()?;
    let token = body.get("token")?.as_str().filter(|token| !token.is_empty())?;
    let expires_in = body.get("expiresIn").and_then(serde_json::Value::as_u64);
    Some(Minted { token: Secret::new(token), expires_in })
}

#[cfg(test)]
mod tests {
    use super::super::ask::made;
    use super::*;
    use crate::facts::Settings;
    use crate::facts::catalog::Catalog;

    const REFUSED: &str = r#"{"errors":["Invalid authentication"]}"#;

    fn pair() -> Pair {
        let secret = Secret::new("k9XvQ2mLr8\"TbW4");
        Pair { client_id: "7c1d5f60-0000-4e2b-9a11-5eedfeed0001".to_owned(), secret }
    }

    /// What is said when the US answer this, and all others refuse.
    fn us(answer: Result<Reply, NoReply>) -> Verdict {
        let mut answers: Vec<Answer> = ["eu", "ca", "au", "uk"]
            .map(|region| (region.to_owned(), made(401, &[], REFUSED)))
            .into();
        answers.insert(1, ("us".to_owned(), answer));
        read(&answers)
    }

    #[test]
    fn every_gateway_is_asked_once() {
        let settings = Settings::default();
        let hosts = Hosts::new(Catalog::built_in(), &settings);
        let requests = requests(&hosts, &pair());
        let lines: Vec<String> = requests.iter().map(|(_, request)| request.line()).collect();
        let us = "POST https://api.us.frontegg.com/auth/vendor, with the client id and the API key";
        assert_eq!((lines.len(), lines[1].as_str()), (5, us));
        let body = requests[0].1.told().body.as_ref().unwrap().text();
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        let told = json!({ "clientId": pair().client_id, "secret": "k9XvQ2mLr8\"TbW4" });
        assert_eq!(body, told);
        assert!(!format!("{requests:?}{:?}", pair()).contains("k9XvQ2"));
    }

    #[test]
    fn the_region_that_gives_a_token_knows_the_pair() {
        let verdict = us(made(200, &[], r#"{"token":"t.o.k","expiresIn":86400}"#));
        let minted = Minted { token: Secret::new("t.o.k"), expires_in: Some(86400) };
        let known =
            Verdict::Known { region: "us".to_owned(), minted: Some(minted), silent: Vec::new() };
        assert_eq!(verdict, known);
        assert!(matches!(
            us(made(200, &[], r#"{"token":"t.o.k","expiresIn":"soon"}"#)),
            Verdict::Known { minted: Some(Minted { expires_in: None, .. }), .. }
        ));
    }

    #[test]
    fn what_every_region_refuses_is_unknown() {
        assert_eq!(us(made(401, &[], REFUSED)), Verdict::Unknown);
        assert_eq!(us(made(401, &[], "")), Verdict::Unknown);
    }

    #[test]
    fn whatever_else_is_answered_is_no_verdict() {
        for answer in [
            made(200, &[], r#"{"expiresIn":1}"#),
            made(200, &[], r#"{"token":""}"#),
            made(200, &[], "<html>"),
            made(302, &[("location", "https://evil.example")], ""),
            made(400, &[], REFUSED),
            made(403, &[], "<html>Forbidden</html>"),
            made(401, &[], "<html>log in to the proxy</html>"),
            made(429, &[], REFUSED),
            made(500, &[], r#"{"token":"t.o.k"}"#),
            Err(NoReply::Unreachable),
        ] {
            let verdict = us(answer.clone());
            let Verdict::Unanswered { refused, silent } = &verdict else { panic!("{answer:?}") };
            assert_eq!((refused.len(), silent.len(), silent[0].region.as_str()), (4, 1, "us"));
            assert_eq!(verdict.said(), None);
        }
    }

    #[test]
    fn a_pair_is_printed_as_the_facts_print_it() {
        let secret = "k9XvQ2mLr8\"TbW4".to_owned();
        let asked = Askable::Pair { client_id: pair().client_id, secret };
        assert_eq!(pair().print(), asked.print());
    }
}
