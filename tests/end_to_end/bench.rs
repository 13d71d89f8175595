//! A stand-in, a shell whose curl finds it under every name, and the linter beside them.

use std::fs;
use std::path::Path;
use std::process::Command;

use frontegg_lint::online::mock::{Life, Mock, Setup};
use serde_json::Value;
use tempfile::TempDir;

use crate::desk::command::{Said, folder, run};

pub(crate) struct Bench {
    pub(crate) mock: Mock,
    pub(crate) folder: TempDir,
}

/// What a shell printed.
pub(crate) struct Shell {
    pub(crate) text: String,
    pub(crate) status: String,
}

impl Bench {
    /// A stand-in, and a configuration.
    pub(crate) fn new(setup: Setup, configuration: impl Fn(&Mock) -> String) -> Self {
        let mock = Mock::start(setup).unwrap();
        let configuration = configuration(&mock);
        let folder = folder(&[(".frontegg-lint.yaml", &configuration)]);
        fs::write(folder.path().join("mock.pem"), mock.certificate()).unwrap();
        let address = mock.address();
        let pem = folder.path().join("mock.pem");
        let options = format!(
            "cacert = {:?}\nconnect-to = \"::{}:{}\"\nno-progress-meter\n",
            pem.display().to_string(),
            address.ip(),
            address.port()
        );
        fs::write(folder.path().join(".curlrc"), options).unwrap();
        Self { mock, folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command in a shell that knows the tokens by their names.
    pub(crate) fn shell(&self, command: &str) -> Shell {
        let account = self.mock.account();
        let region = account.region.clone();
        let output = Command::new("bash")
            .args(["-c", command])
            .current_dir(self.path())
            .env("HOME", self.path())
            .env("CURL_HOME", self.path())
            .env("VENDOR_TOKEN", self.mock.vendor_token(&region, Life::Valid))
            .env("USER_TOKEN", self.mock.user_token(Life::Valid))
            .env("FRONTEGG_CLIENT_ID", &account.client_id)
            .env("FRONTEGG_API_KEY", &account.api_key)
            .env_remove("HTTPS_PROXY")
            .env_remove("https_proxy")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        let status = text.lines().rev().find_map(|line| line.strip_prefix("status ")).unwrap_or("");
        Shell { status: status.to_owned(), text }
    }

    /// Makes a call with the real curl, as people record it: the command, and what `-v` printed.
    pub(crate) fn record(&self, call: &str) -> String {
        let said = self.shell(&format!("{} -v 2>&1", call.trim_end()));
        assert!(said.text.contains("< HTTP/1.1 "), "{}", said.text);
        said.text
    }

    /// What the linter says of a text, as JSON.
    pub(crate) fn check(&self, text: &str, arguments: &[&str]) -> Value {
        let said = self.said(text, &[arguments, &["--format", "json"]].concat());
        said.json()
    }

    pub(crate) fn said(&self, text: &str, arguments: &[&str]) -> Said {
        let said = run(self.path(), &[&["check"], arguments].concat(), text.as_bytes());
        let account = self.mock.account();
        for secret in [&account.api_key, &account.password] {
            assert!(!said.all().contains(secret.as_str()), "{}", said.all());
        }
        said
    }

    /// The options that make the linter ask the stand-in.
    pub(crate) fn gateway(&self) -> String {
        format!("https://{}", self.mock.address())
    }

    /// Runs a corrected command; the status of its answer.
    pub(crate) fn apply(&self, corrected: &str) -> String {
        let said = self.shell(&format!(
            "{} -o answer.json -w 'status %{{http_code}}\\n'",
            corrected.trim_end()
        ));
        assert!(!said.status.is_empty(), "{corrected}\n{}", said.text);
        said.status
    }
}

/// The corrected command of a rule's finding.
pub(crate) fn corrected<'a>(report: &'a Value, rule: &str) -> &'a str {
    let findings = report["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["rule"] == rule);
    let finding = finding.unwrap_or_else(|| panic!("no {rule} in {report:#}"));
    finding["fix"]["corrected"].as_str().unwrap_or_else(|| panic!("no fix in {finding:#}"))
}

/// The causes that a diagnosis confirms, the best first.
pub(crate) fn confirmed(report: &Value) -> Vec<&str> {
    let causes = report["diagnoses"][0]["confirmed"].as_array();
    let causes = causes.unwrap_or_else(|| panic!("no diagnosis in {report:#}"));
    causes.iter().map(|cause| cause["rule"].as_str().unwrap()).collect()
}
