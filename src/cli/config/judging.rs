//! What a configuration says of rules and of findings, file by file.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::mistake::{ConfigError, Words};
use super::scope::{NoPattern, Scope, below};
use super::sheet::{Part, Sheet};
use super::written::{Written, WrittenIgnore, WrittenLevel};
use crate::cli::failure::Failure;
use crate::lint::{Ignore, Layer, Level, Policy, SHORTEST_FINGERPRINT, Selector, UnknownName};
use crate::mask;
use crate::rules::RuleSet;

/// What a configuration says of rules and of findings.
#[derive(Default)]
pub(super) struct Judging {
    pub(super) rules: Vec<Told>,
    pub(super) overrides: Vec<Override>,
    pub(super) ignores: Vec<Entry>,
}

/// A line of `rules`.
pub(super) struct Told {
    pub(super) name: String,
    pub(super) level: Level,
    pub(super) pointer: String,
}

pub(super) struct Override {
    pub(super) scope: Scope,
    pub(super) rules: Vec<Told>,
}

/// An entry of `ignore`.
pub(super) struct Entry {
    pub(super) rule: Option<String>,
    pub(super) path: Option<String>,
    pub(super) host: Option<String>,
    pub(super) fingerprint: Option<String>,
    /// The override that it stands in, and its own path; a file must lie in all of them.
    pub(super) scopes: Vec<Scope>,
    pub(super) pointer: String,
}

/// What was asked for on the command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(super) select: Vec<Selector>,
    pub(super) ignore: Vec<Selector>,
}

impl Asked {
    /// The words behind `--select` and `--ignore`.
    pub(crate) fn of(
        select: &[String],
        ignore: &[String],
        rules: &RuleSet,
    ) -> Result<Self, Failure> {
        let parse = |words: &[String]| -> Result<Vec<Selector>, Failure> {
            let words = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty());
            words
                .map(|word| {
                    Selector::parse(word, rules).map_err(|unknown| not_there(word, unknown))
                })
                .collect()
        };
        let asked = Self { select: parse(select)?, ignore: parse(ignore)? };
        if !select.is_empty() && asked.select.is_empty() {
            return Err(Failure::usage("`--select` names nothing"));
        }
        Ok(asked)
    }
}

fn not_there(word: &str, unknown: UnknownName) -> Failure {
    let Words { what, help } = unknown_name(word, unknown);
    Failure::Usage { what, help }
}

fn unknown_name(word: &str, unknown: UnknownName) -> Words {
    let help = match unknown.near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`rules list` lists the rules and their topics".to_owned(),
    };
    let what = format!("`{}` is no rule, topic or severity", mask::or_length(word));
    Words { what, help: Some(help) }
}

impl Judging {
    pub(super) fn of(written: &Written, sheet: &Sheet) -> Result<Self, ConfigError> {
        let mut judging = Self {
            rules: told(&written.rules, "/rules"),
            overrides: Vec::new(),
            ignores: entries(&written.ignore, "/ignore", (None, sheet))?,
        };
        for (at, own) in written.overrides.iter().enumerate() {
            let pointer = format!("/overrides/{at}");
            let patterns: Vec<&str> = own.paths.iter().map(String::as_str).collect();
            let paths = format!("{pointer}/paths");
            if patterns.is_empty() {
                return Err(sheet.mistake(&paths, Part::Key, words("`paths` names no files")));
            }
            let scope = Scope::of(&patterns)
                .map_err(|NoPattern| sheet.mistake(&paths, Part::Value, no_pattern()))?;
            let ignores = format!("{pointer}/ignore");
            judging.ignores.extend(entries(&own.ignore, &ignores, (Some(&scope), sheet))?);
            let rules = told(&own.rules, &format!("{pointer}/rules"));
            judging.overrides.push(Override { scope, rules });
        }
        Ok(judging)
    }

    /// Whether every rule that is named exists.
    pub(super) fn names_hold(&self, rules: &RuleSet, sheet: &Sheet) -> Result<(), ConfigError> {
        let own = self.overrides.iter().flat_map(|own| &own.rules);
        for told in self.rules.iter().chain(own) {
            Selector::parse(&told.name, rules).map_err(|unknown| {
                sheet.mistake(&told.pointer, Part::Key, unknown_name(&told.name, unknown))
            })?;
        }
        for entry in &self.ignores {
            let Some(rule) = &entry.rule else { continue };
            Selector::parse_rule(rule, rules).map_err(|unknown| {
                let pointer = format!("{}/rule", entry.pointer);
                let Words { what, help } = unknown_name(rule, unknown);
                let what = what.replace("rule, topic or severity", "rule and no topic");
                sheet.mistake(&pointer, Part::Value, Words { what, help })
            })?;
        }
        Ok(())
    }

    /// What holds for a file.
    pub(super) fn policy(
        &self,
        (folder, path): (&Path, &Path),
        rules: &RuleSet,
        asked: &Asked,
    ) -> Policy {
        let Asked { select, ignore } = asked.clone();
        let mut policy = Policy { select, ignore, ..Policy::default() };
        let named = below(folder, path);
        let is_in = |scope: &Scope| named.as_deref().is_some_and(|path| scope.holds(path));
        let own = self.overrides.iter().filter(|own| is_in(&own.scope)).map(|own| &own.rules);
        let layers = std::iter::once(&self.rules).chain(own).filter(|told| !told.is_empty());
        policy.layers.extend(layers.map(|told| layer(told, rules)));
        for (number, entry) in self.ignores.iter().enumerate() {
            if entry.scopes.iter().all(is_in) {
                policy.ignores.push(Ignore {
                    entry: number,
                    rule: entry
                        .rule
                        .as_ref()
                        .and_then(|rule| Selector::parse_rule(rule, rules).ok()),
                    host: entry.host.clone(),
                    fingerprint: entry.fingerprint.clone(),
                });
            }
        }
        policy
    }
}

fn layer(told: &[Told], rules: &RuleSet) -> Layer {
    let known = told.iter().filter_map(|told| {
        let selector = Selector::parse(&told.name, rules).ok()?;
        Some((selector, told.level))
    });
    Layer(known.collect())
}

fn told(rules: &BTreeMap<String, WrittenLevel>, pointer: &str) -> Vec<Told> {
    let one = |(name, level): (&String, &WrittenLevel)| Told {
        name: name.clone(),
        level: level.level(),
        pointer: format!("{pointer}/{name}"),
    };
    rules.iter().map(one).collect()
}

fn entries(
    written: &[WrittenIgnore],
    pointer: &str,
    (scope, sheet): (Option<&Scope>, &Sheet),
) -> Result<Vec<Entry>, ConfigError> {
    let numbered = written.iter().enumerate();
    numbered.map(|(at, one)| entry(one, format!("{pointer}/{at}"), (scope, sheet))).collect()
}

fn entry(
    written: &WrittenIgnore,
    pointer: String,
    (scope, sheet): (Option<&Scope>, &Sheet),
) -> Result<Entry, ConfigError> {
    let WrittenIgnore { rule, path, host, fingerprint, reason } = written;
    let wrong = |member: &str, words: Words| {
        Err(sheet.mistake(&format!("{pointer}{member}"), Part::Value, words))
    };
    if !reason.as_ref().is_some_and(|reason| reason.contains(char::is_alphanumeric)) {
        let what = "an entry of `ignore` has no reason".to_owned();
        let help = Some("say in `reason` why nobody needs to see this".to_owned());
        return wrong("", Words { what, help });
    }
    if rule.is_none() && path.is_none() && host.is_none() && fingerprint.is_none() {
        let what = "an entry of `ignore` says not what to ignore".to_owned();
        let help = Some("name a `rule`, a `path`, a `host` or a `fingerprint`".to_owned());
        return wrong("", Words { what, help });
    }
    let mut scopes: Vec<Scope> = scope.cloned().into_iter().collect();
    if let Some(path) = path {
        match Scope::of(&[path]) {
            Ok(scope) => scopes.push(scope),
            Err(NoPattern) => return wrong("/path", no_pattern()),
        }
    }
    let bare = |host: &str| mask::host(host.strip_prefix("*.").unwrap_or(host)).is_some();
    if host.as_ref().is_some_and(|host| !bare(host)) {
        return wrong(
            "/host",
            words("a host is written bare, like `login.acme.com` or `*.acme.com`"),
        );
    }
    let is_hex = |name: &str| name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let fits = |name: &String| is_hex(name) && (SHORTEST_FINGERPRINT..=64).contains(&name.len());
    if fingerprint.as_ref().is_some_and(|name| !fits(name)) {
        let what = format!("a fingerprint has {SHORTEST_FINGERPRINT} to 64 hexadecimal digits");
        return wrong("/fingerprint", words(&what));
    }
    Ok(Entry {
        rule: rule.clone(),
        path: path.clone(),
        host: host.as_ref().map(|host| host.to_ascii_lowercase()),
        fingerprint: fingerprint.as_ref().map(|name| name.to_ascii_lowercase()),
        scopes,
        pointer,
    })
}

fn words(what: &str) -> Words {
    Words { what: what.to_owned(), help: None }
}

pub(super) fn no_pattern() -> Words {
    let help = Some("write patterns as in `.gitignore`: `legacy/**`, `*.http`".to_owned());
    Words { what: "this is no pattern for paths".to_owned(), help }
}

impl fmt::Debug for Judging {
    /// The file may be anything: only how much there is is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rules, overrides, ignores } = self;
        write!(f, "Judging({}, {}, {})", rules.len(), overrides.len(), ignores.len())
    }
}
