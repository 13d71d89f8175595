//! A name for a finding that survives moved lines and re-recorded files.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::mask;

/// What makes a finding the same finding tomorrow. No values, times or line numbers.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    pub rule: &'a str,
    /// The file, relative to its repository.
    pub path: &'a str,
    pub method: &'a str,
    /// The route's template; else the host's class and [`path_shape`].
    pub target: &'a str,
    /// The header, query or body field it is about; may be empty.
    pub name: &'a str,
}

pub fn fingerprint(parts: &Parts<'_>) -> String {
    let mut hash = Sha256::new();
    for part in [parts.rule, parts.path, parts.method, parts.target, parts.name] {
        // The length keeps `ab` + `c` apart from `a` + `bc`.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(hash)
}

/// The name of the `ordinal`th finding, counted from 0, of those that are alike in all their parts.
pub fn nth(fingerprint: &str, ordinal: usize) -> String {
    if ordinal == 0 {
        return fingerprint.to_owned();
    }
    let mut hash = Sha256::new();
    hash.update(fingerprint.as_bytes());
    hash.update((ordinal as u64).to_be_bytes());
    hex(hash)
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A path without what differs from call to call: `/users/*/roles`.
pub fn path_shape(path: &str) -> String {
    let shape = |segment| if is_name(segment) { segment } else { "*" };
    path.split('/').map(shape).collect::<Vec<_>>().join("/")
}

/// A segment that names a resource or a version, not one thing.
fn is_name(segment: &str) -> bool {
    let version = segment.len() <= 3 && segment.starts_with('v');
    let word = !segment.bytes().any(|byte| byte.is_ascii_digit());
    segment.is_empty() || (version || word) && mask::identifier(segment).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: Parts<'_> = Parts {
        rule: "missing-tenant-id",
        path: "call.sh",
        method: "GET",
        target: "/identity/resources/users/v1/{id}",
        name: "frontegg-tenant-id",
    };

    #[test]
    fn the_same_finding_has_the_same_name_and_its_twin_another() {
        let first = fingerprint(&PARTS);
        assert_eq!(first.len(), 64);
        assert_eq!(first, fingerprint(&PARTS));
        assert_ne!(first, nth(&first, 1));
        assert_ne!(first, fingerprint(&Parts { path: "call.s", method: "hGET", ..PARTS }));
    }

    #[test]
    fn a_paths_shape_forgets_whom_it_is_about() {
        let path = "/identity/resources/users/v1/7c1d5f60-0000-4e2b-9a11-5eedfeed0001/roles";
        assert_eq!(path_shape(path), "/identity/resources/users/v1/*/roles");
        assert_eq!(path_shape("/invites/42"), "/invites/*");
    }
}
