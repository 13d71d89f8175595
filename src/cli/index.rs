//! The page that leads to all others: the rules by topic, and the known errors.

use std::fmt::Write as _;

use crate::cli::page::{Book, plain};
use crate::rules::compile::TOPICS;

/// `docs/README.md`.
pub(crate) fn index(book: &Book<'_>) -> String {
    let mut text = String::from(
        "# Rules and known errors\n\nThe topics stand in the order in which causes are told: what \
         was never sent comes before what\nwas refused. `frontegg-lint explain <id>` prints the same \
         pages.\n",
    );
    let ours = TOPICS.iter().map(|(topic, _)| *topic);
    let own = book.rules.rules.iter().map(|rule| rule.topic.as_str());
    let mut topics: Vec<&str> = ours.collect();
    for topic in own {
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    for topic in topics {
        rules_of(topic, book, &mut text);
    }
    text.push_str("\n## Known errors\n\n| error | what the service says |\n|---|---|\n");
    for error in &book.rules.errors {
        let _ = writeln!(text, "| {} | {} |", book.error_at(&error.id, ""), cell(&error.title));
    }
    text
}

fn rules_of(topic: &str, book: &Book<'_>, text: &mut String) {
    let here: Vec<_> = book.rules.rules.iter().filter(|rule| rule.topic == topic).collect();
    if here.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {topic}\n\n| rule | severity | what it says |\n|---|---|---|\n");
    for rule in here {
        let (name, severity) = (book.rule_at(&rule.id, ""), rule.severity.rest.word());
        let _ = writeln!(text, "| {name} | {severity} | {} |", cell(&plain(&rule.message)));
    }
}

/// A text that does not end its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use crate::cli::page::Links;

    use super::*;

    #[test]
    fn every_page_is_one_link_away() {
        let book = Book::built_in(Links::Files);
        let text = index(&book);
        for (path, _) in book.all().iter().filter(|(path, _)| path != "README.md") {
            assert!(text.contains(&format!("({path})")), "{path}");
        }
    }

    #[test]
    fn topics_stand_in_the_order_of_causes() {
        let text = index(&Book::built_in(Links::Files));
        let at = |topic: &str| text.find(&format!("\n## {topic}\n")).unwrap();
        assert!(at("authorization") < at("context") && at("context") < at("headers"));
        assert!(at("headers") < at("vendor-auth"));
    }

    #[test]
    fn a_stroke_stays_in_its_cell() {
        assert_eq!(cell("a|b"), "a\\|b");
    }
}
