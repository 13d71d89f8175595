//! The folders and requests of a collection that Bruno exported as JSON.

use crate::input::Options;
use crate::input::collection::scan::Scan;
use crate::input::collection::values::plain;
use crate::input::collection::variables::{Style, Variables};
use crate::json::Value;

/// A folder, or the collection itself.
pub(super) struct Folder<'t> {
    /// What lies around it, by its number; the collection lies in itself.
    pub(super) parent: usize,
    /// What its requests inherit.
    pub(super) request: Option<Value<'t>>,
}

/// All folders, and all requests with the number of their folder.
pub(super) struct Outline<'t> {
    pub(super) folders: Vec<Folder<'t>>,
    pub(super) requests: Vec<(Value<'t>, usize)>,
}

/// Name and version come before the items, so that the beginning of a text is enough.
pub(super) fn is_export(text: &str) -> bool {
    let mut scan = Scan::of(text);
    if !scan.enter(b'{') {
        return false;
    }
    let (mut named, mut versioned) = (false, false);
    while let Ok(Some(name)) = scan.member() {
        match name {
            "items" => return named && versioned && scan.enter(b'['),
            "name" => named = true,
            "version" => versioned = scan.peek() == Some(b'"'),
            "uid" | "brunoConfig" | "exportedAt" | "exportedUsing" => {}
            _ => return false,
        }
        if scan.value().is_err() {
            return false;
        }
    }
    false
}

impl<'t> Outline<'t> {
    pub(super) fn of(root: Value<'t>) -> Self {
        let inherited = |of: Value<'t>| of.get("root").and_then(|root| root.get("request"));
        let collection = Folder { parent: 0, request: inherited(root) };
        let mut outline = Self { folders: vec![collection], requests: Vec::new() };
        let items = |of: Value<'t>| -> Vec<Value<'t>> {
            of.get("items").into_iter().flat_map(Value::items).collect()
        };
        // The last one is the next one: items wait in reverse.
        let mut waiting: Vec<(Value<'t>, usize)> =
            items(root).into_iter().rev().map(|item| (item, 0)).collect();
        while let Some((item, parent)) = waiting.pop() {
            if item.get("items").is_some() {
                let number = outline.folders.len();
                outline.folders.push(Folder { parent, request: inherited(item) });
                waiting.extend(items(item).into_iter().rev().map(|item| (item, number)));
            } else if item.get("request").is_some() {
                outline.requests.push((item, parent));
            }
        }
        outline
    }

    /// The folders around a request, from the inside to the outside.
    pub(super) fn around(&self, folder: usize) -> impl Iterator<Item = &Folder<'t>> {
        let mut next = Some(folder);
        std::iter::from_fn(move || {
            let number = next?;
            let folder = self.folders.get(number)?;
            next = Some(folder.parent).filter(|parent| *parent != number);
            Some(folder)
        })
    }

    /// What environments and requests say of variables, each with one value only.
    pub(super) fn variables(&self, root: Value<'t>, options: &Options<'_>) -> Variables {
        let mut variables = Variables::new(Style::Postman);
        environments(root, options, &mut variables);
        let inherited = self.folders.iter().filter_map(|folder| folder.request);
        let own = self.requests.iter().filter_map(|(item, _)| item.get("request"));
        for request in inherited.chain(own) {
            let told = request.get("vars").and_then(|vars| vars.get("req"));
            for (name, value) in enabled(told) {
                variables.tell(&name, plain(value, "value").as_deref());
            }
            let script = request.get("script").and_then(|script| plain(script, "req"));
            for name in super::around::set_by_script(script.as_deref().unwrap_or_default()) {
                variables.forget(name);
            }
        }
        variables
    }
}

fn environments(root: Value<'_>, options: &Options<'_>, variables: &mut Variables) {
    let all = || root.get("environments").into_iter().flat_map(Value::items);
    let named = |of: &Value<'_>| {
        options.environment.is_none_or(|name| plain(*of, "name").as_deref() == Some(name))
    };
    let count = all().filter(named).count();
    let mut seen = std::collections::BTreeMap::new();
    for environment in all().filter(named) {
        for (name, value) in enabled(environment.get("variables")) {
            variables.tell(&name, plain(value, "value").as_deref());
            *seen.entry(name).or_insert(0_usize) += 1;
        }
    }
    // What is not said in all environments is unknown as long as none is chosen.
    for (name, _) in seen.into_iter().filter(|(_, times)| *times != count) {
        variables.forget(&name);
    }
}

/// The names of a list, and the entries, without those that are switched off.
pub(super) fn enabled<'t>(list: Option<Value<'t>>) -> impl Iterator<Item = (String, Value<'t>)> {
    let on = |entry: &Value<'t>| entry.get("enabled").is_none_or(|on| on.raw() != "false");
    let entries = list.into_iter().flat_map(Value::items).filter(on);
    entries.filter_map(|entry| Some((plain(entry, "name").filter(|name| !name.is_empty())?, entry)))
}
