//! What every input is judged with, and the judging of one.

use std::collections::BTreeMap;
use std::io::Read;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use super::{Checked, lost};
use crate::cli::answers;
use crate::cli::args::{Check, FailOn, Global};
use crate::cli::commands::rules::Judges;
use crate::cli::config::{self, Asked, Config};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input, Unreadable};
use crate::cli::repository::{Roots, tidy};
use crate::cli::walk::Excluded;
use crate::exchange::{Response, Time};
use crate::facts::{Answers, Settings};
use crate::input::{Files, Options};
use crate::lint::{Linter, Nobody, Onlooker, Recording, lint_before};

/// What every input is judged with.
pub(super) struct Desk<'a> {
    pub(super) check: &'a Check,
    /// Without the rules of a configuration.
    judges: Arc<Judges>,
    global: &'a Global,
    /// By the file of the configuration; none where there is none.
    read: BTreeMap<Option<PathBuf>, Arc<Station>>,
    /// By the folder of the input.
    stations: BTreeMap<PathBuf, Arc<Station>>,
    now: Time,
    roots: Roots,
    /// What the network said.
    pub(super) answers: Answers,
    /// Standard input, where it is judged twice.
    piped: OnceLock<Vec<u8>>,
}

/// What inputs of one configuration are judged with.
pub(super) struct Station {
    pub(super) config: Config,
    pub(super) judges: Arc<Judges>,
    pub(super) asked: Asked,
}

impl<'a> Desk<'a> {
    pub(super) fn open(check: &'a Check, global: &'a Global) -> Result<Self, Failure> {
        let judges = Arc::new(Judges::with(check.judging.rules.as_deref())?);
        if let Some(region) = &check.known.region {
            config::known_region(region, &config::regions(&judges.catalog))?;
        }
        let now = check.known.now.unwrap_or_else(clock);
        let kept = check.asking.answers.as_deref().map(answers::read).transpose()?;
        let (answers, piped) = (kept.unwrap_or_default(), OnceLock::new());
        let (roots, read, stations) = (Roots::default(), BTreeMap::new(), BTreeMap::new());
        Ok(Self { check, judges, global, read, stations, now, roots, answers, piped })
    }

    /// What the configurations of the paths leave out of folders.
    pub(super) fn excluded(&mut self, paths: &[PathBuf]) -> Result<Vec<Excluded>, Failure> {
        let mut excluded: BTreeMap<PathBuf, Excluded> = BTreeMap::new();
        for path in paths {
            let folder = if path.is_dir() { tidy(path) } else { Input::from_path(path).folder() };
            let Config { folder, exclude, .. } = &self.configured(&folder)?.config;
            if !exclude.is_empty() && !excluded.contains_key(folder) {
                excluded.insert(folder.clone(), Excluded::from(folder, exclude)?);
            }
        }
        Ok(excluded.into_values().collect())
    }

    /// Reads the configurations of all inputs: one that does not hold ends the run.
    pub(super) fn configure(&mut self, inputs: &[Input]) -> Result<(), Failure> {
        inputs.iter().try_for_each(|input| self.configured(&input.folder()).map(drop))
    }

    /// What inputs of a folder are judged with.
    fn configured(&mut self, folder: &Path) -> Result<Arc<Station>, Failure> {
        if let Some(station) = self.stations.get(folder) {
            return Ok(Arc::clone(station));
        }
        let path = config::find(self.global, folder);
        let station = if let Some(station) = self.read.get(&path) {
            Arc::clone(station)
        } else {
            let config = match &path {
                None => Config::default(),
                Some(path) => config::read(path, &config::regions(&self.judges.catalog))?,
            };
            let station = Arc::new(self.station(config)?);
            self.read.insert(path, Arc::clone(&station));
            station
        };
        self.stations.insert(folder.to_owned(), Arc::clone(&station));
        Ok(station)
    }

    fn station(&self, config: Config) -> Result<Station, Failure> {
        let judging = &self.check.judging;
        let judges = if config.rule_folders.is_empty() {
            Arc::clone(&self.judges)
        } else {
            let own = config.rule_folders.iter().map(PathBuf::as_path);
            let folders: Vec<&Path> = own.chain(judging.rules.as_deref()).collect();
            Arc::new(Judges::with_all(&folders)?)
        };
        config.names_hold(&judges.rules)?;
        let asked = Asked::of(&judging.select, &judging.ignore, &judges.rules)?;
        Ok(Station { config, judges, asked })
    }

    /// Each of the configurations once.
    pub(super) fn stations(&self) -> impl Iterator<Item = &Arc<Station>> {
        self.read.values()
    }

    /// The configuration that holds for an input.
    pub(super) fn station_of(&self, input: &Input) -> Option<&Arc<Station>> {
        self.stations.get(&input.folder())
    }

    /// Opens an input and judges it.
    pub(super) fn check(&self, input: &Input, answer: Option<Response>) -> Checked {
        match self.opened(input) {
            Ok(bytes) => self.judge(input, bytes, answer),
            Err(unreadable) => Checked::unopened(&unreadable),
        }
    }

    /// Whether the network is asked in between.
    #[cfg(feature = "online")]
    fn judges_twice(&self) -> bool {
        self.check.asking.online
    }

    #[cfg(not(feature = "online"))]
    fn judges_twice(&self) -> bool {
        false
    }

    /// The bytes of an input. Standard input is held where it is read twice.
    pub(super) fn opened<'b>(&'b self, input: &Input) -> Result<Box<dyn Read + 'b>, Unreadable> {
        let piped = matches!(input, Input::Stdin | Input::Edited(_));
        if !piped || !self.judges_twice() {
            return input.open();
        }
        if self.piped.get().is_none() {
            drop(self.piped.set(input.bytes()?));
        }
        Ok(Box::new(self.piped.get().map(Vec::as_slice).unwrap_or_default()))
    }

    /// Judges the bytes of an input.
    pub(super) fn judge<'b>(
        &'b self,
        input: &Input,
        bytes: Box<dyn Read + 'b>,
        answer: Option<Response>,
    ) -> Checked {
        self.judge_before(input, (bytes, answer), &Nobody)
    }

    /// The same before somebody who looks on.
    pub(super) fn judge_before<'b>(
        &'b self,
        input: &Input,
        (bytes, answer): (Box<dyn Read + 'b>, Option<Response>),
        onlooker: &dyn Onlooker,
    ) -> Checked {
        let name = input.name();
        let folder = input.folder();
        let station = self.stations.get(&folder).expect("every input was configured");
        let Station { config, judges, asked } = station.as_ref();
        let fail_on = self.check.judging.fail_on.or(config.fail_on).unwrap_or(FailOn::Warning);
        let beside = |name: &str| files::beside(&folder, name);
        let options = self.options(input, &beside);
        let path = match input.path() {
            Some(path) => self.roots.repository_path(path),
            None => name.clone(),
        };
        let place = input.path().unwrap_or_else(|| Path::new("-"));
        let linter = Linter {
            catalog: &judges.catalog,
            rules: &judges.rules,
            settings: self.settings(config.clone()),
            policy: config.policy(place, &judges.rules, asked),
        };
        let recording = Recording { name: &name, path: &path, input: bytes, options, answer };
        let report =
            panic::catch_unwind(AssertUnwindSafe(|| lint_before(recording, &linter, onlooker)));
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
            answers: self.answers.clone(),
            ..config.settings
        }
    }
}

pub(crate) fn clock() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
