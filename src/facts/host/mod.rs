//! What answers at a host: a gateway, an environment, somebody else.

use crate::truth::{Fact, Why};

use super::catalog::{Catalog, Region, Standing};
use super::{Environment, Settings};

mod blank;

pub(crate) use blank::has_blank_label;

/// A word of `host.class`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Gateway,
    Environment,
    Custom,
    Portal,
    Documentation,
    OtherFrontegg,
    BackEnd,
    Foreign,
}

impl Class {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Environment => "environment",
            Self::Custom => "custom",
            Self::Portal => "portal",
            Self::Documentation => "documentation",
            Self::OtherFrontegg => "other-frontegg",
            Self::BackEnd => "back-end",
            Self::Foreign => "foreign",
        }
    }
}

/// What is known of a host.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) name: Fact<String>,
    pub(crate) class: Fact<Class>,
    /// The region's id.
    pub(crate) region: Fact<String>,
    pub(crate) unknown_region: Fact<String>,
    pub(crate) nearest: Fact<String>,
}

/// First labels under frontegg.com that are no environment's.
const EXCLUDED: &[&str] =
    &["api", "portal", "developers", "docs", "support", "status", "www", "cdn", "assets"];

impl Host {
    fn unknown(why: Why) -> Self {
        Self {
            name: Fact::Unknown(why),
            class: Fact::Unknown(why),
            region: Fact::Unknown(why),
            unknown_region: Fact::Unknown(why),
            nearest: Fact::Unknown(why),
        }
    }

    fn known(name: &str, class: Class) -> Self {
        Self {
            name: Fact::Known(name.to_owned()),
            class: Fact::Known(class),
            region: Fact::Absent,
            unknown_region: Fact::Absent,
            nearest: Fact::Absent,
        }
    }

    fn of_class(self, class: Fact<Class>) -> Self {
        Self { class, ..self }
    }

    fn in_region(self, region: &Region) -> Self {
        Self { region: Fact::Known(region.id.clone()), ..self }
    }

    /// A host outside Frontegg's names.
    pub(crate) fn outside(name: &str, class: Class) -> Self {
        let region = match class {
            Class::Environment | Class::Custom => Fact::Unknown(Why::NotConfigured),
            Class::Gateway
            | Class::Portal
            | Class::Documentation
            | Class::OtherFrontegg
            | Class::BackEnd
            | Class::Foreign => Fact::Absent,
        };
        Self { region, ..Self::known(name, class) }
    }

    /// A host among Frontegg's names; none for any other.
    pub(crate) fn of_name(name: &str, catalog: &Catalog) -> Option<Self> {
        if let Some(region) = catalog.regions.iter().find(|region| region.gateway == name) {
            return Some(Self::known(name, Class::Gateway).in_region(region));
        }
        if let Some(region) = catalog.regions.iter().find(|r| r.portal.as_deref() == Some(name)) {
            return Some(Self::known(name, Class::Portal).in_region(region));
        }
        if let Some(class) = listed(name, catalog) {
            return Some(Self::known(name, class));
        }
        if name == "frontegg.com" {
            return Some(Self::known(name, Class::OtherFrontegg));
        }
        let labels: Vec<&str> = name.strip_suffix(".frontegg.com")?.split('.').collect();
        Some(match labels.as_slice() {
            ["api", label] if !label.is_empty() => {
                Self::known(name, Class::Gateway).astray(label, catalog)
            }
            [label] => Self::of_label(name, label, catalog),
            [label, region] if !is_excluded(label) => match with_label(region, catalog) {
                _ if label.is_empty() || region.is_empty() => Self::unknown(Why::NotApplicable),
                Some(_) if tells_no_region(name) => Self::known(name, Class::Environment),
                Some(found) => Self::known(name, Class::Environment).in_region(found),
                None => Self::known(name, Class::Environment).astray(region, catalog),
            },
            // Frontegg's own machines, of which nothing is said anywhere.
            _ => {
                Self::known(name, Class::OtherFrontegg).of_class(Fact::Unknown(Why::NotApplicable))
            }
        })
    }

    /// `<label>.frontegg.com`.
    fn of_label(name: &str, label: &str, catalog: &Catalog) -> Self {
        let region = !label.is_empty() && with_label(label, catalog).is_some();
        if region || matches!(label, "eu" | "ap" | "apac") {
            return Self::known(name, Class::OtherFrontegg);
        }
        if is_excluded(label) || label.is_empty() {
            let class = match label {
                "portal" => Fact::Known(Class::Portal),
                "developers" | "docs" => Fact::Known(Class::Documentation),
                _ if EXCLUDED.contains(&label) => Fact::Known(Class::OtherFrontegg),
                _ => Fact::Unknown(Why::NotApplicable),
            };
            return Self::known(name, Class::OtherFrontegg).of_class(class);
        }
        let host = Self::known(name, Class::Environment);
        match with_label("", catalog) {
            Some(home) if !tells_no_region(name) => host.in_region(home),
            Some(_) | None => host,
        }
    }

    /// A label stands where a region stands, and is none.
    fn astray(self, label: &str, catalog: &Catalog) -> Self {
        let nearest = nearest_region(label, catalog);
        let name = match &self.name {
            Fact::Known(name) => name.clone(),
            Fact::Absent | Fact::Unknown(_) => String::new(),
        };
        let nearest = nearest.map(|region| match self.class {
            Fact::Known(Class::Environment) => {
                let first = name.split('.').next().unwrap_or_default();
                let label = if region.label.is_empty() {
                    String::new()
                } else {
                    format!(".{}", region.label)
                };
                format!("{first}{label}.frontegg.com")
            }
            Fact::Known(_) | Fact::Absent | Fact::Unknown(_) => region.gateway.clone(),
        });
        Self { unknown_region: Fact::Known(label.to_owned()), nearest: nearest.into(), ..self }
    }
}

/// A bare host name in lower case, from an address, a host with a port or a host.
pub(crate) fn bare(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        Some(_) | None => host,
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let plain = host.chars().all(|c| c.is_alphanumeric() || "-_.[]:".contains(c));
    (!host.is_empty() && plain).then_some(host)
}

/// The environment behind a host; `beside` is the host it will be compared with.
pub(crate) fn environment(host: &Host, settings: &Settings, beside: Option<&str>) -> Fact<String> {
    let name = match host.name.as_ref() {
        Fact::Known(name) => name,
        Fact::Absent => return Fact::Absent,
        Fact::Unknown(why) => {
            return match host.class {
                Fact::Known(Class::Environment) | Fact::Unknown(_) => Fact::Unknown(why),
                Fact::Known(_) | Fact::Absent => Fact::Absent,
            };
        }
    };
    if let Some(environment) = configured(name, settings) {
        let default_known = environment.hosts.iter().any(|host| under_frontegg(host));
        let beside_listed = beside.is_none_or(|beside| configured(beside, settings).is_some());
        // Its default host is not listed: an unlisted host may be the very same environment.
        return if default_known || beside_listed {
            Fact::Known(environment.name.clone())
        } else {
            Fact::Unknown(Why::NotConfigured)
        };
    }
    match host.class {
        Fact::Known(Class::Environment) => match name.strip_suffix(".frontegg.com") {
            Some(label) => Fact::Known(label.to_owned()),
            None => Fact::Unknown(Why::NotConfigured),
        },
        Fact::Known(Class::Custom) => Fact::Unknown(Why::NotConfigured),
        Fact::Known(_) | Fact::Absent => Fact::Absent,
        Fact::Unknown(why) => Fact::Unknown(why),
    }
}

/// The environment that the configuration lists this host for.
pub(crate) fn configured<'a>(name: &str, settings: &'a Settings) -> Option<&'a Environment> {
    settings.environments.iter().find(|environment| lists(&environment.hosts, name))
}

/// Configured hosts may be written as addresses.
pub(crate) fn lists(hosts: &[String], name: &str) -> bool {
    hosts.iter().any(|host| bare(host).is_some_and(|host| host == name))
}

/// Frontegg's own environments, whose hosts and tokens serve vendors of every region.
pub(crate) fn tells_no_region(name: &str) -> bool {
    ["frontegg-prod.", "frontegg-portal."].iter().any(|own| name.starts_with(own))
        && under_frontegg(name)
}

fn under_frontegg(name: &str) -> bool {
    bare(name).is_some_and(|name| name.ends_with(".frontegg.com"))
}

fn listed(name: &str, catalog: &Catalog) -> Option<Class> {
    let class = catalog.hosts.iter().find(|host| match host.name.strip_suffix('.') {
        Some(label) => {
            let mut labels = name.splitn(2, '.');
            labels.next() == Some(label)
                && labels
                    .next()
                    .is_some_and(|rest| rest == "frontegg.com" || rest.ends_with(".frontegg.com"))
        }
        None => host.name == name,
    })?;
    Some(match class.class.as_str() {
        "portal" => Class::Portal,
        "documentation" => Class::Documentation,
        _ => Class::OtherFrontegg,
    })
}

fn is_excluded(label: &str) -> bool {
    EXCLUDED.contains(&label) || label.starts_with("api-") || label.ends_with("-api")
}

fn with_label<'a>(label: &str, catalog: &'a Catalog) -> Option<&'a Region> {
    catalog.regions.iter().find(|region| region.label == label)
}

/// The region that a made-up label most likely means; the home region where nothing is near.
fn nearest_region<'a>(label: &str, catalog: &'a Catalog) -> Option<&'a Region> {
    let open = || catalog.regions.iter().filter(|region| region.standing != Standing::Internal);
    let meant = match label {
        "ap" | "apac" | "anz" => "au",
        "gb" => "uk",
        "na" | "usa" => "us",
        other => other,
    };
    open()
        .find(|region| meant.starts_with(region.id.as_str()))
        .or_else(|| open().find(|region| crate::near::edits(meant, &region.id) <= 1))
        .or_else(|| open().find(|region| region.label.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str) -> Option<Fact<Class>> {
        Host::of_name(name, Catalog::built_in()).map(|host| host.class)
    }

    fn region(name: &str) -> Option<String> {
        Host::of_name(name, Catalog::built_in()).and_then(|host| host.region.known())
    }

    #[test]
    fn gateways_and_environments_are_told_by_their_names() {
        for (name, expected, home) in [
            ("api.frontegg.com", Class::Gateway, Some("eu")),
            ("api.us.frontegg.com", Class::Gateway, Some("us")),
            ("api.uk.frontegg.com", Class::Gateway, Some("uk")),
            ("acme.frontegg.com", Class::Environment, Some("eu")),
            ("app-x7k2m9qd4.au.frontegg.com", Class::Environment, Some("au")),
            ("frontegg-prod.frontegg.com", Class::Environment, None),
            ("frontegg-prod.us.frontegg.com", Class::Environment, None),
            ("portal.frontegg.com", Class::Portal, Some("eu")),
            ("portal.us.frontegg.com", Class::Portal, Some("us")),
            ("developers.frontegg.com", Class::Documentation, None),
            ("status.frontegg.com", Class::OtherFrontegg, None),
            ("us.frontegg.com", Class::OtherFrontegg, None),
            ("frontegg.com", Class::OtherFrontegg, None),
        ] {
            assert_eq!(class(name), Some(Fact::Known(expected)), "{name}");
            assert_eq!(region(name).as_deref(), home, "{name}");
        }
    }

    #[test]
    fn look_alikes_are_none_of_fronteggs() {
        for name in
            ["api.frontegg.com.evil.example", "api-frontegg.com", "notfrontegg.com", "acme.example"]
        {
            assert!(class(name).is_none(), "{name}");
        }
    }

    #[test]
    fn of_machines_of_its_own_nothing_is_said() {
        for name in [
            "api-x.dev.frontegg.com",
            "some-api.frontegg.com",
            "a.b.c.frontegg.com",
            ".frontegg.com",
        ] {
            assert!(class(name).is_some_and(|class| class.is_unknown()), "{name}");
        }
    }

    #[test]
    fn a_region_that_is_none_is_named_with_the_nearest_host() {
        for (name, label, nearest) in [
            ("api.eu.frontegg.com", "eu", "api.frontegg.com"),
            ("api.jp.frontegg.com", "jp", "api.frontegg.com"),
            ("api.apac.frontegg.com", "apac", "api.au.frontegg.com"),
            ("api.us-east.frontegg.com", "us-east", "api.us.frontegg.com"),
            ("acme.eu.frontegg.com", "eu", "acme.frontegg.com"),
            ("acme.uss.frontegg.com", "uss", "acme.us.frontegg.com"),
        ] {
            let host = Host::of_name(name, Catalog::built_in()).unwrap();
            assert_eq!(host.unknown_region, Fact::Known(label.to_owned()), "{name}");
            assert_eq!(host.nearest, Fact::Known(nearest.to_owned()), "{name}");
            assert_eq!(host.region, Fact::Absent, "{name}");
        }
    }

    #[test]
    fn the_bare_host_is_cut_out_of_whatever_is_written() {
        for text in
            ["https://Auth.Acme.com/", "auth.acme.com:443", "auth.acme.com.", " auth.acme.com "]
        {
            assert_eq!(bare(text).as_deref(), Some("auth.acme.com"), "{text}");
        }
        assert_eq!(bare(""), None);
        assert_eq!(bare("a b"), None);
    }
}
