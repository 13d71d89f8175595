//! Why there is no answer, and what to do about it.

use std::error::Error;
use std::io;

use tokio_rustls::rustls;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum NoReply {
    #[error("its name stands for no address")]
    NoAddress,
    #[error("it cannot be reached")]
    Unreachable,
    #[error("the proxy cannot be reached, or does not let it through")]
    Proxy,
    #[error("its certificate does not hold, so it was told nothing")]
    Certificate,
    #[error("it did not answer in time")]
    TimedOut,
    #[error("what it answered cannot be read")]
    Broken,
    #[error("it answered more than is read")]
    TooLarge,
    #[error("the request cannot be written as HTTP, so it was not sent")]
    Unsendable,
}

impl NoReply {
    /// What to do about it.
    pub const fn help(self) -> &'static str {
        match self {
            Self::NoAddress => {
                "check how the host is written, and that this machine is connected; \
                 a company's network may need its VPN, or its proxy in `HTTPS_PROXY`"
            }
            Self::Unreachable => {
                "check that this machine is connected and that no firewall is in the way; \
                 a company's network may need its VPN, or its proxy in `HTTPS_PROXY`"
            }
            Self::Proxy => {
                "check the address and the password in `HTTPS_PROXY` or `ALL_PROXY`; \
                 `NO_PROXY` lists hosts that need no proxy"
            }
            // Windows and macOS have a store of their own, and look at no other.
            Self::Certificate if cfg!(any(windows, target_os = "macos")) => {
                "if your company reads along, this machine has to trust its certificate; \
                 if not, somebody else may answer for this host"
            }
            Self::Certificate => {
                "if your company reads along, name the file with its certificate in \
                 `SSL_CERT_FILE`; if not, somebody else may answer for this host"
            }
            Self::TimedOut => {
                "wait longer with `--timeout`; where nothing is ever answered, a firewall may be \
                 in the way: try your company's VPN, or its proxy in `HTTPS_PROXY`"
            }
            Self::Broken => {
                "try again; if it stays so, something between may change what is answered"
            }
            Self::TooLarge => "check the host: what Frontegg answers here is small",
            Self::Unsendable => {
                "look for line breaks, `..` and other odd characters in its path and headers"
            }
        }
    }

    /// No connection was made: nothing was told, and another attempt may find one.
    pub(super) const fn is_without_connection(self) -> bool {
        match self {
            Self::NoAddress | Self::Unreachable | Self::Proxy | Self::TimedOut => true,
            Self::Certificate | Self::Broken | Self::TooLarge | Self::Unsendable => false,
        }
    }

    /// What an error of the client means, where a proxy stands between or not.
    pub(super) fn of(error: &reqwest::Error, way: Way) -> Self {
        if error.is_builder() {
            Self::Unsendable
        } else if let Some(tls) = tls(error) {
            let certificate = matches!(tls, rustls::Error::InvalidCertificate(_));
            if certificate { Self::Certificate } else { Self::Broken }
        } else if error.is_timeout() {
            Self::TimedOut
        } else if !error.is_connect() || broke_off(error) {
            Self::Broken
        } else {
            match way {
                Way::Proxied => Self::Proxy,
                Way::Direct if error.is_dns() => Self::NoAddress,
                Way::Direct => Self::Unreachable,
            }
        }
    }
}

/// How a host is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Direct,
    Proxied,
}

/// What TLS has to say in the chain of causes.
fn tls(error: &reqwest::Error) -> Option<&rustls::Error> {
    chain(error).find_map(|cause| cause.downcast_ref())
}

/// The other side closed the connection where the handshake was to go on.
fn broke_off(error: &reqwest::Error) -> bool {
    let eof = |cause: &io::Error| cause.kind() == io::ErrorKind::UnexpectedEof;
    chain(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).any(eof)
}

/// An error and its causes.
fn chain<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let first: &'a (dyn Error + 'static) = error;
    std::iter::successors(Some(first), |error| cause(*error))
}

/// The cause of an I/O error is not its source, but what it holds.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_what_to_do() {
        for reason in [
            NoReply::NoAddress,
            NoReply::Unreachable,
            NoReply::Proxy,
            NoReply::Certificate,
            NoReply::TimedOut,
            NoReply::Broken,
            NoReply::TooLarge,
            NoReply::Unsendable,
        ] {
            let said = format!("{reason}; {}", reason.help());
            assert!(said.is_ascii() && !said.contains("  ") && !said.ends_with('.'), "{said}");
        }
    }
}
