//! What a call leaves open: a few variables take their values from outside, all else is said to be missing.

use std::collections::BTreeMap;

use crate::facts::placeholder::{is_placeholder, is_redacted};
use crate::mask;
use crate::online::request::Secret;
use crate::source::Text;
use crate::truth::Why;

/// The only variables that are filled in: those that corrected commands hold. A recording that
/// names another one is not told its value.
pub const VARIABLES: [&str; 6] = [
    "VENDOR_TOKEN",
    "USER_TOKEN",
    "API_TOKEN",
    "ACCESS_TOKEN",
    "FRONTEGG_CLIENT_ID",
    "FRONTEGG_API_KEY",
];

/// The values of those variables, as far as there are any.
#[derive(Clone, Debug, Default)]
pub struct Values(BTreeMap<&'static str, Secret>);

/// A value that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// The part of the call, in words.
    pub at: String,
    /// What it goes by, masked.
    pub name: String,
    /// What gives it.
    pub how: String,
}

/// A text with its variables filled in.
pub(super) struct Filled {
    pub(super) text: String,
    /// The variables that were.
    pub(super) of: Vec<&'static str>,
}

impl Values {
    /// `value` knows the values of variables, as the environment of a process does.
    pub fn of(value: impl Fn(&str) -> Option<String>) -> Self {
        let known = VARIABLES.into_iter().filter_map(|name| {
            let value = value(name)?.trim().to_owned();
            (!value.is_empty()).then(|| (name, Secret::new(value)))
        });
        Self(known.collect())
    }

    /// The text with its variables filled in; the first of those that have no value.
    pub(super) fn fill(&self, text: &Text, at: &str) -> Result<Filled, Blank> {
        let written = text.as_written();
        let mut filled = Filled { text: String::new(), of: Vec::new() };
        let mut from = 0;
        for hole in text.holes() {
            let known = self.0.iter().find(|(name, _)| **name == hole.name);
            let (Some((name, value)), Why::Variable) = (known, hole.why) else {
                return Err(of_hole(&hole.name, hole.why, at));
            };
            filled.text.push_str(written.get(from..hole.range.start).unwrap_or_default());
            filled.text.push_str(value.text());
            filled.of.push(name);
            from = hole.range.end;
        }
        filled.text.push_str(written.get(from..).unwrap_or_default());
        Ok(filled)
    }
}

impl Blank {
    /// The same where no variable is filled in.
    pub(super) fn beside_credentials(self) -> Self {
        self.for_variables(
            "variables are filled into headers with credentials and into bodies, never into an \
             address or another header; write the value into the recording",
        )
    }

    /// The same at a host that only the configuration lists.
    pub(super) fn at_a_configured_host(self) -> Self {
        self.for_variables(
            "variables are filled in at Frontegg's own hosts only; write the value into the \
             recording",
        )
    }

    /// Setting a variable that we know does not help here; this does.
    fn for_variables(self, how: &str) -> Self {
        let known = VARIABLES.iter().any(|name| self.name == format!("`{name}`"));
        if known { Self { how: how.to_owned(), ..self } } else { self }
    }
}

/// What is missing in a text into which nothing is filled.
pub(super) fn blank_in(text: &Text, at: &str) -> Option<Blank> {
    if let Some(hole) = text.holes().first() {
        return Some(of_hole(&hole.name, hole.why, at).beside_credentials());
    }
    let pieces = text.as_written().split(['/', '&', '=', '.', '?']);
    pieces.into_iter().find_map(|piece| bracketed(piece).map(|name| of_name(name, at)))
}

/// What is missing in the value of a header.
pub(super) fn blank_in_value(text: &Text, at: &str) -> Option<Blank> {
    if !text.holes().is_empty() {
        return None;
    }
    let value = text.as_written();
    let bare = value.split_once(' ').map_or(value, |(_, credential)| credential);
    if let Some(name) = is_placeholder(value).or_else(|| is_placeholder(bare)) {
        return Some(of_name(name, at));
    }
    is_redacted(value).then(|| of_hole("", Why::Redacted, at))
}

/// What is missing in a body that has no variables: a name to fill in, as corrections write it.
pub(super) fn blank_in_body(body: &str) -> Option<Blank> {
    let strings = body.split('"').skip(1).step_by(2);
    strings
        .filter(|text| text.starts_with(['<', '‹']))
        .find_map(|text| bracketed(text).map(|name| of_name(name, "the body")))
}

/// The name in `<name>`, `{name}`, `‹name›`, `:name`, wherever it stands in a piece of an address.
fn bracketed(piece: &str) -> Option<&str> {
    let opens = piece.find(['<', '{', '‹', '['])?;
    let rest = piece.get(opens..)?.trim_start_matches(['<', '{', '‹', '[']);
    let name = rest.split(['>', '}', '›', ']']).next().unwrap_or_default().trim();
    Some(name)
}

fn of_hole(name: &str, why: Why, at: &str) -> Blank {
    match why {
        Why::Variable | Why::Placeholder => of_name(name, at),
        Why::NotRecorded
        | Why::Redacted
        | Why::Undecodable
        | Why::Truncated
        | Why::NotConfigured
        | Why::NotAsked
        | Why::Contradicted
        | Why::NotApplicable
        | Why::NotYet => Blank {
            at: at.to_owned(),
            name: "what was taken out".to_owned(),
            how: "take a recording that still has it".to_owned(),
        },
    }
}

fn of_name(name: &str, at: &str) -> Blank {
    let shown = match mask::identifier(name) {
        Some(shown) => format!("`{shown}`"),
        None if name.is_empty() => "a part without a name".to_owned(),
        None => mask::length(name),
    };
    let variable = VARIABLES.contains(&name);
    let how = match name {
        _ if variable => format!("set the variable {name} in the environment"),
        "tenant-id" => "set `tenant-id` in .frontegg-lint.yaml".to_owned(),
        "application-id" => "set `application-id` in .frontegg-lint.yaml".to_owned(),
        "gateway" => "give `--region`, or set `region` in .frontegg-lint.yaml".to_owned(),
        "host" | "environment-host" => {
            "list the host under `environments` in .frontegg-lint.yaml".to_owned()
        }
        _ => "write the value into the recording".to_owned(),
    };
    Blank { at: at.to_owned(), name: shown, how }
}

#[cfg(test)]
mod tests {
    use crate::source::Span;

    use super::*;

    fn variable(name: &str) -> Text {
        let mut text = Text::verbatim("Bearer ", 0);
        text.push_hole(&format!("${name}"), Span::new(7, 8 + name.len()), (Why::Variable, name));
        text
    }

    #[test]
    fn only_the_listed_variables_are_filled() {
        let values = Values::of(|name| Some(format!("value-of-{name}\n")));
        let filled = values.fill(&variable("VENDOR_TOKEN"), "`authorization`").ok().unwrap();
        assert_eq!(filled.text, "Bearer value-of-VENDOR_TOKEN");
        assert_eq!(filled.of, ["VENDOR_TOKEN"]);
        for other in ["HOME", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "vendor_token", ""] {
            let blank = values.fill(&variable(other), "`authorization`").err().unwrap();
            assert!(!blank.how.contains("environment"), "{other}");
        }
    }

    #[test]
    fn what_gives_a_missing_value_is_said() {
        let none = Values::of(|_| None);
        let blank = none.fill(&variable("USER_TOKEN"), "`authorization`").err().unwrap();
        assert_eq!(blank.how, "set the variable USER_TOKEN in the environment");
        let blank = blank_in_value(&Text::verbatim("<tenant-id>", 0), "x").unwrap();
        assert_eq!(
            (blank.name.as_str(), blank.how.contains("`tenant-id` in")),
            ("`tenant-id`", true)
        );
        let path = Text::verbatim("/identity/resources/users/v1/<user-id>", 0);
        assert_eq!(blank_in(&path, "the path").unwrap().name, "`user-id`");
        assert_eq!(blank_in(&Text::verbatim("/users/v1/tenant?token=a", 0), "the path"), None);
    }

    #[test]
    fn a_name_that_may_be_a_secret_is_not_repeated() {
        let blank = blank_in(&Text::verbatim("/a/{k9XvQ2mLr8TbW4zz01}", 0), "the path").unwrap();
        assert_eq!(blank.name, "‹18 characters›");
    }
}
