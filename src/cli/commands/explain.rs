//! `explain`: the page of a rule or an error.

use std::fmt::Write as _;

use crate::cli::args::Explain;
use crate::cli::exit::{Ending, count};
use crate::cli::failure::Failure;
use crate::cli::lookup::{Meant, find, near};
use crate::cli::message;
use crate::cli::page::{Book, Links, plain};
use crate::rules::RuleSet;
use crate::rules::compile::TOPICS;

pub(crate) fn run(explain: &Explain) -> Result<Ending, Failure> {
    let book = Book::built_in(Links::None);
    let asked = explain.what.join(" ");
    let text = match asked.trim() {
        "" => topics(book.rules),
        asked => pages(asked, &book)?,
    };
    message::print(text.as_bytes())?;
    Ok(Ending::SILENT)
}

/// The page that is meant; of several errors, their names.
fn pages(asked: &str, book: &Book<'_>) -> Result<String, Failure> {
    let found = find(asked, book.rules);
    let errors = found.iter().filter(|meant| matches!(meant, Meant::Error(_))).count();
    if errors > 1 {
        return Ok(several(&found, book.rules));
    }
    let page = |meant: &Meant<'_>| match meant {
        Meant::Rule(id) => book.rule(id),
        Meant::Topic(id) => Some(topic(id, book.rules)),
        Meant::Error(id) => book.error(id),
    };
    let pages: Vec<String> = found.iter().filter_map(page).collect();
    if pages.is_empty() { Err(unknown(asked, book.rules)) } else { Ok(pages.join("\n")) }
}

fn several(found: &[Meant<'_>], rules: &RuleSet) -> String {
    let mut text = format!("{}; explain one of them\n", count(found.len(), "known error"));
    for error in &rules.errors {
        if found.contains(&Meant::Error(&error.id)) {
            let _ = writeln!(text, "  {:<40} {}", error.id, error.title);
        }
    }
    text
}

/// What was asked is not repeated: people paste whole answers.
fn unknown(asked: &str, rules: &RuleSet) -> Failure {
    let quoted: Vec<String> = near(asked, rules).iter().map(|id| format!("`{id}`")).collect();
    let help = match quoted.split_last() {
        Some((only, [])) => format!("did you mean {only}?"),
        Some((last, rest)) => format!("did you mean {} or {last}?", rest.join(", ")),
        None => "`frontegg-lint explain` lists the rules and errors".to_owned(),
    };
    let what = "there is no such rule, error or known error text".to_owned();
    Failure::Usage { what, help: Some(help) }
}

fn topics(rules: &RuleSet) -> String {
    let mut text = String::new();
    for (name, _) in TOPICS {
        text.push_str(&topic(name, rules));
    }
    let _ = writeln!(text, "known errors ({})", rules.errors.len());
    for error in &rules.errors {
        let _ = writeln!(text, "  {:<40} {}", error.id, error.title);
    }
    text
}

fn topic(name: &str, rules: &RuleSet) -> String {
    let here: Vec<_> = rules.rules.iter().filter(|rule| rule.topic == name).collect();
    let mut text = String::new();
    if !here.is_empty() {
        let _ = writeln!(text, "{name} ({})", count(here.len(), "rule"));
        for rule in here {
            let _ = writeln!(text, "  {:<40} {}", rule.id, plain(&rule.message));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_id_suggests_and_is_not_repeated() {
        let book = Book::built_in(Links::None);
        let failure = pages("wrong-regoin", &book).unwrap_err();
        let help = failure.help().unwrap();
        assert!(help.starts_with("did you mean `wrong-region`"), "{help}");
        let failure = pages("k9XvQ2mLr8TbW4zz", &book).unwrap_err();
        assert!(!failure.to_string().contains("k9Xv"));
    }

    #[test]
    fn a_rule_and_an_error_of_one_id_are_both_told() {
        let rules = RuleSet::built_in();
        let book = Book::built_in(Links::None);
        for error in rules.errors.iter().filter(|error| rules.find(&error.id).is_some()) {
            let text = pages(&error.id, &book).unwrap();
            assert!(text.contains("· a known error") && text.matches("\n## Why\n").count() == 2);
        }
    }

    #[test]
    fn without_an_argument_every_rule_is_listed_under_its_topic() {
        let rules = RuleSet::built_in();
        let text = topics(rules);
        assert!(rules.rules.iter().all(|rule| text.contains(&format!("  {}", rule.id))));
    }
}
