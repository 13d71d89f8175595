//! Which version this is: the package's, its commit, and the date of what it knows.

/// Behind the name, where `--version` asks. The build says the commit; a package has none.
pub(crate) const TEXT: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("FRONTEGG_LINT_COMMIT"),
    "routes of the specification of 2026-03-31)"
);
