//! The configuration as it is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::cli::args::FailOn;
use crate::finding::Severity;
use crate::lint::Level;
use crate::mask;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Written {
    pub(super) region: Option<String>,
    pub(super) environments: Vec<WrittenEnvironment>,
    #[serde(deserialize_with = "hosts")]
    pub(super) back_ends: Vec<String>,
    pub(super) tenant_id: Option<String>,
    pub(super) application_id: Option<String>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) online_in_ci: Option<bool>,
    pub(super) rules: BTreeMap<String, WrittenLevel>,
    pub(super) overrides: Vec<WrittenOverride>,
    pub(super) ignore: Vec<WrittenIgnore>,
    pub(super) exclude: Vec<String>,
    pub(super) rule_folders: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenEnvironment {
    pub(super) name: String,
    #[serde(default, deserialize_with = "hosts")]
    pub(super) hosts: Vec<String>,
    #[serde(default)]
    pub(super) client_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenOverride {
    pub(super) paths: Vec<String>,
    #[serde(default)]
    pub(super) rules: BTreeMap<String, WrittenLevel>,
    #[serde(default)]
    pub(super) ignore: Vec<WrittenIgnore>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct WrittenIgnore {
    pub(super) rule: Option<String>,
    pub(super) path: Option<String>,
    pub(super) host: Option<String>,
    pub(super) fingerprint: Option<String>,
    pub(super) reason: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WrittenLevel {
    Off,
    On,
    Info,
    Warning,
    Error,
}

impl WrittenLevel {
    pub(super) const fn level(self) -> Level {
        match self {
            Self::Off => Level::Off,
            Self::On => Level::On,
            Self::Info => Level::As(Severity::Info),
            Self::Warning => Level::As(Severity::Warning),
            Self::Error => Level::As(Severity::Error),
        }
    }
}

fn hosts<'de, D: Deserializer<'de>>(written: D) -> Result<Vec<String>, D::Error> {
    let hosts = Vec::<String>::deserialize(written)?;
    if hosts.iter().any(|host| host.is_empty() || mask::host(host).is_none()) {
        return Err(serde::de::Error::custom("a host is written bare, like `login.acme.com`"));
    }
    Ok(hosts.into_iter().map(|host| host.to_ascii_lowercase()).collect())
}
