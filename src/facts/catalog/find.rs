//! Finding things in the catalogue: the route of a call, its service, its near misses.

/// How paths lead to routes; made when the first path is looked up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {}
