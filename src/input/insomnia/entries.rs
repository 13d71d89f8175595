//! The requests and folders of an export, and where they stand in it.

use std::collections::BTreeSet;

use super::environments::{Environment, values};
use super::part::Part;
use crate::input::collection::scan::{Scan, Stop};
use crate::input::collection::script::Script;
use crate::input::yaml::{self, Node};
use crate::json::Tree;
use crate::source::Span;

/// No export written by people has more requests and folders.
const MOST: usize = 1 << 17;

/// What an export holds.
#[derive(Default)]
pub(super) struct Export<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) environments: Vec<Environment>,
    /// Ids of workspaces and other things around requests.
    pub(super) tops: BTreeSet<String>,
    /// Parts that cannot be read, and why.
    pub(super) losses: Vec<(usize, String)>,
    /// A part of it is missing.
    pub(super) is_cut: bool,
    pub(super) kind: Contents,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Contents {
    #[default]
    Requests,
    /// Environments alone, or the answers of a mock server.
    Others,
    Nothing,
}

/// A request or a folder.
pub(super) struct Entry<'a> {
    pub(super) place: Place<'a>,
    pub(super) pointer: String,
    pub(super) id: String,
    pub(super) parent: String,
    pub(super) is_folder: bool,
    /// The variables of a folder.
    pub(super) values: Vec<(String, Option<String>)>,
    /// A folder with credentials or headers for what is in it.
    pub(super) adds: bool,
    pub(super) before: Script,
    pub(super) after: Script,
}

#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    Json(Span),
    Yaml(&'a Node),
}

impl Place<'_> {
    pub(super) const fn span(&self) -> Span {
        match self {
            Self::Json(span) => *span,
            Self::Yaml(node) => node.span,
        }
    }

    /// Reads it again; what cannot be read was told when it was read first.
    pub(super) fn read<T>(&self, text: &str, look: impl FnOnce(Part<'_>) -> T) -> Option<T> {
        match self {
            Self::Json(span) => Some(look(Part::Json(Tree::read_at(text, *span).ok()?.root()))),
            Self::Yaml(node) => Some(look(Part::Yaml(node))),
        }
    }
}

impl<'a> Export<'a> {
    /// Version 4: a list of resources that name their parents.
    pub(super) fn of_resources(text: &str) -> Self {
        let mut export = Self { kind: Contents::Nothing, ..Self::default() };
        let mut scan = Scan::of(text);
        if let Err(stop) = export.walk(text, &mut scan) {
            export.is_cut = true;
            let message = match stop {
                Stop::CutOff => "the export breaks off here",
                Stop::Broken => "from here on this is no JSON and was not read",
            };
            export.losses.push((scan.at(), message.to_owned()));
        }
        export
    }

    fn walk(&mut self, text: &str, scan: &mut Scan<'_>) -> Result<(), Stop> {
        if !scan.enter(b'{') {
            return Err(Stop::Broken);
        }
        while let Some(name) = scan.member()? {
            if name != "resources" || !scan.enter(b'[') {
                scan.value()?;
                continue;
            }
            self.kind = Contents::Requests;
            let mut index = 0;
            while scan.item()? {
                let value = scan.value()?;
                if index >= MOST {
                    self.losses
                        .push((value.start, "the resources from here on are too many".into()));
                    return Ok(());
                }
                self.resource(text, value, index);
                index += 1;
            }
        }
        Ok(())
    }

    fn resource(&mut self, text: &str, span: Span, index: usize) {
        let tree = match Tree::read_at(text, span) {
            Ok(tree) if tree.root().is_object() => tree,
            Ok(_) => return self.losses.push((span.start, "this is no resource".to_owned())),
            Err(fault) => {
                let message = format!("this resource cannot be read: {}", fault.what);
                return self.losses.push((fault.at, message));
            }
        };
        let part = Part::Json(tree.root());
        let string = |name: &str| part.plain(name).unwrap_or_default();
        let scripts = (part.plain("preRequestScript"), part.plain("afterResponseScript"));
        match string("_type").as_str() {
            kind @ ("request" | "request_group") => {
                let entry = Entry {
                    place: Place::Json(span),
                    pointer: format!("/resources/{index}"),
                    ..Entry::of((part, scripts), (string("_id"), string("parentId")))
                };
                self.entries.push(Entry { is_folder: kind == "request_group", ..entry });
            }
            "environment" => {
                let is_base = !string("parentId").starts_with("env_");
                self.environments.push(Environment::read(part, is_base));
            }
            _ => drop(self.tops.insert(string("_id"))),
        }
    }

    /// Version 5: folders with their children in them.
    pub(super) fn of_documents(documents: &'a [Node]) -> Self {
        let mut export = Self { kind: Contents::Others, ..Self::default() };
        for document in documents {
            let Some(kind) = document.get("type").and_then(Node::as_str) else { continue };
            if kind.starts_with("collection.") || kind.starts_with("spec.") {
                export.kind = Contents::Requests;
            }
            if let Some(base) = document.get("environments") {
                export.environments.push(Environment::read(Part::Yaml(base), true));
                for below in base.get("subEnvironments").map(Node::items).unwrap_or_default() {
                    export.environments.push(Environment::read(Part::Yaml(below), false));
                }
            }
            if let Some(collection) = document.get("collection") {
                export.children(collection.items());
            }
        }
        export
    }

    fn children(&mut self, items: &'a [Node]) {
        let top = |(index, node)| (node, String::new(), format!("/collection/{index}"));
        let mut open: Vec<(&Node, String, String)> =
            items.iter().enumerate().map(top).rev().collect();
        while let Some((node, parent, pointer)) = open.pop() {
            let children = node.get("children");
            if children.is_none() && node.get("method").is_none() {
                continue;
            }
            let part = Part::Yaml(node);
            let script = |when: &str| part.get("scripts")?.plain(when);
            let scripts = (script("preRequest"), script("afterResponse"));
            let id = part.get("meta").and_then(|meta| meta.plain("id"));
            // Folders are told apart by where they stand, whatever ids they have.
            let id = if children.is_some() { None } else { id }.unwrap_or_else(|| pointer.clone());
            for (index, child) in
                children.map(Node::items).unwrap_or_default().iter().enumerate().rev()
            {
                open.push((child, id.clone(), format!("{pointer}/children/{index}")));
            }
            let entry = Entry::of((part, scripts), (id, parent));
            let place = Place::Yaml(node);
            self.entries.push(Entry { place, pointer, is_folder: children.is_some(), ..entry });
        }
    }
}

impl Entry<'_> {
    fn of(
        (part, (before, after)): (Part<'_>, (Option<String>, Option<String>)),
        (id, parent): (String, String),
    ) -> Self {
        let says = |name: &str| {
            part.get(name).is_some_and(|v| !v.items().is_empty() || !v.members().is_empty())
        };
        let script = |code: Option<String>| Script::read(&code.unwrap_or_default());
        Self {
            place: Place::Json(part.span()),
            pointer: String::new(),
            id,
            parent,
            is_folder: false,
            values: part.get("environment").map(values).unwrap_or_default(),
            adds: says("authentication") || says("headers"),
            before: script(before),
            after: script(after),
        }
    }
}

/// The documents of version 5.
pub(super) fn documents(text: &str) -> Vec<Node> {
    yaml::parse(text)
}
