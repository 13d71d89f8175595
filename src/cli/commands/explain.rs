//! `explain`: the page of a rule or an error.

use std::fmt::Write as _;

use crate::cli::args::Explain;
use crate::cli::exit::{Ending, count};
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::page::Book;
use crate::near::nearest;
use crate::rules::RuleSet;
use crate::rules::compile::TOPICS;

pub(crate) fn run(explain: &Explain) -> Result<Ending, Failure> {
    let book = Book::built_in();
    let asked = explain.what.join(" ");
    let text = match asked.trim() {
        "" => topics(book.rules),
        asked => pages(asked, &book)?,
    };
    message::print(text.as_bytes())?;
    Ok(Ending::SILENT)
}

fn pages(asked: &str, book: &Book<'_>) -> Result<String, Failure> {
    let id = asked.to_ascii_lowercase();
    if let Some(page) = book.rule(&id).or_else(|| book.error(&id)) {
        return Ok(page);
    }
    if TOPICS.iter().any(|(topic, _)| *topic == id) {
        return Ok(topic(&id, book.rules));
    }
    let said = errors_saying(asked, book.rules);
    if said.is_empty() {
        return Err(unknown(&id, book.rules));
    }
    Ok(said.iter().filter_map(|id| book.error(id)).collect::<Vec<_>>().join("\n"))
}

/// The known errors whose text stands in what was asked, or the other way round.
fn errors_saying<'a>(asked: &str, rules: &'a RuleSet) -> Vec<&'a str> {
    let asked = asked.to_lowercase();
    let is_meant = |text: &str| asked.contains(text) || (asked.len() >= 8 && text.contains(&asked));
    let mut said: Vec<(usize, &str)> = Vec::new();
    for error in &rules.errors {
        let texts = [error.matches.text.as_deref(), error.matches.error_code.as_deref()];
        let title = error.title.to_lowercase();
        let texts = texts.into_iter().flatten().map(str::to_lowercase).chain([title]);
        let longest = texts.filter(|text| is_meant(text)).map(|text| text.len()).max();
        said.extend(longest.map(|longest| (longest, error.id.as_str())));
    }
    // Of errors that begin alike the longest text is the one that was meant.
    let best = said.iter().map(|(length, _)| *length).max();
    said.into_iter().filter(|(length, _)| Some(*length) == best).map(|(_, id)| id).collect()
}

/// What was asked is not repeated: people paste whole answers.
fn unknown(asked: &str, rules: &RuleSet) -> Failure {
    let ids = rules.rules.iter().map(|rule| rule.id.as_str());
    let ids = ids.chain(rules.errors.iter().map(|error| error.id.as_str()));
    let help = match nearest(asked, ids) {
        Some(near) => format!("did you mean `{near}`?"),
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
            let _ = writeln!(text, "  {:<40} {}", rule.id, rule.message);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_found_by_its_text_in_a_whole_answer() {
        let answer = "401 {\"errors\":[\"Failed to verify vendor JWT\"]}";
        assert_eq!(errors_saying(answer, RuleSet::built_in()), ["failed-to-verify-vendor-jwt"]);
        assert!(errors_saying("no such text", RuleSet::built_in()).is_empty());
    }

    #[test]
    fn an_unknown_id_suggests_and_is_not_repeated() {
        let book = Book::built_in();
        let failure = pages("wrong-regoin", &book).unwrap_err();
        assert_eq!(failure.help(), Some("did you mean `wrong-region`?"));
        let failure = pages("k9XvQ2mLr8TbW4zz", &book).unwrap_err();
        assert!(!failure.to_string().contains("k9Xv"));
    }

    #[test]
    fn without_an_argument_every_rule_is_listed_under_its_topic() {
        let rules = RuleSet::built_in();
        let text = topics(rules);
        assert!(rules.rules.iter().all(|rule| text.contains(&format!("  {}", rule.id))));
    }
}
