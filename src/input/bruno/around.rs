//! What the collection around a request adds to it: headers, credentials and variables.

use super::blocks::{self, Block};
use super::credentials::Mode;
use crate::input::braces::{self, Definitions};
use crate::input::{Files, Options};

/// The files of a collection that lie beside a request.
#[derive(Default)]
pub(super) struct Around {
    /// From the outside to the inside.
    pub(super) folders: Vec<Folder>,
    pub(super) told: Definitions,
    /// The collection begins here: nothing more is inherited.
    pub(super) is_whole: bool,
}

/// `collection.bru` or `folder.bru`.
pub(super) struct Folder {
    text: String,
}

impl Folder {
    /// The names and values of its headers, as written.
    pub(super) fn headers(&self) -> Vec<(String, String)> {
        written(&self.text, "headers")
    }

    pub(super) fn mode(&self) -> Option<Mode> {
        let mode = written(&self.text, "auth").into_iter().find(|(name, _)| name == "mode")?.1;
        Some(Mode::of(&mode))
    }

    /// The members of `auth:bearer { … }`.
    pub(super) fn credentials(&self, block: &str) -> Vec<(String, String)> {
        written(&self.text, block)
    }
}

/// Reads what lies beside the request, if reading files was allowed.
pub(super) fn read(options: &Options<'_>) -> Around {
    let Some(files) = options.files else { return Around::default() };
    let mut around = Around::default();
    if let Some(text) = text(files, "folder.bru") {
        around.told.fill(variables(&text));
        around.folders.push(Folder { text });
    }
    if let Some(name) = options.environment
        && let Some(text) = text(files, &format!("environments/{name}.bru"))
    {
        around.told.fill(environment(&text));
    }
    let collection = text(files, "collection.bru");
    around.is_whole = collection.is_some() || files("bruno.json").is_some();
    if let Some(text) = collection {
        around.told.fill(variables(&text));
        around.folders.insert(0, Folder { text });
    }
    let dotenv = text(files, ".env").unwrap_or_default();
    for (name, value) in dotenv.lines().filter_map(braces::assignment) {
        around.told.tell(&format!("process.env.{name}"), value);
    }
    around
}

fn text(files: &Files<'_>, name: &str) -> Option<String> {
    String::from_utf8(files(name)?).ok()
}

/// The variables that requests of a file take along, and those its scripts set.
pub(super) fn variables(text: &str) -> Definitions {
    let mut told = Definitions::default();
    for (name, value) in written(text, "vars:pre-request") {
        told.tell(name.strip_prefix('@').unwrap_or(&name), &value);
    }
    set_by_script(text).for_each(|name| told.withdraw(name));
    told
}

/// The names in `bru.setVar("name", …)` and the like.
pub(super) fn set_by_script(text: &str) -> impl Iterator<Item = &str> {
    ["setVar(", "setEnvVar(", "setGlobalEnvVar("].into_iter().flat_map(move |call| {
        text.match_indices(call).filter_map(move |(at, _)| {
            let named = text[at + call.len()..].trim_start();
            let quote = named.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
            named[1..].split_once(quote).map(|(name, _)| name)
        })
    })
}

/// `vars { … }` and the names in `vars:secret [ … ]`, whose values stand nowhere.
fn environment(text: &str) -> Definitions {
    let mut told = Definitions::default();
    for (name, value) in written(text, "vars") {
        told.tell(&name, &value);
    }
    let secrets = blocks::blocks(text).0.into_iter().filter(|block| block.name == "vars:secret");
    for block in secrets {
        let inner = &text[block.inner.start..block.inner.end];
        inner.split([',', '\n']).map(str::trim).for_each(|name| told.withdraw(name));
    }
    told
}

fn written(text: &str, name: &str) -> Vec<(String, String)> {
    let all = blocks::blocks(text).0;
    let named = all.iter().filter(|block: &&Block<'_>| block.name == name);
    let pairs = named.flat_map(|block| blocks::pairs(text, block));
    pairs.map(|pair| (pair.name.as_written().to_owned(), pair.written(text))).collect()
}
