//! Why a call that was recorded is not sent.

use crate::online::replay::Unsent;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Withheld {
    #[error(transparent)]
    Unsent(Unsent),
    #[error(
        "what may change something is sent once, as corrected; `--as-recorded --allow-writes` sends it as it is instead"
    )]
    Twice,
    #[error(
        "it may change something, and no correction is known; `--as-recorded --allow-writes` sends it as it is"
    )]
    Uncorrected,
    #[error(
        "`{0}` may change something: `--allow-writes` sends it, once you have typed its method and path"
    )]
    Writes(String),
    #[error(
        "it may change something, and nobody can confirm it: standard input is no terminal; give the recording as a file"
    )]
    NoTerminal,
    #[error("what was typed is not its method and path")]
    Unconfirmed,
}
