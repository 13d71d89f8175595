//! The configuration file: what a recording cannot say, once for a project.

use std::fmt;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use serde::{Deserialize, Deserializer};

use crate::cli::args::{FailOn, Global};
use crate::cli::message;
use crate::facts::catalog::Catalog;
use crate::facts::{Answers, Environment, Settings};
use crate::mask;
use crate::near::nearest;

pub(crate) const FILE_NAME: &str = ".frontegg-lint.yaml";

/// A configuration that was read and holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(crate) settings: Settings,
    pub(crate) fail_on: Option<FailOn>,
}

/// What can be wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("{name}: {why}")]
    Unreadable { name: String, why: String },
    #[error("{place}: {what}", place = .0.place(), what = .0)]
    Invalid(Box<Invalid>),
}

/// A mistake with its place.
#[derive(Debug)]
pub(crate) struct Invalid {
    name: String,
    message: String,
    help: Option<String>,
    at: Spot,
    /// The file as it may be shown; none where it has lines too long to show.
    shown: Option<NamedSource<String>>,
}

#[derive(Clone, Copy, Debug)]
struct Spot {
    line: usize,
    column: usize,
    byte: usize,
}

/// The file as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Written {
    region: Option<String>,
    environments: Vec<WrittenEnvironment>,
    #[serde(deserialize_with = "hosts")]
    back_ends: Vec<String>,
    tenant_id: Option<String>,
    application_id: Option<String>,
    fail_on: Option<FailOn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenEnvironment {
    name: String,
    #[serde(default, deserialize_with = "hosts")]
    hosts: Vec<String>,
    #[serde(default)]
    client_id: Option<String>,
}

/// The configuration that holds for files of `folder`: the one that was named, else the nearest
/// one upwards.
pub(crate) fn find(global: &Global, folder: &Path) -> Option<PathBuf> {
    if global.no_config {
        return None;
    }
    let nearest = || folder.ancestors().map(|folder| folder.join(FILE_NAME));
    global.config.clone().or_else(|| nearest().find(|path| path.is_file()))
}

/// The ids of all regions.
pub(crate) fn regions(catalog: &Catalog) -> Vec<&str> {
    catalog.regions.iter().map(|region| region.id.as_str()).collect()
}

/// Reads a configuration file.
pub(crate) fn read(path: &Path, regions: &[&str]) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        name: message::path_unknown(path),
        why: message::io_error(&error),
    })?;
    parse(&message::path(path), &text, regions)
}

fn parse(name: &str, text: &str, regions: &[&str]) -> Result<Config, ConfigError> {
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(blank) {
        return Ok(Config::default());
    }
    let written: Written = serde_yaml::from_str(text)
        .map_err(|error| ConfigError::Invalid(Box::new(invalid(name, text, &error))))?;
    if let Some(region) = &written.region
        && let Err(message) = known_region(region, regions)
    {
        let at = spot_of_key(text, "region");
        return Err(ConfigError::Invalid(Box::new(Invalid::new(name, text, (message, at)))));
    }
    Ok(Config { fail_on: written.fail_on, settings: settings(written) })
}

/// A region that the catalogue knows, or words that say which there are.
pub(crate) fn known_region(region: &str, regions: &[&str]) -> Result<(), Words> {
    if regions.contains(&region) {
        return Ok(());
    }
    let help = match nearest(region, regions.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the regions are {}", listed(regions)),
    };
    Err(Words {
        what: format!("there is no region `{}`", mask::or_length(region)),
        help: Some(help),
    })
}

/// What is wrong, and what to do.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) what: String,
    pub(crate) help: Option<String>,
}

fn settings(written: Written) -> Settings {
    let environments = written.environments.into_iter().map(|environment| Environment {
        name: environment.name,
        hosts: environment.hosts,
        client_id: environment.client_id,
    });
    Settings {
        region: written.region,
        environments: environments.collect(),
        back_ends: written.back_ends,
        tenant_id: written.tenant_id,
        application_id: written.application_id,
        token_kind: None,
        now: None,
        committed: false,
        answers: Answers::default(),
    }
}

fn hosts<'de, D: Deserializer<'de>>(written: D) -> Result<Vec<String>, D::Error> {
    let hosts = Vec::<String>::deserialize(written)?;
    if hosts.iter().any(|host| host.is_empty() || mask::host(host).is_none()) {
        return Err(serde::de::Error::custom("a host is written bare, like `login.acme.com`"));
    }
    Ok(hosts.into_iter().map(|host| host.to_ascii_lowercase()).collect())
}

fn invalid(name: &str, text: &str, error: &serde_yaml::Error) -> Invalid {
    let at = error.location().map_or(Spot { line: 1, column: 1, byte: 0 }, |location| Spot {
        line: location.line(),
        column: location.column(),
        byte: location.index().min(text.len()),
    });
    Invalid::new(name, text, (words(&error.to_string()), at))
}

/// What the YAML reader says, in our words where we know better, and without recorded text: the
/// file may be a script that stands where a configuration should.
fn words(said: &str) -> Words {
    let said = said.split(" at line ").next().unwrap_or(said);
    let mut quoted = said.split('`').skip(1).step_by(2);
    if said.contains("unknown field") || said.contains("unknown variant") {
        let unknown = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        let near = nearest(unknown, known.iter().copied());
        let thing = if said.contains("unknown field") { "key" } else { "value" };
        return Words {
            what: format!("unknown {thing} `{}`", mask::or_length(unknown)),
            help: Some(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", listed(&known)),
            }),
        };
    }
    Words { what: without_quoted(said), help: None }
}

/// The same words with what they quote shown only where it is harmless.
fn without_quoted(said: &str) -> String {
    let parts = said.split('"').enumerate();
    let shown = parts.map(|(at, part)| match at % 2 {
        0 => part.to_owned(),
        _ => mask::or_length(part).into_owned(),
    });
    mask::visible(&shown.collect::<String>()).replace('\n', " ")
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn spot_of_key(text: &str, key: &str) -> Spot {
    let mut byte = 0;
    for (line, written) in text.split_inclusive('\n').enumerate() {
        if written.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')) {
            return Spot { line: line + 1, column: 1, byte };
        }
        byte += written.len();
    }
    Spot { line: 1, column: 1, byte: 0 }
}

impl Invalid {
    fn new(name: &str, text: &str, (words, at): (Words, Spot)) -> Self {
        let shown = text
            .lines()
            .all(|line| line.len() <= 300)
            .then(|| NamedSource::new(name, harmless(text)));
        Self { name: name.to_owned(), message: words.what, help: words.help, at, shown }
    }

    fn place(&self) -> String {
        format!("{}:{}:{}", self.name, self.at.line, self.at.column)
    }

    /// None where the file has lines too long to draw.
    pub(crate) fn drawn(&self) -> Option<&dyn Diagnostic> {
        self.shown.is_some().then_some(self)
    }

    pub(crate) fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// The text with every word that may open something covered, byte for byte, so that places stay.
fn harmless(text: &str) -> String {
    let covered = |word: &str| match mask::identifier(word.trim_matches([':', ',', '#', '-'])) {
        Some(_) => word.to_owned(),
        None if word.bytes().all(|byte| byte.is_ascii_punctuation()) => word.to_owned(),
        None => "*".repeat(word.len()),
    };
    let is_edge = |c: char| c.is_whitespace() || "[]{}\"'".contains(c);
    text.split_inclusive(is_edge)
        .map(|part| match part.char_indices().next_back() {
            Some((at, last)) if is_edge(last) => format!("{}{last}", covered(&part[..at])),
            _ => covered(part),
        })
        .collect()
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Invalid {}

impl Diagnostic for Invalid {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.shown.as_ref().map(|shown| shown as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new(None, self.at.byte, 0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGIONS: &[&str] = &["eu", "us", "ca", "au"];

    fn error(text: &str) -> ConfigError {
        parse("c.yaml", text, REGIONS).unwrap_err()
    }

    fn invalid_of(error: &ConfigError) -> &Invalid {
        match error {
            ConfigError::Invalid(invalid) => invalid,
            ConfigError::Unreadable { .. } => panic!("it was read"),
        }
    }

    fn help(error: &ConfigError) -> String {
        invalid_of(error).help().unwrap_or_default().to_owned()
    }

    fn drawn(error: &ConfigError) -> String {
        message::render(invalid_of(error), miette::GraphicalTheme::unicode_nocolor())
    }

    #[test]
    fn all_keys_are_read() {
        let text = "region: us\nenvironments:\n  - name: production\n    hosts: [Login.Acme.com]\n    \
                    client-id: 7c1d5f60-0000-4e2b-9a11-5eedfeed0001\nback-ends: [api.acme.com]\n\
                    tenant-id: t\napplication-id: a\nfail-on: error\n";
        let config = parse("c.yaml", text, REGIONS).unwrap();
        assert_eq!(config.settings.region.as_deref(), Some("us"));
        assert_eq!(config.settings.environments[0].hosts, ["login.acme.com"]);
        assert_eq!(config.settings.back_ends, ["api.acme.com"]);
        assert_eq!(config.fail_on, Some(FailOn::Error));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert!(parse("c.yaml", "# region: us\n\n", REGIONS).is_ok());
        assert!(parse("c.yaml", "", REGIONS).is_ok());
    }

    #[test]
    fn an_unknown_key_has_a_place_and_a_suggestion() {
        let unknown = error("tenant-id: t\nregoin: us\n");
        assert_eq!(unknown.to_string(), "c.yaml:2:1: unknown key `regoin`");
        assert_eq!(help(&unknown), "did you mean `region`?");
        assert!(
            help(&error("environments:\n  - name: a\n    host: [x.com]\n")).contains("`hosts`")
        );
        assert!(help(&error("fail-on: eror\n")).contains("`error`"));
    }

    #[test]
    fn a_region_is_one_of_the_catalogue() {
        let unknown = error("tenant-id: t\nregion: uss\n");
        assert_eq!(unknown.to_string(), "c.yaml:2:1: there is no region `uss`");
        assert_eq!(help(&unknown), "did you mean `us`?");
        assert!(help(&error("region: antarctica\n")).contains("`eu`, `us`"));
    }

    #[test]
    fn a_host_is_written_bare() {
        let error = error("back-ends: ['https://api.acme.com']\n").to_string();
        assert!(error.contains("a host is written bare"), "{error}");
    }

    #[test]
    fn a_script_in_place_of_a_configuration_is_not_repeated() {
        let secret = "k9XvQ2mLr8TbW4zz01";
        for text in [
            format!("curl https://a -H 'Authorization: Bearer {secret}'\n"),
            format!("{secret}\n"),
            format!("region: [{secret}]\n"),
            format!("fail-on: {secret}\n"),
            format!("{secret}: 1\n"),
            format!("region: \"{secret}\n"),
        ] {
            let error = error(&text);
            let shown = drawn(&error);
            assert!(!shown.contains(secret) && !error.to_string().contains(secret), "{shown}");
        }
    }

    #[test]
    fn a_mistake_is_shown_where_it_stands_and_once() {
        let shown = drawn(&error("tenant-id: t\nregoin: us\n"));
        assert_eq!(shown.matches("regoin: us").count(), 1, "{shown}");
        assert_eq!(shown.matches("c.yaml:2:1").count(), 1, "{shown}");
    }
}
