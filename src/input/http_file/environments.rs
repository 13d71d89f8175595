//! What the files of environments beside a file of requests say of its variables.

use std::collections::BTreeMap;

use crate::input::braces::Definitions;
use crate::input::{Files, Options};
use crate::json::{Tree, Value};
use crate::truth::Fact;

/// The names and values of one environment; none where a value is not written there.
type Values = BTreeMap<String, Option<String>>;

/// Applies to all others.
const SHARED: &str = "$shared";
/// The later ones hold what is not shared with others, and prevail.
const OF_IDES: [&str; 3] =
    ["http-client.env.json", "http-client.env.json.user", "http-client.private.env.json"];
const OF_EDITORS: &str = ".vscode/settings.json";
const SETTING: &str = "rest-client.environmentVariables";

/// What was found beside the file.
pub(super) struct Beside {
    pub(super) told: Definitions,
    /// There are environments, but none of the name that was asked for.
    pub(super) misses_the_one: bool,
}

/// Reads the files of environments, if reading files was allowed.
pub(super) fn read(options: &Options<'_>) -> Beside {
    let Some(files) = options.files else {
        return Beside { told: Definitions::default(), misses_the_one: false };
    };
    let mut environments = environments(files);
    let shared = environments.remove(SHARED).unwrap_or_default();
    let misses_the_one = !environments.is_empty()
        && options.environment.is_some_and(|name| !environments.contains_key(name));
    let mut told = match options.environment {
        Some(name) => definitions(environments.get(name)),
        None => agreed(&environments, &shared),
    };
    told.fill(definitions(Some(&shared)));
    for (name, value) in &shared {
        tell(&mut told, &format!("{SHARED} {name}"), value.as_deref());
    }
    told.fill(dotenv(files));
    Beside { told, misses_the_one }
}

/// What all environments say alike.
fn agreed(environments: &BTreeMap<String, Values>, shared: &Values) -> Definitions {
    let mut all = environments.values().map(|values| {
        let mut told = definitions(Some(values));
        told.fill(definitions(Some(shared)));
        told
    });
    let mut first = all.next().unwrap_or_default();
    all.for_each(|other| first.agree(&other));
    first
}

fn definitions(values: Option<&Values>) -> Definitions {
    let mut told = Definitions::default();
    for (name, value) in values.into_iter().flatten() {
        tell(&mut told, name, value.as_deref());
    }
    told
}

fn tell(told: &mut Definitions, name: &str, value: Option<&str>) {
    told.tell(name, value.unwrap_or_default());
}

/// All environments by their names.
fn environments(files: &Files<'_>) -> BTreeMap<String, Values> {
    let mut found: BTreeMap<String, Values> = BTreeMap::new();
    for name in OF_IDES {
        let Some(text) = text(files, name) else { continue };
        let Ok(tree) = Tree::read(&text, &[], &[]) else { continue };
        each(tree.root(), |environment, name, value| {
            found.entry(environment).or_default().insert(name, value);
        });
    }
    let Some(text) = text(files, OF_EDITORS) else { return found };
    let Ok(tree) = Tree::read(&text, &[], &[SETTING]) else { return found };
    if let Some(setting) = tree.root().get(SETTING) {
        each(setting, |environment, name, value| {
            let values = found.entry(environment).or_default();
            // Two clients have environments of one name: which one sends is not said.
            let known = values.entry(name).or_insert_with(|| value.clone());
            known.take_if(|known| value.as_ref() != Some(known));
        });
    }
    found
}

fn each(environments: Value<'_>, mut visit: impl FnMut(String, String, Option<String>)) {
    for (environment, values) in environments.members() {
        for (name, value) in values.members() {
            let value = match value.text() {
                Fact::Known(text) => Some(text.as_written().to_owned()),
                Fact::Absent | Fact::Unknown(_) => None,
            };
            visit(environment.content().to_owned(), name.content().to_owned(), value);
        }
    }
}

/// `NAME=value` in each line of `.env`, as `{{$dotenv NAME}}` asks for it.
fn dotenv(files: &Files<'_>) -> Definitions {
    let mut told = Definitions::default();
    let text = files(".env").and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    for (name, value) in text.lines().filter_map(crate::input::braces::assignment) {
        told.tell(&format!("$dotenv {name}"), value);
    }
    told
}

/// A file of JSON without its comments.
fn text(files: &Files<'_>, name: &str) -> Option<String> {
    let text = String::from_utf8(files(name)?).ok()?;
    Some(without_comments(text.trim_start_matches('\u{feff}')))
}

/// Editors allow comments in their settings.
fn without_comments(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let until = match bytes[at..] {
            [b'"', ..] => {
                at = end_of_string(&bytes, at);
                continue;
            }
            [b'/', b'/', ..] => memchr::memchr(b'\n', &bytes[at..]).map(|length| at + length),
            [b'/', b'*', ..] => {
                memchr::memmem::find(&bytes[at..], b"*/").map(|length| at + length + 2)
            }
            _ => {
                at += 1;
                continue;
            }
        };
        let until = until.unwrap_or(bytes.len());
        bytes[at..until].fill(b' ');
        at = until;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Behind the closing quote of the string that begins at `start`.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Origin;

    fn told(files: &[(&str, &str)], environment: Option<&str>) -> Beside {
        let beside = |name: &str| {
            let file = files.iter().find(|(known, _)| *known == name);
            file.map(|(_, text)| text.as_bytes().to_vec())
        };
        read(&Options { files: Some(&beside), environment, ..Options::of(Origin::Written) })
    }

    const PUBLIC: (&str, &str) = (
        OF_IDES[0],
        r#"{"$shared":{"tenant":"t","page":1},"dev":{"host":"a.io","token":""},"prod":{"host":"b.io","page":2}}"#,
    );

    #[test]
    fn an_environment_by_its_name_prevails_over_what_is_shared() {
        let private = (OF_IDES[2], r#"{"prod":{"token":"s3cret"}}"#);
        let prod = told(&[PUBLIC, private], Some("prod"));
        let names = ["host", "token", "tenant", "page", "$shared page"];
        let known = names.map(|name| prod.told.get(name));
        assert_eq!(known, [Some("b.io"), Some("s3cret"), Some("t"), Some("2"), Some("1")]);
        assert!(!prod.misses_the_one);
        assert_eq!(told(&[PUBLIC], Some("dev")).told.get("token"), None);
    }

    #[test]
    fn without_a_name_only_what_all_say_alike_is_known() {
        let all = told(&[PUBLIC], None);
        let known = ["host", "tenant", "page", "token"].map(|name| all.told.get(name));
        assert_eq!(known, [None, Some("t"), None, None]);
    }

    #[test]
    fn a_name_that_no_file_knows_is_told() {
        assert!(told(&[PUBLIC], Some("test")).misses_the_one);
        assert!(!told(&[], Some("test")).misses_the_one);
    }

    #[test]
    fn settings_of_an_editor_may_hold_comments() {
        let settings = r#"{
            // "rest-client.environmentVariables": {},
            "url": "https://x.io/*", /* é */
            "rest-client.environmentVariables": {"$shared": {"v": "v2"}, "dev": {"host": "a.io"},},
        }"#;
        let dev = told(&[(OF_EDITORS, settings)], Some("dev"));
        let known = ["host", "v", "$shared v"].map(|name| dev.told.get(name));
        assert_eq!(known, [Some("a.io"), Some("v2"), Some("v2")]);
    }

    #[test]
    fn what_a_dotenv_file_says_is_asked_for_by_its_name() {
        let env = (".env", "# no\nexport A=1\nB='2' \nC=\"a b\"\nD=\nbroken\n");
        let known = ["A", "B", "C", "D", "A B"]
            .map(|name| told(&[env], None).told.get(&format!("$dotenv {name}")).map(str::to_owned));
        let known = known.each_ref().map(|value| value.as_deref());
        assert_eq!(known, [Some("1"), Some("2"), Some("a b"), None, None]);
    }
}
