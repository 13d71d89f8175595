//! The way to the network as the arguments say it, and what is said before anything is sent.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::{interrupt, message};
use crate::online::{Door, Loopback, NoReply, Reply, Request, Roots, System, ask_now};

#[derive(Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct Network {
    /// Say what would be sent where, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Give up on a request after so many seconds, whatever takes so long
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=300))]
    pub(crate) timeout: u64,
    /// Ask `frontegg-lint mock` in place of Frontegg, at its address on this machine
    #[arg(long, value_name = "https://127.0.0.1:PORT", requires = "certificate", value_parser = loopback)]
    pub(crate) gateway: Option<SocketAddr>,
    /// The file that `mock --certificate` wrote
    #[arg(long, value_name = "FILE", requires = "gateway")]
    pub(crate) certificate: Option<PathBuf>,
}

/// What came back for each request, in their order.
pub(crate) type Replies = Vec<Result<Reply, NoReply>>;

impl Network {
    /// Says what goes where, sends it, and says who did not answer, why, and what to do about it. Nothing is
    /// sent under `--dry-run`, and nothing comes back.
    pub(crate) fn ask(&self, requests: &[Request]) -> Result<Option<Replies>, Failure> {
        if self.dry_run {
            message::print((self.lines(requests).join("\n") + "\n").as_bytes())?;
            return Ok(None);
        }
        let door = self.door()?;
        // From here on Ctrl-C is heeded: it ends everything at once.
        interrupt::heed();
        if let Some(address) = self.gateway {
            message::say(&format!("{address} stands in for all hosts below"));
        }
        for request in requests {
            message::say(&format!("asking: {}", line(request, Some(&door))));
        }
        let replies = ask_now(&door, requests);
        for line in silent(&replies, requests) {
            message::say(&line);
        }
        Ok(Some(replies))
    }

    /// What would go where, and through whose hands, if it were sent: a line each.
    pub(crate) fn lines(&self, requests: &[Request]) -> Vec<String> {
        let door = self.door().ok();
        requests.iter().map(|request| line(request, door.as_ref())).collect()
    }

    pub(crate) fn door(&self) -> Result<Door, Failure> {
        let patience = Duration::from_secs(self.timeout);
        let door = match (&self.gateway, &self.certificate) {
            (Some(address), Some(certificate)) => {
                let roots = Roots::Only(pem(certificate)?);
                Door::new(Arc::new(Loopback(*address)), roots, patience)
            }
            (Some(_), None) | (None, _) => Door::new(Arc::new(System), Roots::System, patience),
        };
        door.map_err(|error| Failure::Network(error.to_string()))
    }
}

/// A file that holds a certificate.
fn pem(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = files::bytes(path)?;
    if String::from_utf8_lossy(&bytes).contains("-----BEGIN CERTIFICATE-----") {
        return Ok(bytes);
    }
    Err(Failure::Usage {
        what: format!("{}: no certificate is in it", message::path(path)),
        help: Some("`frontegg-lint mock --certificate FILE` writes one".to_owned()),
    })
}

/// What goes where, and through whose hands.
fn line(request: &Request, door: Option<&Door>) -> String {
    let proxy = door.and_then(|door| door.proxy(request.host()));
    let through = proxy.map(|proxy| format!(", through the proxy {proxy}"));
    format!("{}{}", request.line(), through.unwrap_or_default())
}

/// Who did not answer and why, and what to do about it: a line each.
fn silent(replies: &Replies, requests: &[Request]) -> Vec<String> {
    let silent: BTreeSet<(NoReply, &str)> = requests
        .iter()
        .zip(replies)
        .filter_map(|(request, reply)| Some((*reply.as_ref().err()?, request.host())))
        .collect();
    let hosts = silent.iter().map(|(reason, host)| format!("no answer from {host}: {reason}"));
    let reasons: BTreeSet<NoReply> = silent.iter().map(|(reason, _)| *reason).collect();
    let helps = reasons.iter().map(|reason| format!("help: {}", reason.help()));
    hosts.chain(helps).collect()
}

/// `https://127.0.0.1:8443`: the only address that may stand for all of Frontegg.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let wrong = || "it is an address of this machine, like https://127.0.0.1:8443".to_owned();
    let bare = text.strip_prefix("https://").ok_or_else(wrong)?;
    let address: SocketAddr = bare.trim_end_matches('/').parse().map_err(|_| wrong())?;
    if address.ip().is_loopback() { Ok(address) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use crate::facts::Settings;
    use crate::facts::catalog::Catalog;
    use crate::online::Hosts;

    use super::*;

    #[test]
    fn who_did_not_answer_is_said_with_what_to_do() {
        let settings = Settings::default();
        let hosts = Hosts::new(Catalog::built_in(), &settings);
        let requests: Vec<Request> =
            ["api.us.frontegg.com", "api.frontegg.com", "acme.frontegg.com"]
                .iter()
                .chain(&["acme.frontegg.com", "api.ca.frontegg.com"])
                .map(|host| hosts.trusted(host).unwrap().get("/a?k9XvQ2"))
                .collect();
        let good = Reply { status: 200, headers: vec![], body: vec![], took: Duration::ZERO };
        let replies = vec![
            Err(NoReply::Unreachable),
            Err(NoReply::Unreachable),
            Err(NoReply::TimedOut),
            Err(NoReply::TimedOut),
            Ok(good),
        ];
        let lines = silent(&replies, &requests);
        let said = lines.join("\n");
        assert_eq!(lines[0], "no answer from api.frontegg.com: it cannot be reached");
        assert_eq!(lines[1], "no answer from api.us.frontegg.com: it cannot be reached");
        assert_eq!(lines[2], "no answer from acme.frontegg.com: it did not answer in time");
        assert!(lines[3].starts_with("help: check that this machine is connected"), "{said}");
        assert!(lines[4].contains("`--timeout`") && lines.len() == 5, "{said}");
    }

    #[test]
    fn only_this_machine_may_stand_for_frontegg() {
        for good in ["https://127.0.0.1:8443", "https://127.0.0.1:8443/", "https://[::1]:1"] {
            assert!(loopback(good).is_ok(), "{good}");
        }
        for bad in [
            "http://127.0.0.1:8443",
            "https://10.0.0.1:8443",
            "https://0.0.0.0:8443",
            "https://localhost:8443",
            "https://127.0.0.1",
            "https://127.0.0.1:8443@evil.example:443",
            "https://evil.example:8443",
            "127.0.0.1:8443",
        ] {
            assert!(loopback(bad).is_err(), "{bad}");
        }
    }
}
