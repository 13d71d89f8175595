//! What the scripts of a collection do, as far as they say it in so many words.

use std::collections::BTreeSet;

/// No script written by people is longer.
const LONGEST: usize = 256 << 10;

/// What a script does.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::input) struct Script {
    /// Variables it sets, and whether it takes their values out of the answer.
    pub(in crate::input) sets: Vec<(String, bool)>,
    /// It sets variables whose names are not in the text.
    pub(in crate::input) sets_others: bool,
    /// It reaches into the request that is about to be sent.
    pub(in crate::input) touches_request: bool,
}

/// Where variables live.
const SCOPES: &[&str] = &[
    "environment",
    "collectionVariables",
    "globals",
    "variables",
    "baseEnvironment",
    "baseGlobals",
    "parentFolders",
    "localVars",
];
/// How the variables of a scope are changed.
const CHANGES: &[&str] = &[".set(", ".unset("];
/// The same in old scripts.
const OLD: &[&str] = &[
    "setEnvironmentVariable(",
    "setGlobalVariable(",
    "clearEnvironmentVariable(",
    "clearGlobalVariable(",
];

impl Script {
    pub(in crate::input) fn read(text: &str) -> Self {
        let mut script = Self::default();
        if text.len() > LONGEST {
            return Self { sets_others: true, touches_request: true, ..script };
        }
        let mut answers = BTreeSet::new();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            answers.extend(taken(line, &answers));
            script.touches_request |=
                ["pm.request", "insomnia.request"].iter().any(|request| line.contains(request));
            for arguments in changes(line) {
                match argument(arguments) {
                    Some((name, value)) => {
                        script.sets.push((name.to_owned(), is_answer(value, &answers)));
                    }
                    None => script.sets_others = true,
                }
            }
        }
        script
    }
}

/// What stands behind the brackets of calls that change variables.
fn changes(line: &str) -> impl Iterator<Item = &str> {
    let of_scope = |at: usize| {
        let before = line[..at].trim_end();
        SCOPES.iter().any(|scope| before.ends_with(scope))
    };
    let new = CHANGES.iter().flat_map(move |call| {
        let calls = line.match_indices(call).filter(move |(at, _)| of_scope(*at));
        calls.map(move |(at, _)| &line[at + call.len()..])
    });
    let old = OLD
        .iter()
        .flat_map(move |call| line.match_indices(call).map(|(at, _)| &line[at + call.len()..]));
    let cleared = line.match_indices(".clear(").filter(move |(at, _)| of_scope(*at)).map(|_| "");
    new.chain(old).chain(cleared)
}

/// A name in quotes and what stands behind it.
fn argument(arguments: &str) -> Option<(&str, &str)> {
    let arguments = arguments.trim_start();
    let quote = arguments.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (name, rest) = arguments[1..].split_once(quote)?;
    let rest = rest.trim_start();
    let whole = rest.starts_with([',', ')']) || rest.is_empty();
    (whole && !name.contains("${")).then_some((name, rest.trim_start_matches([',', ' ', '\t'])))
}

/// Words for the answer itself.
const ANSWERS: &[&str] = &["pm.response", "responseBody", "insomnia.response"];

fn is_answer(value: &str, answers: &BTreeSet<String>) -> bool {
    let word: String = value.chars().take_while(|c| is_letter(*c)).collect();
    let said = value.starts_with("JSON.parse(responseBody")
        || ANSWERS.iter().any(|answer| value.starts_with(answer));
    said || answers.contains(&word)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The names that a line gives to the answer or to parts of it.
fn taken(line: &str, answers: &BTreeSet<String>) -> Vec<String> {
    let declared = ["const ", "let ", "var "].iter().find_map(|word| line.strip_prefix(word));
    let Some((names, value)) = declared.unwrap_or(line).split_once('=') else { return Vec::new() };
    let names = names.trim();
    let list = names.strip_prefix('{').and_then(|names| names.strip_suffix('}'));
    if !is_answer(value.trim_start(), answers) || list.is_none() && !names.chars().all(is_letter) {
        return Vec::new();
    }
    let own = |name: &str| name.rsplit(':').next().unwrap_or_default().trim().to_owned();
    list.unwrap_or(names).split(',').map(own).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(text: &str) -> Vec<(String, bool)> {
        Script::read(text).sets
    }

    #[test]
    fn a_variable_out_of_the_answer_is_an_echo() {
        for text in [
            "pm.environment.set(\"t\", pm.response.json().token);",
            "pm.collectionVariables.set('t', JSON.parse(responseBody).token)",
            "const body = pm.response.json();\nif (body.token) { pm.globals.set('t', body.token) }",
            "var data = JSON.parse(responseBody);\npostman.setEnvironmentVariable(\"t\", data.token);",
            "const { accessToken, token: t2 } = pm.response.json()\npm.environment.set(`t`, t2)",
            "let a = pm.response.json()\nlet b = a.data\npm.environment.set('t', b.token)",
            "const r = insomnia.response.json();\ninsomnia.environment.set('t', r.token);",
        ] {
            assert_eq!(sets(text), [("t".to_owned(), true)], "{text}");
        }
    }

    #[test]
    fn other_values_are_set_and_are_no_echo() {
        for text in [
            "pm.environment.set('t', 'x')",
            "pm.environment.unset('t')",
            "pm.environment.set(\"t\", uuid.v4())",
            "pm.sendRequest(a, (e, r) => { pm.variables.set('t', r.json().token) })",
        ] {
            assert_eq!(sets(text), [("t".to_owned(), false)], "{text}");
        }
    }

    #[test]
    fn names_that_are_not_in_the_text_may_be_any() {
        for text in
            ["pm.environment.set(name, 1)", "pm.environment.clear()", "pm.globals.set(`a${b}`, 1)"]
        {
            assert!(Script::read(text).sets_others, "{text}");
        }
    }

    #[test]
    fn comments_and_other_sets_do_nothing() {
        for text in ["// pm.environment.set('t', 1)", "new Map().set('t', 1)", "tests['a'] = true"]
        {
            assert_eq!(Script::read(text), Script::default(), "{text}");
        }
        assert!(Script::read("pm.request.headers.add({key: 'a'})").touches_request);
    }
}
