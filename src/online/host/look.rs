//! Names that look like Frontegg's and are none.

use crate::near;

const OWN: &str = "frontegg";

/// Whether a name that is none of Frontegg's is made to look like one. `frontegg.acme.com` is an
/// ordinary name of Acme's.
pub(in crate::online) fn is_alike(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let inside = labels.windows(2).any(|pair| pair == [OWN, "com"]);
    // What somebody had to register: the label before the last, or before two of a country.
    let registered = labels.iter().rev().skip(1).take(2).enumerate();
    let alike = registered.into_iter().any(|(at, label)| {
        let is_own = at == 0 || labels.len() == 2 || is_of_country(&labels);
        is_own && (label.contains(OWN) || near::edits(label, OWN) <= 2)
    });
    inside || alike
}

/// `co.uk`, `com.au`.
fn is_of_country(labels: &[&str]) -> bool {
    const SECOND: [&str; 8] = ["ac", "co", "com", "edu", "gov", "ne", "net", "org"];
    matches!(labels, [.., second, last] if last.len() == 2 && SECOND.contains(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_told_from_names_of_customers() {
        for name in [
            "frontegg.com.evil.example",
            "api-frontegg.com",
            "acme.frontegg.co",
            "acme.fronttegg.com",
            "acme.fr0ntegg.com",
            "frontegg.com.au",
            "login.my-frontegg.io",
        ] {
            assert!(is_alike(name), "{name}");
        }
        for name in [
            "frontegg.acme.com",
            "frontegg.abc.io",
            "login.acme.com",
            "auth.acme.co.uk",
            "front.example",
        ] {
            assert!(!is_alike(name), "{name}");
        }
    }
}
