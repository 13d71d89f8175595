//! What somebody means who names a rule or an error, roughly, or pastes what a service said.

use crate::facts::answer::sayings;
use crate::facts::table::Id;
use crate::near::edits;
use crate::rules::RuleSet;
use crate::rules::compile::TOPICS;
use crate::rules::condition::{Condition, Literal, Test};
use crate::rules::set::{KnownError, Match};

/// What was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meant<'a> {
    Rule(&'a str),
    Topic(&'a str),
    Error(&'a str),
}

/// People paste whole answers; what is meant stands at their beginning.
const LONGEST: usize = 4_000;

/// The rule, topic or errors that are named, in full or by their text; empty where none is.
pub(crate) fn find<'a>(asked: &str, rules: &'a RuleSet) -> Vec<Meant<'a>> {
    let asked = beginning(asked.trim());
    let named = by_id(asked, rules);
    if !named.is_empty() {
        return named;
    }
    let errors = if let Some(status) = status_of(asked) {
        of_status(status, rules)
    } else {
        let coded = of_code(asked, rules);
        if coded.is_empty() { of_text(asked, rules) } else { coded }
    };
    errors.into_iter().map(|error| Meant::Error(&error.id)).collect()
}

/// Up to three ids that may have been meant, the best first.
pub(crate) fn near<'a>(asked: &str, rules: &'a RuleSet) -> Vec<&'a str> {
    let asked = beginning(asked.trim()).to_lowercase();
    let said = sayings(&asked).join(" ");
    let words = words(if said.is_empty() { &asked } else { &said });
    let ids = rules.rules.iter().map(|rule| (rule.id.as_str(), likeness(&asked, &rule.id, &words)));
    let errors = rules.errors.iter().map(|error| {
        let by_text = texts(error).map(|text| overlap(&words, &self::words(&text)));
        (error.id.as_str(), by_text.fold(likeness(&asked, &error.id, &words), usize::max))
    });
    let mut near: Vec<(&str, usize)> = ids.chain(errors).filter(|(_, like)| *like > 0).collect();
    near.sort_by_key(|(_, like)| std::cmp::Reverse(*like));
    // Beside a slip of the finger, what shares a word with it is not worth telling.
    let worth = near.first().map_or(0, |(_, like)| like * 3 / 4);
    let mut best: Vec<&str> = Vec::new();
    for (id, like) in near {
        if like >= worth && !best.contains(&id) {
            best.push(id);
        }
    }
    best.truncate(3);
    best
}

fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// A rule and an error may share an id: both are told.
fn by_id<'a>(asked: &str, rules: &'a RuleSet) -> Vec<Meant<'a>> {
    let id = asked.to_lowercase().replace([' ', '_'], "-");
    let rule = rules.find(&id).map(|at| Meant::Rule(&rules.rules[at].id));
    let error = rules.error(&id).map(|error| Meant::Error(&error.id));
    let found: Vec<Meant<'a>> = rule.into_iter().chain(error).collect();
    if !found.is_empty() {
        return found;
    }
    let topic = TOPICS.iter().find(|(topic, _)| *topic == id);
    topic.map(|(topic, _)| Meant::Topic(topic)).into_iter().collect()
}

/// `429`, `HTTP 429`, `status: 429`: a status and nothing else.
fn status_of(asked: &str) -> Option<u16> {
    let lower = asked.to_lowercase();
    let parts = lower.split(|c: char| c.is_whitespace() || c == ':' || c == '/');
    let mut words = parts.filter(|word| !["", "http", "status", "code", "error"].contains(word));
    let status: u16 = words.next()?.parse().ok()?;
    (words.next().is_none() && (100..600).contains(&status)).then_some(status)
}

fn of_status(status: u16, rules: &RuleSet) -> Vec<&KnownError> {
    let has = |error: &&KnownError| error.matches.iter().any(|m| m.status.contains(&status));
    rules.errors.iter().filter(has).collect()
}

/// The errors of the first code in the text.
fn of_code<'a>(asked: &str, rules: &'a RuleSet) -> Vec<&'a KnownError> {
    let said = sayings(asked).into_iter().chain([asked.to_owned()]);
    let coded = said.map(|text| {
        let first = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next();
        let code = first.unwrap_or_default().to_lowercase();
        rules.errors.iter().filter(|error| has_code(error, &code)).collect::<Vec<_>>()
    });
    coded.into_iter().find(|errors| !errors.is_empty()).unwrap_or_default()
}

fn has_code(error: &KnownError, code: &str) -> bool {
    let has = |matches: &Match| {
        let exact = matches.error_code.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(code));
        exact || matches.when.as_ref().is_some_and(|when| asks_for(when, code))
    };
    code.starts_with("er-") && error.matches.iter().any(has)
}

/// Whether a condition asks for a code like this one.
fn asks_for(condition: &Condition, code: &str) -> bool {
    let code = code.replacen("er-", "ER-", 1);
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().any(|part| asks_for(part, &code))
        }
        Condition::Is(Id::AnswerErrorCode, Test::Matches(pattern)) => pattern.is_match(&code),
        Condition::Is(Id::AnswerErrorCode, Test::OneOf(codes)) => {
            codes.iter().any(|known| *known == Literal::Word(code.clone()))
        }
        Condition::Is(_, _) | Condition::Not(_) => false,
    }
}

/// The errors whose text stands in what was asked; else those in whose text it stands.
fn of_text<'a>(asked: &str, rules: &'a RuleSet) -> Vec<&'a KnownError> {
    let asked = asked.to_lowercase();
    let longest = |error: &KnownError| {
        texts(error).filter(|text| asked.contains(text)).map(|text| text.len()).max()
    };
    let said = rules.errors.iter().filter_map(|error| Some((longest(error)?, error)));
    let said: Vec<(usize, &KnownError)> = said.collect();
    // Of errors that begin alike the longest text is the one that was meant.
    if let Some(best) = said.iter().map(|(length, _)| *length).max() {
        return said.into_iter().filter(|(length, _)| *length == best).map(|(_, e)| e).collect();
    }
    if asked.chars().count() < 8 {
        return Vec::new();
    }
    let says = |error: &&KnownError| texts(error).any(|text| text.contains(&asked));
    rules.errors.iter().filter(says).collect()
}

/// What an error is recognised and known by, in lower case.
fn texts(error: &KnownError) -> impl Iterator<Item = String> {
    let own = error.matches.iter().flat_map(|matches| matches.text.iter().cloned());
    own.chain([error.title.to_lowercase()])
}

/// How like an id is, of 100: by its letters, or by its words.
fn likeness(asked: &str, id: &str, words: &[String]) -> usize {
    let length = asked.chars().take(80).count();
    let away = edits(asked, id);
    let by_letters = if away <= (length / 3).clamp(1, 3) { 100 - away * 10 } else { 0 };
    by_letters.max(overlap(words, &self::words(id)))
}

/// Of 100: how many of the words are shared, if at least half of them are.
fn overlap(asked: &[String], known: &[String]) -> usize {
    if known.is_empty() || asked.is_empty() {
        return 0;
    }
    let is_shared = |word: &&String| asked.iter().any(|other| alike(word, other));
    let shared = known.iter().filter(is_shared).count();
    let both = 200 * shared / (asked.len() + known.len());
    // A text of some length that stands in a long paste.
    let inside = if known.len() >= 3 { 90 * shared / known.len() } else { 0 };
    let best = both.max(if inside >= 67 { inside } else { 0 });
    if best >= 50 && shared > 0 { best.min(99) } else { 0 }
}

fn alike(one: &str, other: &str) -> bool {
    let bound = (one.chars().count() / 4).min(2);
    one == other || bound > 0 && edits(one, other) <= bound
}

/// Words of some weight, in lower case, each once.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let parts = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    for word in parts.filter(|word| word.chars().count() >= 3).take(60) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(asked: &str) -> Vec<&'static str> {
        let found = find(asked, RuleSet::built_in());
        let id = |meant: Meant<'static>| match meant {
            Meant::Error(id) | Meant::Rule(id) | Meant::Topic(id) => id,
        };
        found.into_iter().map(id).collect()
    }

    #[test]
    fn an_error_is_found_by_its_text_in_a_whole_answer() {
        for asked in [
            "401 {\"errors\":[\"Failed to verify vendor JWT\"]}",
            "{\"message\":\"FAILED TO VERIFY VENDOR JWT\"}",
            "Failed to verify vendor",
            "failed_to_verify_vendor_jwt",
        ] {
            assert_eq!(errors(asked), ["failed-to-verify-vendor-jwt"], "{asked}");
        }
        assert!(errors("no such text").is_empty());
    }

    #[test]
    fn a_code_is_found_in_any_case_and_in_an_answer() {
        let answer = "{\"errors\":[\"Context is missing\"],\"errorCode\":\"ER-00008\"}";
        for asked in ["ER-00008", "er-00008", "Er-00008: what", answer] {
            assert_eq!(errors(asked), ["application-id-not-specified"], "{asked}");
        }
        assert!(errors("ER-99999").is_empty());
    }

    #[test]
    fn a_part_of_several_texts_finds_them_all() {
        let found = errors("failed to verify");
        for id in ["failed-to-verify-user-jwt", "failed-to-verify-vendor-jwt"] {
            assert!(found.contains(&id), "{found:?}");
        }
    }

    #[test]
    fn a_status_alone_finds_its_errors() {
        for asked in ["403", "HTTP 403", "status: 403", "HTTP/403"] {
            assert!(errors(asked).contains(&"tenant-id-forbidden"), "{asked}");
        }
        assert!(errors("1000").is_empty() && errors("403 404").is_empty());
    }

    #[test]
    fn a_near_miss_suggests_three_at_most_the_best_first() {
        let suggested = |asked| near(asked, RuleSet::built_in());
        assert_eq!(suggested("wrong-regoin"), ["wrong-region"]);
        assert_eq!(
            suggested("faild to verifiy vendor jtw").first(),
            Some(&"failed-to-verify-vendor-jwt")
        );
        let answer = "{\"errors\":[\"Tenant ID wasn't specified\"]}";
        assert_eq!(suggested(answer).first(), Some(&"tenant-id-not-specified"));
        assert!(suggested("k9XvQ2mLr8TbW4zz").is_empty());
        assert!(suggested("tenant id").len() <= 3);
    }

    #[test]
    fn nothing_that_people_paste_is_too_much() {
        for asked in ["é".repeat(100_000), "a ".repeat(100_000), "{".repeat(100_000)] {
            assert!(find(&asked, RuleSet::built_in()).is_empty());
            assert!(near(&asked, RuleSet::built_in()).len() <= 3);
        }
    }
}
