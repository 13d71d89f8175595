//! The command, a recording, and the stand-in that answers.

use std::path::Path;

use frontegg_lint::online::mock::{Account, Life, Mock, Seen, Setup};
use tempfile::TempDir;

use crate::desk::command::{self, Said};

pub(crate) struct Room {
    pub(crate) mock: Mock,
    pub(crate) folder: TempDir,
}

/// What a test knows besides the arguments: the environment.
pub(crate) type Variables<'a> = &'a [(&'a str, &'a str)];

impl Room {
    pub(crate) fn new() -> Self {
        Self::with(Setup::default())
    }

    pub(crate) fn with(setup: Setup) -> Self {
        let mock = Mock::start(setup).unwrap();
        let folder = command::folder(&[("mock.pem", mock.certificate())]);
        Self { mock, folder }
    }

    pub(crate) fn account(&self) -> &Account {
        self.mock.account()
    }

    /// A vendor token of the account's.
    pub(crate) fn vendor(&self) -> String {
        self.mock.vendor_token(&self.account().region, Life::Valid)
    }

    #[expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
    pub(crate) fn file(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The configuration says this.
    pub(crate) fn configured(self, text: &str) -> Self {
        self.file(".frontegg-lint.yaml", text);
        self
    }

    pub(crate) fn arguments(&self, arguments: &[&str]) -> Vec<String> {
        let gateway = format!("https://{}", self.mock.address());
        let words = ["probe", "replay", "--gateway", &gateway, "--certificate", "mock.pem"];
        [&words, arguments].concat().into_iter().map(str::to_owned).collect()
    }

    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Said {
        self.run_in((arguments, &[]), input)
    }

    /// The same, where the environment has these variables.
    pub(crate) fn run_in(
        &self,
        (arguments, variables): (&[&str], Variables<'_>),
        input: &str,
    ) -> Said {
        let words = self.arguments(arguments);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        command::run_in(self.path(), (&words, variables), input.as_bytes())
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The hosts that were asked, and how, in alphabetical order: calls go out at the same time.
    pub(crate) fn asked(&self) -> Vec<String> {
        let line = |seen: Seen| format!("{} {}{}", seen.method, seen.host, seen.path);
        let mut asked: Vec<String> = self.mock.seen().into_iter().map(line).collect();
        asked.sort();
        asked
    }
}
