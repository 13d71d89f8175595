//! `probe region`.

use clap::Args;

use crate::cli::args::{Global, OneFormat};
use crate::cli::exit::Ending;
use crate::cli::failure::Failure;
use crate::cli::network::Network;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    network: Network,
    #[command(flatten)]
    format: OneFormat,
}

pub(super) fn run(_arguments: &Arguments, _global: &Global) -> Result<Ending, Failure> {
    Err(Failure::usage("not built yet"))
}
