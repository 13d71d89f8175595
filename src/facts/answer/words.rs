//! What an answer says: the texts of its errors and their codes.

use serde_json::Value;

/// What an answer says.
pub(crate) struct Words {
    /// In lower case, the whole body and each text of an error by itself.
    pub(super) all: String,
    /// As the service wrote them.
    said: Vec<String>,
}

/// Where a service puts what is wrong.
const PLACES: [&str; 5] = ["errors", "message", "error", "error_description", "errorCode"];

impl Words {
    pub(super) fn of(body: &str) -> Self {
        let said = sayings(body);
        let mut all = body.to_lowercase();
        for word in &said {
            all.push('\n');
            all.push_str(&word.to_lowercase());
        }
        Self { all, said }
    }

    fn codes(&self) -> impl Iterator<Item = String> {
        self.said.iter().filter_map(|word| code_of(word))
    }

    pub(super) fn has_code(&self, code: &str) -> bool {
        self.codes().any(|own| own.eq_ignore_ascii_case(code))
    }

    /// The first code there is.
    pub(super) fn code(&self) -> Option<String> {
        self.codes().next()
    }

    /// What a text like `email must be a string` speaks of.
    pub(super) fn field(&self) -> Option<String> {
        self.said.iter().find_map(|text| field_of(text))
    }
}

/// The texts and codes of the errors in a body, as the service wrote them.
pub fn sayings(body: &str) -> Vec<String> {
    let mut said = Vec::new();
    if let Ok(value) = serde_json::from_str::<Value>(body) {
        for name in PLACES {
            collect(value.get(name), &mut said);
        }
    } else {
        // A note beside a command, or an answer that somebody shortened.
        let words = body.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        said.extend(words.filter(|word| code_of(word).is_some()).map(str::to_owned));
    }
    said
}

/// The texts of `errors`: plain ones, and the messages of objects.
fn collect(value: Option<&Value>, said: &mut Vec<String>) {
    match value {
        Some(Value::String(text)) => said.push(text.trim().to_owned()),
        Some(Value::Array(items)) => {
            for item in items.iter().take(50) {
                let inner = ["message", "errorCode", "error"]
                    .map(|name| item.get(name).and_then(Value::as_str));
                let texts = inner.into_iter().chain([item.as_str()]).flatten();
                said.extend(texts.map(|text| text.trim().to_owned()));
            }
        }
        Some(Value::Object(fields)) => {
            let texts = fields.values().filter_map(Value::as_str);
            said.extend(texts.map(|text| text.trim().to_owned()));
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => {}
    }
}

/// `ER-00004` where a text is a code or begins with one.
fn code_of(text: &str) -> Option<String> {
    let first = text.split(|c: char| c.is_whitespace() || c == ':').next()?;
    let (letters, number) = first.split_at_checked(3)?;
    let fits = (5..=12).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_hexdigit());
    (letters.eq_ignore_ascii_case("er-") && fits).then(|| format!("ER-{}", number.to_lowercase()))
}

/// What comes before `must` and the like, where it is a name or a few plain words.
fn field_of(text: &str) -> Option<String> {
    let text = match code_of(text) {
        Some(code) => text.get(code.len()..)?.trim_start_matches([':', ' ']),
        None => text,
    };
    let ends = [" must ", " should ", " is required", " is not a valid", " cannot be "];
    let end = ends.iter().filter_map(|mark| text.find(mark)).min()?;
    let mut name = text[..end].trim();
    for before in ["property ", "Either ", "each value in "] {
        name = name.strip_prefix(before).unwrap_or(name);
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " _.-[]$".contains(c);
    (!name.is_empty() && name.len() <= 40 && name.chars().all(is_plain)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_wherever_a_service_puts_it() {
        for body in [
            r#"{"errors":["x"],"errorCode":"ER-01008"}"#,
            r#"{"errors":[{"message":"er-01008"}]}"#,
            r#"{"errors":["ER-01008: not assigned"]}"#,
            r#"{"message":"ER-01008 not assigned"}"#,
            "401 ER-01008 and no more",
        ] {
            assert_eq!(Words::of(body).code().as_deref(), Some("ER-01008"), "{body}");
            assert!(Words::of(body).has_code("er-01008"));
            assert!(!Words::of(body).has_code("ER-0100"));
        }
        for body in ["{}", "", r#"{"errors":["ER-"]}"#, r#"{"errors":["ER-é"]}"#, "er-x"] {
            assert_eq!(Words::of(body).code(), None, "{body}");
        }
    }

    #[test]
    fn a_validation_error_names_its_field() {
        for (text, field) in [
            ("ER-004a5c1ae5 email must be a string", Some("email")),
            ("User ID must be a valid id", Some("User ID")),
            ("Either email or username must be provided", Some("email or username")),
            ("property foo should not exist", Some("foo")),
            ("roles.0.id should not be empty", Some("roles.0.id")),
            ("Invalid json", None),
            (" must be", None),
            ("<b>x</b> must be a string", None),
        ] {
            assert_eq!(field_of(text).as_deref(), field, "{text}");
        }
    }
}
