//! Where the vendor lives, by the witnesses of a request.

use crate::truth::{Fact, Why};

use super::Settings;
use super::catalog::Catalog;

/// A region's id, and who says so.
pub(crate) type Witness = (String, &'static str);

pub(crate) const CONFIGURATION: &str = "the configuration";
pub(crate) const ISSUER: &str = "the token's issuer";
pub(crate) const MINT: &str = "the gateway that minted the token";
pub(crate) const ASKED: &str = "the gateway that accepts it";
pub(crate) const VENDOR_HOST: &str = "frontegg-vendor-host";

/// What the witnesses say, in their order: the configuration decides, two others must agree.
pub(crate) fn region(
    settings: &Settings,
    catalog: &Catalog,
    witnesses: impl IntoIterator<Item = (Option<String>, &'static str)>,
) -> Fact<Witness> {
    if let Some(region) = &settings.region {
        let id = region.trim().to_ascii_lowercase();
        return match catalog.region(&id) {
            Some(_) => Fact::Known((id, CONFIGURATION)),
            None => Fact::Unknown(Why::NotConfigured),
        };
    }
    let mut first: Option<Witness> = None;
    for (region, name) in witnesses {
        match (region, &first) {
            (Some(region), None) => first = Some((region, name)),
            (Some(region), Some((said, _))) if *said != region => {
                return Fact::Unknown(Why::Contradicted);
            }
            (Some(_), Some(_)) | (None, _) => {}
        }
    }
    first.map_or(Fact::Unknown(Why::NotConfigured), Fact::Known)
}
