//! Which variables of a file stand for what an earlier request of it answered.

use std::collections::BTreeMap;

use super::lines::{Kind, Line};
use crate::exchange::{Echo, Request};
use crate::source::{Hole, Text};

/// The names under which answers are known: of requests, and of variables that a script sets.
#[derive(Default)]
pub(super) struct Answers {
    /// None where two requests take the name.
    numbers: BTreeMap<String, Option<usize>>,
}

impl Answers {
    /// Takes note of the names that a block gives to its answer.
    pub(super) fn note(&mut self, block: &[Line], text: &str, number: usize) {
        for line in block {
            let written = &text[line.span.start..line.span.end];
            let name = match line.kind {
                Kind::Comment => request_name(written).map(|name| format!("{name}.response.")),
                Kind::Client => script_variable(written).map(str::to_owned),
                Kind::Blank
                | Kind::Variable
                | Kind::Request
                | Kind::Continuation
                | Kind::Header
                | Kind::Body
                | Kind::BodyFile
                | Kind::Status
                | Kind::AnswerHeader
                | Kind::AnswerBody
                | Kind::Stray => None,
            };
            if let Some(name) = name {
                let known = self.numbers.entry(name).or_insert(Some(number));
                *known = known.filter(|of| *of == number);
            }
        }
    }

    /// The variables in the headers of a request that hold earlier answers.
    pub(super) fn of(&self, request: &Request) -> Vec<Echo> {
        let echoes = |value: &Text| -> Vec<Echo> {
            let echo = |hole: &Hole| {
                let of = self.number(&hole.name)?;
                Some(Echo { span: value.span_of(hole.range.clone()), of })
            };
            value.holes().iter().filter_map(echo).collect()
        };
        request.headers.iter().flat_map(|header| echoes(&header.value)).collect()
    }

    fn number(&self, name: &str) -> Option<usize> {
        let of_request = name.find(".response.").map(|at| &name[..at + ".response.".len()]);
        *self.numbers.get(of_request.unwrap_or(name))?
    }
}

/// `# @name login`, `// @name login`.
fn request_name(line: &str) -> Option<&str> {
    let said = line.trim_start().trim_start_matches(['#', '/']).trim_start();
    said.strip_prefix("@name")?.trim_start_matches([' ', '\t', '=']).split_whitespace().next()
}

/// `client.global.set("token", response.body.token)`, in a line of a script.
fn script_variable(line: &str) -> Option<&str> {
    let (_, set) = line.split_once("client.global.set(")?;
    let set = set.trim_start();
    let quote = set.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, value) = set[1..].split_once(quote)?;
    let value = value.trim_start_matches([',', ' ', '\t']);
    let of_answer = ["response.body", "jsonPath(response.body", "response.parsedBody"];
    of_answer.iter().any(|start| value.starts_with(start)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_answers_are_read() {
        assert_eq!(request_name("# @name login"), Some("login"));
        assert_eq!(request_name("// @name = login"), Some("login"));
        assert_eq!(request_name("# the name"), None);
        let line = "> {% client.global.set(\"access\", response.body.token); %}";
        assert_eq!(script_variable(line), Some("access"));
        assert_eq!(script_variable("client.global.set('a', 'b')"), None);
    }
}
