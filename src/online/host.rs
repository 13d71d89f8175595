//! Whether a host is an environment of Frontegg, and in which region.
