//! The way to the network as the arguments say it, and what is said before anything is sent.

use std::net::SocketAddr;
use std::path::PathBuf;
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
    /// Wait so many seconds for an answer
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
    /// Says what goes where, and sends it. Nothing comes back under `--dry-run`.
    pub(crate) fn ask(&self, requests: &[Request]) -> Result<Option<Replies>, Failure> {
        let lines: Vec<String> = requests.iter().map(Request::line).collect();
        if self.dry_run {
            message::print((lines.join("\n") + "\n").as_bytes())?;
            return Ok(None);
        }
        for line in &lines {
            message::say(&format!("asking: {line}"));
        }
        // From here on Ctrl-C is heeded: it ends everything at once.
        interrupt::heed();
        Ok(Some(ask_now(&self.door()?, requests)))
    }

    pub(crate) fn door(&self) -> Result<Door, Failure> {
        let patience = Duration::from_secs(self.timeout);
        let door = match (&self.gateway, &self.certificate) {
            (Some(address), Some(certificate)) => {
                let roots = Roots::Only(files::bytes(certificate)?);
                Door::new(Arc::new(Loopback(*address)), roots, patience)
            }
            (Some(_), None) | (None, _) => Door::new(Arc::new(System), Roots::System, patience),
        };
        door.map_err(|error| Failure::Network(error.to_string()))
    }
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
    use super::*;

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
