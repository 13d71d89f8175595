//! A page as a browser reads it, and what must hold of every one.

use std::collections::BTreeSet;

use html5ever::tendril::TendrilSink as _;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// What stands on a page.
#[derive(Default)]
pub(crate) struct Page {
    /// What the parser had to forgive.
    pub(crate) mistakes: Vec<String>,
    /// All words, blanks as one.
    pub(crate) text: String,
    pub(crate) marked: Vec<String>,
    /// What can be copied.
    pub(crate) corrected: Vec<String>,
    /// Names of elements, with their attributes.
    elements: Vec<(String, Vec<(String, String)>)>,
    style: String,
}

impl Page {
    pub(crate) fn read(text: &str) -> Self {
        let tree_builder = TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() };
        let options = ParseOpts { tree_builder, ..ParseOpts::default() };
        let read = parse_document(RcDom::default(), options).one(text);
        let mistakes = read.errors.borrow().iter().map(ToString::to_string).collect();
        let mut page = Self { mistakes, ..Self::default() };
        page.walk(&read.document);
        page.text = one_line(&page.text);
        page
    }

    fn walk(&mut self, node: &Handle) {
        if let NodeData::Text { contents } = &node.data {
            self.text.push_str(&contents.borrow());
        }
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let pair =
                |one: &html5ever::Attribute| (one.name.local.to_string(), one.value.to_string());
            let attributes: Vec<_> = attrs.borrow().iter().map(pair).collect();
            let name = name.local.to_string();
            let is_corrected = attributes.iter().any(|(_, value)| value == "corrected");
            match name.as_str() {
                "pre" if is_corrected => self.corrected.push(words(node)),
                "mark" => self.marked.push(words(node)),
                "style" => self.style = words(node),
                _ => {}
            }
            self.elements.push((name.clone(), attributes));
            if name == "style" {
                return;
            }
            // Words of cells and lines that follow each other are no one word.
            let is_inline = ["a", "code", "mark", "ins", "del", "strong", "span", "sup"];
            let gap = if is_inline.contains(&name.as_str()) { "" } else { " " };
            self.text.push_str(gap);
        }
        node.children.borrow().iter().for_each(|child| self.walk(child));
    }

    pub(crate) fn says(&self, words: &str) {
        let words = one_line(&words.replace('`', ""));
        let start: String = self.text.chars().take(4_000).collect();
        assert!(self.text.contains(&words), "{words}\nis not in\n{start}");
    }

    pub(crate) fn links_to(&self, address: &str) {
        assert!(self.values("href").any(|to| to == address), "{address}");
    }

    fn values<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a str> {
        let all = self.elements.iter().flat_map(|(_, attributes)| attributes);
        all.filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    /// Nothing in it loads, runs or sends anything.
    pub(crate) fn stands_alone(&self) {
        const PLAIN: &str = "html head meta title style body header footer main nav section article \
            h1 h2 h3 p a span code pre mark ins del strong sup div dl dt dd ul li table caption thead \
            tbody tr th td figure figcaption details summary svg rect";
        const HARMLESS: &str = "class id href rel lang charset name content http-equiv scope colspan \
            role open viewBox preserveAspectRatio x y width height aria-label aria-labelledby \
            aria-hidden";
        let plain: BTreeSet<&str> = PLAIN.split_whitespace().collect();
        let harmless: BTreeSet<&str> = HARMLESS.split_whitespace().collect();
        for (name, attributes) in &self.elements {
            assert!(plain.contains(name.as_str()), "<{name}>");
            for (attribute, _) in attributes {
                assert!(harmless.contains(attribute.as_str()), "<{name} {attribute}>");
            }
        }
        let docs = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/");
        for to in self.values("href") {
            assert!(to.starts_with('#') || to.starts_with(docs), "{to}");
        }
        let policy = "default-src 'none'; style-src 'unsafe-inline'";
        assert!(self.values("content").any(|value| value.starts_with(policy)));
        for never in ["url(", "@import", "@font-face", "expression"] {
            assert!(!self.style.contains(never), "{never}");
        }
    }

    pub(crate) fn ids_are_unique_and_links_lead_somewhere(&self) {
        let ids: Vec<&str> = self.values("id").collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{ids:?}");
        let inside = self.values("href").filter_map(|to| to.strip_prefix('#'));
        inside.chain(self.values("aria-labelledby")).for_each(|to| {
            assert!(known.contains(to), "#{to} leads nowhere");
        });
    }

    pub(crate) fn headings_go_down_step_by_step(&self) {
        let names = self.elements.iter().map(|(name, _)| name.as_str());
        let levels: Vec<usize> = names
            .filter_map(|name| ["h1", "h2", "h3"].iter().position(|known| *known == name))
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 0).count(), 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        let count = |wanted| self.elements.iter().filter(|(name, _)| name == wanted).count();
        assert_eq!((count("main"), count("header"), count("footer")), (1, 1, 1));
    }

    pub(crate) fn tables_have_headers(&self) {
        for (name, attributes) in &self.elements {
            if name == "th" {
                assert!(attributes.iter().any(|(name, _)| name == "scope"), "{attributes:?}");
            }
        }
    }

    pub(crate) fn style(&self) -> &str {
        &self.style
    }
}

/// All words in a node, numbers of marks left out.
fn words(node: &Handle) -> String {
    let mut said = String::new();
    if let NodeData::Text { contents } = &node.data {
        said.push_str(&contents.borrow());
    }
    node.children.borrow().iter().for_each(|child| said.push_str(&words(child)));
    said
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
