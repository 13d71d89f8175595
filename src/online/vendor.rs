//! Which region's gateway accepts a vendor token: each is asked for something harmless, once.

use super::ask::{NoReply, Reply};
use super::hosts::{Hosts, Trusted};
use super::request::{Request, Secret, Told};
use super::verdict::{Answer, Heard, Silence, Verdict, errors};

/// The least that a gateway tells of an environment: how its machines log in.
pub(super) const BASIC: &str = "/identity/resources/configurations/v1/basic";

/// Of these an error speaks that is about the token and not about what was asked.
const OF_TOKENS: &[&str] = &["jwt", "token", "authenticat", "unauthori", "credential"];

/// What a gateway answers to the token of another region or kind.
const REFUSAL: &str = "failed to verify vendor jwt";

/// The question at the gateway of every region, with the region's id; none about a token that is not
/// whole.
pub fn requests(hosts: &Hosts<'_>, token: &Secret) -> Vec<(String, Request)> {
    let parts: Vec<&str> = token.text().split('.').collect();
    if parts.len() != 3 || parts.iter().any(|part| part.is_empty()) {
        return Vec::new();
    }
    let gateways = hosts.gateways().into_iter();
    let one = |gateway: &Trusted| ask_with(gateway, BASIC, token);
    gateways.map(|(region, gateway)| (region.id.clone(), one(&gateway))).collect()
}

/// A question to a gateway with a vendor token.
pub(super) fn ask_with(gateway: &Trusted, path: &str, token: &Secret) -> Request {
    gateway.tell("GET", path, Told::bearer(token, "the vendor token"))
}

/// What the gateways say of the token.
pub fn read(answers: &[Answer]) -> Verdict {
    Verdict::of(answers.iter().map(|(region, answer)| (region.clone(), heard(answer))))
}

fn heard(answer: &Result<Reply, NoReply>) -> Heard {
    match answer {
        Ok(reply) if is_refusal(reply) => Heard::Refused,
        Ok(reply) if is_acceptance(reply) => Heard::Accepted(None),
        Ok(_) | Err(_) => Heard::Nothing(Silence::of(answer)),
    }
}

/// It says so in the words that are known. What it says otherwise may be about anything: a 401 alone is no
/// verdict.
fn is_refusal(reply: &Reply) -> bool {
    let said = || errors(reply).is_some_and(|all| all.iter().any(|text| text.contains(REFUSAL)));
    matches!(reply.status, 400 | 401 | 403) && said()
}

/// It answered, or refused for a reason that it only finds once the token holds.
fn is_acceptance(reply: &Reply) -> bool {
    let about_tokens = |text: &String| OF_TOKENS.iter().any(|word| text.contains(word));
    match reply.status {
        200..=299 => reply.json().is_some_and(|body| body.is_object()),
        403 | 404 => {
            errors(reply).is_some_and(|all| !all.is_empty() && !all.iter().any(about_tokens))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::ask::made;
    use super::*;
    use crate::facts::catalog::Catalog;
    use crate::facts::{Said, Settings};

    const REFUSED: &str = r#"{"errors":["Failed to verify vendor JWT"]}"#;

    /// What is said when the gateway of the UK answers this, and all others refuse.
    fn uk(answer: Result<Reply, NoReply>) -> Verdict {
        let refused = ["eu", "us", "ca", "au"].map(|id| (id.to_owned(), made(401, &[], REFUSED)));
        let mut answers = Vec::from(refused);
        answers.push(("uk".to_owned(), answer));
        read(&answers)
    }

    #[test]
    fn a_whole_token_is_asked_about_at_every_gateway() {
        let settings = Settings::default();
        let hosts = Hosts::new(Catalog::built_in(), &settings);
        let requests = requests(&hosts, &Secret::new("aaa.bbb.k9XvQ2mLr8"));
        let first = "GET https://api.frontegg.com/identity/resources/configurations/v1/basic, \
                     with the vendor token";
        assert_eq!((requests.len(), requests[0].1.line().as_str()), (5, first));
        let (name, value) = &requests[0].1.told().headers[0];
        assert_eq!((name.as_str(), value.text()), ("authorization", "Bearer aaa.bbb.k9XvQ2mLr8"));
    }

    #[test]
    fn a_token_that_is_not_whole_is_told_nobody() {
        let settings = Settings::default();
        let hosts = Hosts::new(Catalog::built_in(), &settings);
        for cut in ["aaa.bbb", "aaa.bbb.", "aaa", "", "a.b.c.d", "..", "a.b.c.d.e"] {
            assert!(requests(&hosts, &Secret::new(cut)).is_empty(), "{cut}");
        }
        assert_eq!(read(&[]).said(), None);
    }

    #[test]
    fn what_holds_is_accepted_even_where_it_may_not_read() {
        for answer in [
            made(200, &[], r#"{"forcePermissions":false}"#),
            made(403, &[], r#"{"errors":["Missing permissions: fe.secure.read.x"]}"#),
            made(404, &[], r#"{"errors":["Not found"],"errorCode":"ER-00004"}"#),
        ] {
            assert_eq!(uk(answer).said(), Some(Said::accepted(Some("uk"))));
        }
    }

    #[test]
    fn what_no_gateway_verifies_is_accepted_nowhere() {
        for status in [400, 401, 403] {
            assert_eq!(uk(made(status, &[], REFUSED)), Verdict::Unknown, "{status}");
        }
    }

    #[test]
    fn whatever_else_is_answered_is_no_verdict() {
        for answer in [
            made(200, &[], "<html>"),
            made(200, &[], "[]"),
            made(301, &[("location", "https://evil.example")], ""),
            made(400, &[], r#"{"errors":["odd"]}"#),
            made(403, &[], "<html>Forbidden</html>"),
            made(403, &[], r#"{"errors":[]}"#),
            made(403, &[], r#"{"errors":["Token is not allowed here"]}"#),
            made(401, &[], "<html>log in to the proxy</html>"),
            made(401, &[], ""),
            made(401, &[], "{}"),
            made(401, &[], r#"{"errors":["bad request id"]}"#),
            made(401, &[], r#"{"errors":["Vendor authentication was not provided"]}"#),
            made(429, &[], "{}"),
            made(503, &[], REFUSED),
            Err(NoReply::TimedOut),
        ] {
            assert!(matches!(uk(answer.clone()), Verdict::Unanswered { .. }), "{answer:?}");
        }
    }
}
