//! The arguments of `rules`.

use std::path::PathBuf;

use clap::Subcommand;

use super::OneFormat;

#[derive(Subcommand)]
pub(crate) enum Rules {
    /// List the rules
    List(OneFormat),
    /// Show what a rule asks, says and does
    Show {
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Test the rules of a folder against their examples; the built-in ones without it
    Test {
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Say which conditions no example notices when they are removed or turned round
        #[arg(long)]
        mutants: bool,
    },
    /// Say which pitfalls no rule catches, and what no example has tried
    ///
    /// `--verbose` lists what is caught and every route that no example calls.
    Coverage(OneFormat),
    /// Write the pages that `explain` prints to docs/
    Pages {
        /// Write nothing, say which pages are stale
        #[arg(long)]
        check: bool,
    },
    /// List the facts that rules can ask
    Facts,
    /// Print the JSON Schema of rule files, for editors
    Schema,
}
