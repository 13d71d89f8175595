//! The configuration file: what a recording cannot say, once for a project.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::args::{FailOn, Global};
use crate::cli::message;
use crate::cli::repository::tidy;
use crate::facts::catalog::Catalog;
use crate::facts::{Answers, Environment, Settings};
use crate::lint::Policy;
use crate::mask;
use crate::near::nearest;
use crate::rules::RuleSet;

mod judging;
mod mistake;
mod needless;
mod rows;
mod schema;
mod scope;
mod sheet;
mod written;

pub(crate) use judging::Asked;
pub(crate) use mistake::{ConfigError, Words};
pub(crate) use needless::Covered;
pub(crate) use rows::Row;
pub(crate) use schema::SCHEMA;
pub(crate) use sheet::Sheet;

use judging::{Judging, no_pattern};
use mistake::{invalid, listed};
use scope::{NoPattern, Scope};
use sheet::Part;
use written::Written;

pub(crate) const FILE_NAME: &str = ".frontegg-lint.yaml";

/// A configuration that was read and holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(crate) settings: Settings,
    pub(crate) fail_on: Option<FailOn>,
    /// Whether the network may be asked where nobody looks on.
    pub(crate) online_in_ci: Option<bool>,
    /// Patterns of files that are left out of folders, read from `folder`.
    pub(crate) exclude: Vec<String>,
    /// Folders of further rules.
    pub(crate) rule_folders: Vec<PathBuf>,
    /// The folder that its paths are read from.
    pub(crate) folder: PathBuf,
    pub(crate) sheet: Arc<Sheet>,
    judging: Arc<Judging>,
}

impl Config {
    /// Whether every rule that it names exists; to be asked once, before its policies.
    pub(crate) fn names_hold(&self, rules: &RuleSet) -> Result<(), ConfigError> {
        self.judging.names_hold(rules, &self.sheet)
    }

    /// What holds for a file: what was asked for on the command line over its overrides, those
    /// over the rest of the configuration. Standard input is a file `-`.
    pub(crate) fn policy(&self, path: &Path, rules: &RuleSet, asked: &Asked) -> Policy {
        self.judging.policy((&self.folder, path), rules, asked)
    }
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

/// The configuration that holds where the command was typed.
pub(crate) fn here(global: &Global, catalog: &Catalog) -> Result<Config, ConfigError> {
    of(global, &std::env::current_dir().unwrap_or_default(), catalog)
}

/// The configuration that holds for files of `folder`; an empty one where there is none.
pub(crate) fn of(global: &Global, folder: &Path, catalog: &Catalog) -> Result<Config, ConfigError> {
    match find(global, folder) {
        Some(path) => read(&path, &regions(catalog)),
        None => Ok(Config::default()),
    }
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
    let mut folder = tidy(path);
    folder.pop();
    parse((&message::path(path), &folder), &text, regions)
}

/// Reads the text of a configuration whose paths are read from `folder`.
pub(crate) fn parse(
    (name, folder): (&str, &Path),
    text: &str,
    regions: &[&str],
) -> Result<Config, ConfigError> {
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let sheet = Sheet::new(name, text);
    let written: Written = if text.lines().all(blank) {
        Written::default()
    } else {
        let broken = |error| ConfigError::Invalid(Box::new(invalid(name, text, &error)));
        serde_yaml::from_str(text).map_err(broken)?
    };
    if let Some(region) = &written.region {
        known_region(region, regions)
            .map_err(|words| sheet.mistake("/region", Part::Key, words))?;
    }
    for (at, pattern) in written.exclude.iter().enumerate() {
        Scope::of(&[pattern]).map_err(|NoPattern| {
            sheet.mistake(&format!("/exclude/{at}"), Part::Value, no_pattern())
        })?;
    }
    Ok(Config {
        fail_on: written.fail_on,
        online_in_ci: written.online_in_ci,
        exclude: written.exclude.iter().map(|pattern| pattern.replace('\\', "/")).collect(),
        rule_folders: written.rule_folders.iter().map(|own| tidy(&folder.join(own))).collect(),
        folder: folder.to_owned(),
        judging: Arc::new(Judging::of(&written, &sheet)?),
        settings: settings(written),
        sheet: Arc::new(sheet),
    })
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

#[cfg(test)]
mod tests {
    use super::mistake::Invalid;
    use super::*;

    const REGIONS: &[&str] = &["eu", "us", "ca", "au"];

    fn error(text: &str) -> ConfigError {
        parse(("c.yaml", Path::new("")), text, REGIONS).unwrap_err()
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
                    tenant-id: t\napplication-id: a\nfail-on: error\n\
                    online-in-ci: true\n";
        let config = parse(("c.yaml", Path::new("")), text, REGIONS).unwrap();
        assert_eq!(config.settings.region.as_deref(), Some("us"));
        assert_eq!(config.settings.environments[0].hosts, ["login.acme.com"]);
        assert_eq!(config.settings.back_ends, ["api.acme.com"]);
        assert_eq!(config.fail_on, Some(FailOn::Error));
        assert_eq!(config.online_in_ci, Some(true));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert!(parse(("c.yaml", Path::new("")), "# region: us\n\n", REGIONS).is_ok());
        assert!(parse(("c.yaml", Path::new("")), "", REGIONS).is_ok());
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
