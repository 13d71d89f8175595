//! The lines of a configuration that say what was found.

use std::fmt::Write as _;

use crate::facts::Settings;
use crate::online::environment::Environment;

/// Words that YAML takes for something else than text.
const NO_TEXT: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

/// The region and the environment, as the configuration is written.
pub(super) fn lines(environment: &Environment, settings: &Settings) -> String {
    let mut text = format!("region: {}\n", environment.region);
    let hosts = environment.kept();
    let Some(host) = hosts.first() else { return text };
    let name = name(environment, settings);
    let name = name.unwrap_or_else(|| host.split('.').next().unwrap_or_default());
    let _ = writeln!(text, "environments:\n  - name: {}", scalar(name));
    let _ = writeln!(text, "    hosts: [{}]", hosts.join(", "));
    if let Some(id) = environment.id() {
        let _ = writeln!(text, "    client-id: {}", scalar(id));
    }
    text
}

/// What the configuration calls it.
fn name<'a>(environment: &Environment, settings: &'a Settings) -> Option<&'a str> {
    let hosts = environment.hosts();
    let is = |own: &&crate::facts::Environment| {
        let named = own.client_id.is_some() && own.client_id.as_deref() == environment.id();
        named || own.hosts.iter().any(|host| hosts.contains(&host.as_str()))
    };
    settings.environments.iter().find(is).map(|own| own.name.as_str())
}

/// A text as YAML reads it back: quoted where it may be taken for something else.
fn scalar(text: &str) -> String {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let number = !text.contains('-') && text.starts_with(|first: char| first.is_ascii_digit());
    let dashed = text.starts_with('-') || text.is_empty();
    if plain && !number && !dashed && !NO_TEXT.contains(&text.to_ascii_lowercase().as_str()) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_would_misread_is_quoted() {
        for plain in ["acme", "7c1d5f60-0000-4e2b-9a11-5eedfeed0001", "app-x4gr8g28fxr5"] {
            assert_eq!(scalar(plain), plain);
        }
        for (text, quoted) in [("no", "\"no\""), ("1e5", "\"1e5\""), ("a: b", "\"a: b\"")] {
            assert_eq!(scalar(text), quoted);
        }
    }
}
