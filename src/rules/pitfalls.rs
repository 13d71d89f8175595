//! The pitfalls: what goes wrong with calls, by number, and what catches it.

use crate::rules::error::{RuleError, from_yaml, suggestion};
use crate::rules::laws::Names;
use crate::rules::schema::PitfallFile;
use crate::rules::set::Pitfall;

/// The file of a rules folder that lists them. A folder need not have one.
pub const FILE: &str = "pitfalls.yaml";

/// `P12`, or `P25b` for one that was found between two others.
pub fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('P').unwrap_or_default();
    let digits = digits.strip_suffix(|last: char| last.is_ascii_lowercase()).unwrap_or(digits);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The list as written, or what is wrong with it.
pub fn read(text: &str, names: &Names, errors: &mut Vec<RuleError>) -> Vec<Pitfall> {
    let items: Vec<PitfallFile> = match serde_yaml::from_str(text) {
        Ok(items) => items,
        Err(error) => {
            errors.push(from_yaml(FILE, &error));
            return Vec::new();
        }
    };
    let mut bench = Bench { text, errors };
    for (at, item) in items.iter().enumerate() {
        bench.numbered(item, &items[..at]);
        bench.told(item);
        bench.named(item, ("rule", &item.rules, &names.rules));
        bench.named(item, ("known error", &item.errors, &names.errors));
    }
    items.into_iter().map(pitfall).collect()
}

fn pitfall(file: PitfallFile) -> Pitfall {
    let PitfallFile { number, line, rules, errors, none } = file;
    Pitfall { number, line, rules, errors, none }
}

/// The list under judgement.
struct Bench<'a> {
    text: &'a str,
    errors: &'a mut Vec<RuleError>,
}

impl Bench<'_> {
    fn numbered(&mut self, item: &PitfallFile, before: &[PitfallFile]) {
        if !is_number(&item.number) {
            let message = format!("`{}` is no number of a pitfall", item.number);
            self.refuse((item, &item.number), message, "pitfalls are numbered: `P3`");
        } else if before.iter().any(|other| other.number == item.number) {
            let message = format!("`{}` is there twice", item.number);
            self.refuse((item, &item.number), message, "give it a number of its own");
        }
    }

    /// One line, and either what catches it or why nothing does.
    fn told(&mut self, item: &PitfallFile) {
        let line = item.line.trim();
        if line.is_empty() || line.contains('\n') {
            self.refuse((item, "line"), "`line` is one line of text", "say what goes wrong");
        }
        let caught = !item.rules.is_empty() || !item.errors.is_empty();
        match &item.none {
            None if !caught => {
                let help = "name what catches it in `rules` or `errors`, or say in `none` why nothing does";
                self.refuse((item, &item.number), "nothing catches it, and nobody says why", help);
            }
            Some(_) if caught => {
                let help = "drop `none`, or what it contradicts";
                self.refuse((item, "none"), "something catches it and `none` says why not", help);
            }
            Some(why) if why.trim().is_empty() => {
                self.refuse((item, "none"), "`none` says nothing", "say why nothing catches it");
            }
            Some(_) | None => {}
        }
    }

    fn named(&mut self, item: &PitfallFile, (what, ids, known): (&str, &[String], &[String])) {
        for id in ids.iter().filter(|id| !known.contains(id)) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let help = suggestion(id, &known);
            self.refuse((item, id), format!("there is no {what} `{id}`"), &help);
        }
    }

    /// An error at the first `word` of the item; where an item is there twice, of the last one.
    fn refuse(
        &mut self,
        (item, word): (&PitfallFile, &str),
        message: impl Into<String>,
        help: &str,
    ) {
        let (line, column) = place(self.text, &item.number, word);
        self.errors.push(RuleError {
            file: FILE.to_owned(),
            line,
            column,
            message: message.into(),
            help: Some(help.to_owned()),
        });
    }
}

/// Line and column of `word` in the last item of this number.
fn place(text: &str, number: &str, word: &str) -> (usize, usize) {
    let begins = |line: &str| {
        let behind = line.split_once("number:").map(|(_, behind)| behind.trim_start());
        let rest = behind.and_then(|behind| behind.strip_prefix(number));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let lines: Vec<&str> = text.lines().collect();
    let Some(start) = lines.iter().rposition(|line| begins(line)) else { return (1, 1) };
    let within = |number: &usize| *number == start || !lines[*number].contains("number:");
    for line in (start..lines.len()).take_while(within) {
        if let Some(at) = lines[line].find(word) {
            return (line + 1, lines[line][..at].chars().count() + 1);
        }
    }
    (start + 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names {
            rules: vec!["wrong-region".to_owned()],
            errors: vec!["failed-to-verify-vendor-jwt".to_owned()],
        }
    }

    fn wrong(text: &str) -> Vec<String> {
        let mut errors = Vec::new();
        read(text, &names(), &mut errors);
        errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_list_is_read_as_it_stands() {
        let text = "- { number: P3, line: a line, rules: [wrong-region] }\n\
                    - number: P25b\n  line: another\n  none: a reason\n";
        let mut errors = Vec::new();
        let read = read(text, &names(), &mut errors);
        assert_eq!(errors, []);
        assert_eq!((read[0].number.as_str(), read[0].rules.len()), ("P3", 1));
        assert_eq!((read[1].line.as_str(), read[1].none.as_deref()), ("another", Some("a reason")));
    }

    #[test]
    fn numbers_are_a_p_and_digits_and_perhaps_a_letter() {
        assert!(["P1", "P136", "P25b"].into_iter().all(is_number));
        assert!(!["", "P", "p1", "1", "Pb", "P1bb", "P1B", "P-1"].into_iter().any(is_number));
    }

    #[test]
    fn each_mistake_is_told_with_its_place() {
        for (text, expected) in [
            (
                "- number: P1\n  line: a\n  rules: [wrong-regoin]\n",
                "pitfalls.yaml:3:11: there is no rule `wrong-regoin`",
            ),
            (
                "- { number: P1, line: a, errors: [no-such] }\n",
                "pitfalls.yaml:1:35: there is no known error `no-such`",
            ),
            (
                "- number: P1\n  line: a\n",
                "pitfalls.yaml:1:11: nothing catches it, and nobody says why",
            ),
            (
                "- number: P1\n  line: a\n  rules: [wrong-region]\n  none: b\n",
                "pitfalls.yaml:4:3: something catches it and `none` says why not",
            ),
            ("- number: P1\n  line: a\n  none: ' '\n", "pitfalls.yaml:3:3: `none` says nothing"),
            (
                "- number: P1\n  line: ''\n  none: b\n",
                "pitfalls.yaml:2:3: `line` is one line of text",
            ),
            (
                "- number: 12\n  line: a\n  none: b\n",
                "pitfalls.yaml:1:11: `12` is no number of a pitfall",
            ),
            (
                "- { number: P1, line: a, none: b }\n- { number: P1, line: a, none: b }\n",
                "pitfalls.yaml:2:13: `P1` is there twice",
            ),
        ] {
            assert_eq!(wrong(text), [expected], "{text}");
        }
        assert!(wrong("- number: P1\n  lines: a\n")[0].contains("unknown key `lines`"));
    }
}
