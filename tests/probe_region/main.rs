//! `probe region` and `probe environment`, asked of a stand-in on this machine.
#![cfg(all(feature = "cli", feature = "online"))]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod asked;
mod belongs;
#[path = "../desk/mod.rs"]
mod desk;
mod typed;

use std::collections::BTreeMap;
use std::time::Duration;

use desk::command::{Said, folder, run_in};
use frontegg_lint::online::mock::{Manner, Mock, Setup};
use tempfile::TempDir;

/// A stand-in, and a folder with its certificate.
struct Desk {
    mock: Mock,
    folder: TempDir,
}

impl Desk {
    /// The vendor lives in this region.
    fn of(region: &str) -> Self {
        Self::with(Setup { region: region.to_owned(), ..Setup::default() }, "# nothing\n")
    }

    fn with(setup: Setup, configuration: &str) -> Self {
        let mock = Mock::start(setup).unwrap();
        let files = [(".frontegg-lint.yaml", configuration), ("mock.pem", mock.certificate())];
        let folder = folder(&files);
        Self { mock, folder }
    }

    fn pair(&self) -> (String, String) {
        let account = self.mock.account();
        (account.client_id.clone(), account.api_key.clone())
    }

    /// Asks with the right pair.
    fn probe(&self, words: &[&str]) -> Said {
        let (client_id, api_key) = self.pair();
        self.probe_with((&client_id, &api_key), words)
    }

    /// Asks with this pair, and makes sure that none of it gets out that may not.
    fn probe_with(&self, (client_id, api_key): (&str, &str), words: &[&str]) -> Said {
        let environment = [("FRONTEGG_CLIENT_ID", client_id), ("FRONTEGG_API_KEY", api_key)];
        let said = self.run(words, &environment);
        assert!(!said.all().contains(api_key.trim()), "the API key is said");
        let begins = ["ey", "J"].concat();
        assert!(!said.all().contains(&begins), "a token is said");
        said
    }

    fn run(&self, words: &[&str], environment: &[(&str, &str)]) -> Said {
        let gateway = format!("https://{}", self.mock.address());
        let network = ["--gateway", &gateway, "--certificate", "mock.pem"];
        let words = [&["probe"], words, network.as_slice()].concat();
        run_in(self.folder.path(), (&words, environment), b"")
    }

    /// What was asked of the stand-in, in the order of the words.
    fn paths(&self) -> Vec<String> {
        let seen = self.mock.seen().into_iter();
        let mut paths: Vec<String> =
            seen.map(|seen| format!("{} {}{}", seen.method, seen.host, seen.path)).collect();
        paths.sort();
        paths
    }
}

/// One region does not answer before the command has lost patience.
fn late(region: &str, slow: &str) -> Setup {
    let late = BTreeMap::from([(slow.to_owned(), Duration::from_secs(3600))]);
    Setup { region: region.to_owned(), manner: Manner::Late(late), ..Setup::default() }
}
