//! What every input is judged with, and the judging of one.

use std::collections::BTreeMap;
use std::io::Read;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Checked, lost};
use crate::cli::args::{Check, FailOn, Global};
use crate::cli::commands::rules::Judges;
use crate::cli::config::{self, Config};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input};
use crate::cli::repository::Roots;
use crate::exchange::{Response, Time};
use crate::facts::Settings;
use crate::input::{Files, Options};
use crate::lint::{Linter, Policy, Recording, lint};

/// What every input is judged with.
pub(super) struct Desk<'a> {
    check: &'a Check,
    judges: Judges,
    /// By the folder of the input.
    configs: BTreeMap<PathBuf, Config>,
    now: Time,
    roots: Roots,
}

impl<'a> Desk<'a> {
    /// Reads the configurations of all inputs first: one that does not hold ends the run.
    pub(super) fn open(
        check: &'a Check,
        global: &Global,
        inputs: &[Input],
    ) -> Result<Self, Failure> {
        let judges = Judges::with(check.judging.rules.as_deref())?;
        if let Some(region) = &check.known.region {
            config::known_region(region, &config::regions(&judges.catalog))
                .map_err(|words| Failure::Usage { what: words.what, help: words.help })?;
        }
        let now = check.known.now.unwrap_or_else(clock);
        let mut desk =
            Self { check, judges, configs: BTreeMap::new(), now, roots: Roots::default() };
        let mut read = BTreeMap::new();
        for input in inputs {
            desk.configure(&input.folder(), global, &mut read)?;
        }
        Ok(desk)
    }

    fn configure(
        &mut self,
        folder: &Path,
        global: &Global,
        read: &mut BTreeMap<PathBuf, Config>,
    ) -> Result<(), Failure> {
        if self.configs.contains_key(folder) {
            return Ok(());
        }
        let config = match config::find(global, folder) {
            None => Config::default(),
            Some(path) => match read.get(&path) {
                Some(config) => config.clone(),
                None => {
                    let config = config::read(&path, &config::regions(&self.judges.catalog))?;
                    read.insert(path, config.clone());
                    config
                }
            },
        };
        self.configs.insert(folder.to_owned(), config);
        Ok(())
    }

    /// Opens an input and judges it.
    pub(super) fn check(&self, input: &Input, answer: Option<Response>) -> Checked {
        match input.open() {
            Ok(bytes) => self.judge(input, bytes, answer),
            Err(unreadable) => Checked::unopened(&unreadable),
        }
    }

    /// Judges the bytes of an input.
    pub(super) fn judge<'b>(
        &'b self,
        input: &Input,
        bytes: Box<dyn Read + 'b>,
        answer: Option<Response>,
    ) -> Checked {
        let name = input.name();
        let folder = input.folder();
        let config = self.configs.get(&folder).cloned().unwrap_or_default();
        let fail_on = self.check.judging.fail_on.or(config.fail_on).unwrap_or(FailOn::Warning);
        let beside = |name: &str| files::beside(&folder, name);
        let options = self.options(input, &beside);
        let linter = Linter {
            catalog: &self.judges.catalog,
            rules: &self.judges.rules,
            settings: self.settings(config),
            policy: Policy::default(),
        };
        let path = match input {
            Input::Edited(path) | Input::File(path) | Input::Found(path, _) => {
                self.roots.repository_path(path)
            }
            Input::Stdin | Input::Arguments(_) => name.clone(),
        };
        let recording = Recording { name: &name, path: &path, input: bytes, options, answer };
        let report = panic::catch_unwind(AssertUnwindSafe(|| lint(recording, &linter)));
        let broken = |_| lost(&name, &name, "internal error while this was checked");
        Checked { report: report.unwrap_or_else(broken), fail_on, unopened: None }
    }

    /// How an input is read.
    pub(super) fn options<'b>(&'b self, input: &Input, beside: &'b Files<'b>) -> Options<'b> {
        let reading = &self.check.reading;
        Options {
            format: reading.input_format,
            origin: input.origin(),
            files: reading.read_files.then_some(beside),
            environment: reading.env.as_deref(),
        }
    }

    fn settings(&self, config: Config) -> Settings {
        let known = &self.check.known;
        Settings {
            region: known.region.clone().or(config.settings.region),
            token_kind: known.token_kind.clone(),
            now: Some(self.now),
            committed: self.check.committed,
            ..config.settings
        }
    }
}

pub(crate) fn clock() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
