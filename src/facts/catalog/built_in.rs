//! The catalogue that the build compiled into the binary.

use std::sync::OnceLock;

use super::Catalog;

/// What `build.rs` made of `rules/catalog/`.
static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin"));

impl Catalog {
    /// The catalogue of this build, decoded once.
    #[expect(clippy::missing_panics_doc, reason = "the build made the bytes it decodes")]
    pub fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<Catalog> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            postcard::from_bytes(COMPILED).expect("build.rs wrote it from this very type")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_decodes_and_is_not_empty() {
        let catalog = Catalog::built_in();
        assert!(catalog.regions.len() >= 5);
        assert!(!catalog.routes.is_empty());
        assert!(std::ptr::eq(catalog, Catalog::built_in()));
    }
}
