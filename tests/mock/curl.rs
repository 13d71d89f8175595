//! The real curl, which trusts the stand-in alone and finds every host there.

use std::io::Write as _;
use std::process::{Child, Command, Stdio};

use frontegg_lint::online::mock::{Mock, Setup};
use serde_json::Value;
use tempfile::NamedTempFile;

/// A stand-in, and a file with its certificate.
pub(crate) struct Desk {
    pub(crate) mock: Mock,
    certificate: NamedTempFile,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::of(Setup::default())
    }

    pub(crate) fn of(setup: Setup) -> Self {
        let mock = Mock::start(setup).unwrap();
        let mut certificate = NamedTempFile::new().unwrap();
        certificate.write_all(mock.certificate().as_bytes()).unwrap();
        Self { mock, certificate }
    }

    /// curl with these arguments, running.
    pub(crate) fn started(&self, arguments: &[&str]) -> Child {
        let mut curl = Command::new("curl");
        curl.args(["-q", "-s", "-S", "-i", "--noproxy", "*", "--max-time", "60", "--cacert"]);
        curl.arg(self.certificate.path());
        curl.args(["--connect-to", &format!("::{}", self.mock.address())]).args(arguments);
        curl.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        curl.spawn().expect("curl is installed")
    }

    /// What curl says, and the code it ends with.
    pub(crate) fn said(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.started(arguments).wait_with_output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8_lossy(&said).into_owned())
    }

    /// The answer to one request.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Answer {
        let (code, said) = self.said(arguments);
        assert_eq!(code, 0, "{said}");
        Answer::read(&said)
    }

    /// Asks with a bearer token, and these further arguments.
    pub(crate) fn with(&self, token: &str, url: &str, further: &[&str]) -> Answer {
        let bearer = format!("Authorization: Bearer {token}");
        self.ask(&[&[url, "-H", &bearer], further].concat())
    }

    /// A path of the gateway where the vendor lives.
    pub(crate) fn gateway(&self, path: &str) -> String {
        format!("https://{}{path}", self.mock.account().gateway)
    }

    /// A path of the environment's host.
    pub(crate) fn environment(&self, path: &str) -> String {
        format!("https://{}{path}", self.mock.account().environment)
    }
}

impl Answer {
    pub(crate) fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let pair = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        Self { status, headers: lines.map(pair).collect(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The status and the words of the error, as a caller meets them.
    pub(crate) fn error(&self) -> (u16, &str) {
        (self.status, &self.body)
    }
}
