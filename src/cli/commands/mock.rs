//! `mock`: a stand-in for Frontegg on this machine.

use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Ending;
use crate::cli::failure::Failure;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Listen at this port of this machine
    #[arg(long, value_name = "PORT", default_value_t = 8443)]
    port: u16,
    /// Write the certificate that clients have to trust
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

pub(crate) fn run(_arguments: &Arguments) -> Result<Ending, Failure> {
    Err(Failure::usage("not built yet"))
}
