//! A configuration value by value, each with its place, for people who ask what holds.

use std::path::Path;

use super::Config;
use super::judging::{Entry, Told};
use crate::cli::message;
use crate::lint::Level;
use crate::mask;

/// A value that the file sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// As it is written in the file: `rules.wrong-method`.
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) line: Option<usize>,
}

impl Config {
    /// All that the file sets, in the order of the reference; of what is said of single files only
    /// what holds for `file`, where one is given.
    pub(crate) fn rows(&self, file: Option<&Path>) -> Vec<Row> {
        let mut rows = self.settled();
        let judging = &self.judging;
        rows.extend(judging.rules.iter().map(|told| self.told("rules", told)));
        let path = file.and_then(|file| super::scope::below(&self.folder, file));
        for (at, own) in judging.overrides.iter().enumerate() {
            if path.as_ref().is_none_or(|path| own.scope.holds(path)) {
                let name = format!("overrides.{at}.rules");
                rows.extend(own.rules.iter().map(|told| self.told(&name, told)));
            }
        }
        let holds = |entry: &&Entry| {
            path.as_ref().is_none_or(|path| entry.scopes.iter().all(|scope| scope.holds(path)))
        };
        rows.extend(judging.ignores.iter().filter(holds).map(|entry| {
            let name = entry.pointer.trim_start_matches('/').replace('/', ".");
            self.row(&name, entry.shown(), &entry.pointer)
        }));
        let listed = |name: &str, values: &[String]| -> Vec<Row> {
            let numbered = values.iter().enumerate();
            let shown = |(at, value): (usize, &String)| {
                let value = message::path_unknown(Path::new(value));
                self.row(name, value, &format!("/{name}/{at}"))
            };
            numbered.map(shown).collect()
        };
        rows.extend(listed("exclude", &self.exclude));
        let folders = self.rule_folders.iter().map(|folder| folder.display().to_string());
        rows.extend(listed("rule-folders", &folders.collect::<Vec<_>>()));
        rows
    }

    fn settled(&self) -> Vec<Row> {
        let settings = &self.settings;
        let shown = |value: &String| mask::or_length(value).into_owned();
        let mut rows = Vec::new();
        let mut one = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                rows.push(self.row(name, value, &format!("/{name}")));
            }
        };
        one("region", settings.region.as_ref().map(shown));
        for (at, environment) in settings.environments.iter().enumerate() {
            let client = environment.client_id.as_ref().map(shown);
            let client = client.map(|client| format!(", client id {client}")).unwrap_or_default();
            let hosts = environment.hosts.join(", ");
            let value = format!("{}: {hosts}{client}", shown(&environment.name));
            rows.push(self.row("environments", value, &format!("/environments/{at}")));
        }
        let mut one = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                rows.push(self.row(name, value, &format!("/{name}")));
            }
        };
        let back_ends = &settings.back_ends;
        one("back-ends", (!back_ends.is_empty()).then(|| back_ends.join(", ")));
        one("tenant-id", settings.tenant_id.as_ref().map(shown));
        one("application-id", settings.application_id.as_ref().map(shown));
        one("fail-on", self.fail_on.map(|fail_on| fail_on.word().to_owned()));
        one("online-in-ci", self.online_in_ci.map(|permitted| permitted.to_string()));
        rows
    }

    fn told(&self, name: &str, told: &Told) -> Row {
        let level = match told.level {
            Level::Off => "off",
            Level::On => "on",
            Level::As(severity) => severity.word(),
        };
        self.row(
            &format!("{name}.{}", mask::or_length(&told.name)),
            level.to_owned(),
            &told.pointer,
        )
    }

    fn row(&self, name: &str, value: String, pointer: &str) -> Row {
        Row { name: name.to_owned(), value, line: self.sheet.line(pointer) }
    }
}

impl Entry {
    /// What it hides.
    fn shown(&self) -> String {
        let path = self.path.as_ref().map(|path| message::path_unknown(Path::new(path)));
        let rule = self.rule.as_deref().map(|rule| mask::or_length(rule).into_owned());
        let fingerprint = self.fingerprint.as_ref().map(|name| name.chars().take(12).collect());
        let parts = [
            ("rule", rule),
            ("path", path),
            ("host", self.host.clone()),
            ("fingerprint", fingerprint),
        ];
        let told = parts.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
        told.collect::<Vec<_>>().join(", ")
    }
}
