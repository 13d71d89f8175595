//! What the shell itself sets: `export`, `local`, `read`, `set --`.

use std::rc::Rc;

use super::flow::{NOWHERE, Ran, of_value};
use super::script::{Script, names};
use super::variables::Setting;
use super::word::{Word, is_name};
use crate::source::Text;
use crate::truth::Truth;

impl Script<'_> {
    pub(super) fn declare(&mut self, name: &str, words: &[Word]) -> Ran {
        let text = self.source.text();
        let mut kept = name == "export";
        for word in &words[1..] {
            let written = word.bare(text).unwrap_or_default();
            if written.starts_with('-') {
                kept |= written.contains('x');
                // Lists by name and names of names are not followed.
                if written.contains(['A', 'n', 'i', 'u', 'l']) {
                    self.forget(&words[1..]);
                    return Ran::on(Truth::Yes);
                }
                continue;
            }
            let target = word.assignment(text).map_or(written, |(name, _)| name);
            let target = target.trim_end_matches('+').to_owned();
            if name != "export" && name != "readonly" {
                self.keep(&target);
            }
            if word.assignment(text).is_some() {
                self.set(word);
            } else if ["local", "declare", "typeset"].contains(&name) && !self.locals.is_empty() {
                self.variables.insert(&target, Setting::Unset);
            }
            if kept {
                self.exported.insert(target);
            }
        }
        Ran::on(Truth::Yes)
    }

    /// Inside a function, what is declared ends with it.
    fn keep(&mut self, name: &str) {
        let old = self.variables.get(name).cloned();
        if let Some(locals) = self.locals.last_mut() {
            locals.push((name.to_owned(), old));
        }
    }

    fn forget(&mut self, words: &[Word]) {
        for word in words {
            let written = self.source.slice(word.span);
            let name = written.split(['=', '+']).next().unwrap_or_default().to_owned();
            if is_name(&name) {
                self.variables.insert(&name, Setting::Unknown);
            }
        }
    }

    /// `read NAME…`: one line of what is fed, cut at blanks.
    pub(super) fn read(&mut self, texts: &[Text]) -> Ran {
        let options = texts.iter().take_while(|text| text.as_written().starts_with('-')).count();
        let plain = texts[..options].iter().all(|option| option.as_written() == "-r");
        let targets: Vec<String> =
            texts[options..].iter().filter_map(names).map(str::to_owned).collect();
        let line = self.stdin.clone().filter(|_| plain && !targets.is_empty());
        let Some(fed) = line else {
            for name in texts.iter().filter_map(names) {
                self.variables.insert(name, Setting::Unknown);
            }
            self.stdin = None;
            return Ran::on(Truth::Unknown);
        };
        let written = fed.as_written();
        let length = written.find('\n');
        let end = length.unwrap_or(written.len());
        let separators = self.expansion().separators();
        let trimmed = |text: &Text| {
            let blank = |c: char| separators.contains(c) && c.is_whitespace();
            let written = text.as_written();
            let start = written.len() - written.trim_start_matches(blank).len();
            text.slice(start..written.trim_end_matches(blank).len().max(start))
        };
        let line = trimmed(&fed.slice(0..end));
        self.stdin = Some(Rc::new(fed.slice((end + 1).min(written.len())..written.len())));
        if written.is_empty() {
            for name in &targets {
                self.variables.insert(name, Setting::To(Text::decoded("", NOWHERE), None));
            }
            return Ran::on(Truth::No);
        }
        let mut rest = line;
        for (index, name) in targets.iter().enumerate() {
            let last = index + 1 == targets.len();
            let written = rest.as_written();
            let cut = written.find(|c| separators.contains(c)).filter(|_| !last);
            let cut = cut.unwrap_or(rest.len());
            let sign = written[cut..].chars().next().filter(|c| !c.is_whitespace());
            let behind = cut + sign.map_or(0, char::len_utf8);
            let value = of_value(rest.slice(0..cut));
            rest = trimmed(&rest.slice(behind..written.len()));
            self.variables.insert(name, value);
        }
        Ran::on(Truth::from_bool(length.is_some()))
    }

    /// `set -- a b` and `shift`.
    pub(super) fn positions(&mut self, name: &str, texts: Vec<Text>) -> Ran {
        if name == "set" {
            if let Some(dashes) = texts.iter().position(|text| text.as_written() == "--") {
                let words = texts.into_iter().skip(dashes + 1).collect();
                self.variables.insert("@", Setting::Words(words));
            }
            return Ran::on(Truth::Yes);
        }
        if let Some(Setting::Words(words)) = self.variables.get("@") {
            let count = texts.first().and_then(|text| text.as_written().parse().ok()).unwrap_or(1);
            let words = words.iter().skip(count).cloned().collect();
            self.variables.insert("@", Setting::Words(words));
        }
        Ran::on(Truth::Yes)
    }
}
