//! The JSON Schema of the configuration, for editors.

/// The schema, as `docs/` has it.
pub(crate) const SCHEMA: &str = include_str!("../../../docs/configuration.schema.json");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::cli::args::FailOn;
    use crate::cli::config::written::WrittenOverride;
    use crate::cli::config::written::{Written, WrittenEnvironment, WrittenIgnore, WrittenLevel};
    use crate::facts::catalog::Catalog;

    /// The names that a type reads, as it says itself when it meets another one.
    fn known<T: serde::de::DeserializeOwned>(text: &str) -> BTreeSet<String> {
        let said = serde_yaml::from_str::<T>(text).err().expect("no such name").to_string();
        said.split('`').skip(1).step_by(2).skip(1).map(str::to_owned).collect()
    }

    fn schema() -> Value {
        serde_json::from_str(SCHEMA).expect("the schema is JSON")
    }

    fn properties(of: &Value) -> BTreeSet<String> {
        assert_eq!(of["additionalProperties"], false, "{of}");
        of["properties"].as_object().expect("an object").keys().cloned().collect()
    }

    fn words(of: &Value) -> BTreeSet<String> {
        let words = of["enum"].as_array().expect("a choice").iter();
        words.map(|word| word.as_str().expect("a word").to_owned()).collect()
    }

    #[test]
    fn it_has_the_keys_that_are_read_and_no_others() {
        let schema = schema();
        assert_eq!(properties(&schema), known::<Written>("no-such-key: 1"));
        let items = |key: &str| schema["properties"][key]["items"].clone();
        assert_eq!(
            properties(&items("environments")),
            known::<WrittenEnvironment>("no-such-key: 1")
        );
        assert_eq!(properties(&items("overrides")), known::<WrittenOverride>("no-such-key: 1"));
        let entry = &schema["$defs"]["ignore"];
        assert_eq!(properties(entry), known::<WrittenIgnore>("no-such-key: 1"));
    }

    #[test]
    fn it_has_the_words_that_are_read() {
        let schema = schema();
        assert_eq!(words(&schema["$defs"]["level"]), known::<WrittenLevel>("no-such-word"));
        assert_eq!(words(&schema["properties"]["fail-on"]), known::<FailOn>("no-such-word"));
        let regions = Catalog::built_in().regions.iter().map(|region| region.id.clone());
        assert_eq!(words(&schema["properties"]["region"]), regions.collect());
    }
}
