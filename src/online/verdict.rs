//! What the gateways of all regions say of a credential, taken together.

use crate::exchange::Time;
use crate::facts::Said;

use super::ask::{NoReply, Reply};
use super::request::Secret;

/// The answer of one region's gateway: the region's id, and what came back.
pub type Answer = (String, Result<Reply, NoReply>);

/// What all gateways together say of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// One region's gateway accepts it.
    Known {
        region: String,
        /// What a pair was given for itself; a token is given nothing.
        minted: Option<Minted>,
        /// Gateways that said nothing: it is known without them.
        silent: Vec<Silent>,
    },
    /// Several regions' gateways accept it, which none should.
    Several { regions: Vec<String>, silent: Vec<Silent> },
    /// Every region's gateway answered, and none accepts it.
    Unknown,
    /// No gateway accepts it, and not all of them said something.
    Unanswered { refused: Vec<String>, silent: Vec<Silent> },
}

/// A vendor token that a pair was exchanged for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minted {
    pub token: Secret,
    /// In seconds, where the gateway says it.
    pub expires_in: Option<u64>,
}

/// A gateway that said nothing of the credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    pub region: String,
    pub why: Silence,
}

/// Why an answer is no verdict. The words hold nothing that was answered but numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    #[error(transparent)]
    NoReply(NoReply),
    #[error("it answers no more {0} (429)")]
    Limited(Pause),
    #[error("it is in trouble ({0})")]
    Trouble(u16),
    #[error("it answered {0} with no words of Frontegg's, as a firewall or a proxy does")]
    Foreign(u16),
    #[error("it answered {0}, which does not answer the question")]
    Odd(u16),
}

/// How long a gateway that was asked too often answers no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    Until(Time),
    Seconds(u64),
    Unsaid,
}

/// What one gateway says of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Accepted(Option<Minted>),
    Refused,
    Nothing(Silence),
}

impl Verdict {
    /// What all of them say, by what each says.
    pub(super) fn of(heard: impl IntoIterator<Item = (String, Heard)>) -> Self {
        let (mut accepted, mut refused, mut silent) = (Vec::new(), Vec::new(), Vec::new());
        for (region, heard) in heard {
            match heard {
                Heard::Accepted(minted) => accepted.push((region, minted)),
                Heard::Refused => refused.push(region),
                Heard::Nothing(why) => silent.push(Silent { region, why }),
            }
        }
        if accepted.len() > 1 {
            let regions = accepted.into_iter().map(|(region, _)| region).collect();
            return Self::Several { regions, silent };
        }
        match accepted.pop() {
            Some((region, minted)) => Self::Known { region, minted, silent },
            None if silent.is_empty() && !refused.is_empty() => Self::Unknown,
            None => Self::Unanswered { refused, silent },
        }
    }

    /// What it comes to for the rules: nothing, as long as it is not certain.
    pub fn said(&self) -> Option<Said> {
        match self {
            Self::Known { region, .. } => Some(Said::accepted(Some(region))),
            Self::Unknown => Some(Said::accepted(None)),
            Self::Several { .. } | Self::Unanswered { .. } => None,
        }
    }
}

impl Silence {
    /// Why an answer says nothing of a credential.
    pub fn of(answer: &Result<Reply, NoReply>) -> Self {
        match answer {
            Err(why) => Self::NoReply(*why),
            Ok(reply) => match reply.status {
                429 => Self::Limited(Pause::of(reply)),
                500.. => Self::Trouble(reply.status),
                status if reply.json().is_none_or(|body| !body.is_object()) => {
                    Self::Foreign(status)
                }
                status => Self::Odd(status),
            },
        }
    }
}

impl Pause {
    pub(super) fn of(reply: &Reply) -> Self {
        if let Some(time) = reply.header("x-rate-limit-reset").and_then(Time::parse) {
            return Self::Until(time);
        }
        let seconds = reply.header("retry-after").and_then(|text| text.trim().parse().ok());
        // A time stands for itself, whenever it came.
        let until = || reply.limited_until(Time(0)).map_or(Self::Unsaid, Self::Until);
        seconds.map_or_else(until, Self::Seconds)
    }
}

impl std::fmt::Display for Pause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Until(time) => write!(f, "until {time}"),
            Self::Seconds(seconds) => write!(f, "for {seconds} s"),
            Self::Unsaid => f.write_str("for a while"),
        }
    }
}

/// The texts of a Frontegg error: `errors`, or `message`. None if the body is not one.
pub(super) fn errors(reply: &Reply) -> Option<Vec<String>> {
    let body = reply.json()?;
    let texts = match (body.get("errors"), body.get("message")) {
        (Some(list), _) => list.as_array()?.iter().filter_map(serde_json::Value::as_str).collect(),
        (None, message) => vec![message?.as_str()?],
    };
    Some(texts.into_iter().map(str::to_lowercase).collect())
}

/// A 401 of the gateway's own. One with a page in it comes from something in between.
pub(super) fn is_refusal(reply: &Reply) -> bool {
    let own = reply.body.is_empty() || reply.json().is_some_and(|body| body.is_object());
    reply.status == 401 && own
}

#[cfg(test)]
mod tests {
    use super::super::ask::made;
    use super::*;

    fn of(heard: &[(&str, Heard)]) -> Verdict {
        Verdict::of(heard.iter().map(|(region, heard)| ((*region).to_owned(), heard.clone())))
    }

    #[test]
    fn only_what_all_of_them_refused_is_unknown() {
        let silence = Silence::Trouble(503);
        let (yes, no) = (Heard::Accepted(None), Heard::Refused);
        assert_eq!(of(&[("eu", no.clone()), ("us", no.clone())]), Verdict::Unknown);
        let partly = of(&[("eu", no), ("us", Heard::Nothing(silence))]);
        let silent = vec![Silent { region: "us".to_owned(), why: silence }];
        assert_eq!(partly, Verdict::Unanswered { refused: vec!["eu".to_owned()], silent });
        assert_eq!(partly.said(), None);
        assert_eq!(of(&[]).said(), None, "nobody was asked");
        assert_eq!(Verdict::Unknown.said(), Some(Said::accepted(None)));
        let both = of(&[("eu", yes.clone()), ("us", yes)]);
        let regions = vec!["eu".to_owned(), "us".to_owned()];
        assert_eq!(both, Verdict::Several { regions, silent: Vec::new() });
        assert_eq!(both.said(), None);
    }

    #[test]
    fn one_that_accepts_settles_it_though_another_is_silent() {
        let silence = Heard::Nothing(Silence::NoReply(NoReply::TimedOut));
        let known = of(&[("eu", silence), ("us", Heard::Accepted(None))]);
        assert_eq!(known.said(), Some(Said::accepted(Some("us"))));
        assert!(matches!(known, Verdict::Known { silent, .. } if silent.len() == 1));
    }

    #[test]
    fn silence_is_told_in_words() {
        let answers = [
            (made(429, &[("x-rate-limit-reset", "2026-05-11T12:00:00Z")], "{}"), "until 2026-05"),
            (made(429, &[("retry-after", "30")], ""), "for 30 s"),
            (made(429, &[("retry-after", "Mon, 11 May 2026 12:02:00 GMT")], ""), "until 2026-05"),
            (made(429, &[("x-rate-limit-reset", "\u{1b}[2J")], ""), "for a while (429)"),
            (made(502, &[], "<html>"), "it is in trouble (502)"),
            (made(403, &[], "<html>"), "as a firewall or a proxy does"),
            (made(400, &[], r#"{"errors":[]}"#), "answered 400, which does not answer"),
            (Err(NoReply::TimedOut), "it did not answer in time"),
        ];
        for (answer, words) in answers {
            let said = Silence::of(&answer).to_string();
            assert!(said.contains(words), "{said}");
        }
    }

    #[test]
    fn errors_are_told_in_either_way() {
        let texts = |body: &str| errors(&made(403, &[], body).unwrap());
        assert_eq!(texts(r#"{"errors":["A b"]}"#), Some(vec!["a b".to_owned()]));
        assert_eq!(texts(r#"{"message":"C"}"#), Some(vec!["c".to_owned()]));
        for none in ["", "<html>", "[]", "{}", r#"{"errors":"x"}"#] {
            assert_eq!(texts(none), None, "{none}");
        }
    }
}
