//! YAML with scripts in it: workflows, pipelines, containers.

use std::borrow::Cow;
use std::sync::Arc;

use crate::exchange::Format;
use crate::input::embedded::{self, Parts};
use crate::input::yaml::{self, Kind, Node, Style};
use crate::input::{Item, Options, exec};
use crate::source::{Embedding, Problem, Source, Span, Text};

mod scope;

use scope::Scope;

/// YAML by its name, or a workflow by its keys.
pub(super) fn is(name: &str, text: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if ["yml", "yaml"].iter().any(|known| known.eq_ignore_ascii_case(extension)) {
        return true;
    }
    let named = !extension.is_empty() && !name.starts_with('<');
    !named && has_keys(text)
}

/// A key before anything else, and one that holds a script.
fn has_keys(text: &str) -> bool {
    const FIRST: &[&str] = &[
        "- name:",
        "- run:",
        "- script:",
        "after_script:",
        "before_script:",
        "defaults:",
        "env:",
        "image:",
        "jobs:",
        "name:",
        "on:",
        "run:",
        "runs:",
        "script:",
        "services:",
        "stages:",
        "steps:",
        "variables:",
        "version:",
        "workflow:",
    ];
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("---"));
    let begins = first.is_some_and(|line| {
        FIRST.iter().any(|key| {
            line.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    });
    let holds = |line: &str| {
        let line = line.trim_start().trim_start_matches("- ");
        SCRIPTS.iter().any(|key| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
    };
    begins && text.lines().any(holds)
}

/// Keys whose values are commands.
const SCRIPTS: &[&str] = &[
    "run",
    "script",
    "before_script",
    "after_script",
    "command",
    "commands",
    "bash",
    "pwsh",
    "powershell",
    "test",
    "entrypoint",
    "args",
];

/// Reads the scripts of all steps; each runs in a shell of its own.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let mut reader = Reader { source, options, parts: Parts::default(), doubled: false };
    for document in yaml::parse(source.text()) {
        reader.doubled = is_compose(&document);
        reader.node(&document, &Scope::default());
    }
    let mut parts = reader.parts;
    if parts.is_empty() {
        let message = "no call in this YAML: no script in it calls curl";
        parts.read(|visit| visit(Item::Problem(Problem::skipped(None, message))));
    }
    parts.hand_out(visit);
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    parts: Parts,
    /// A dollar sign is written twice, as Compose fills variables in itself.
    doubled: bool,
}

impl Reader<'_> {
    /// Reads what a node holds; YAML is no deeper than its scanner reads it.
    fn node(&mut self, node: &Node, scope: &Scope) {
        node.items().iter().for_each(|item| self.node(item, scope));
        if node.entries().is_empty() {
            return;
        }
        let scope = scope.inside(node);
        let together = node.get("before_script").is_some() && node.get("script").is_some();
        if together {
            let keys = ["before_script", "script"];
            let scripts: Vec<&Node> = keys.iter().filter_map(|key| node.get(key)).collect();
            self.scripts(&scripts, &scope);
        }
        for (key, value) in node.entries() {
            let key = key.as_written();
            let done = together && matches!(key, "before_script" | "script");
            match &value.kind {
                _ if done => {}
                Kind::Scalar(..) if SCRIPTS.contains(&key) => {
                    self.scripts(&[value], &scope.of_key(key));
                }
                Kind::List(items) if SCRIPTS.contains(&key) && !has_maps(items) => {
                    if is_words(key) {
                        self.words(value, &scope);
                    } else {
                        self.scripts(&[value], &scope);
                    }
                }
                Kind::Map(_) | Kind::List(_) => self.node(value, &scope),
                Kind::Scalar(..) | Kind::Unknown => {}
            }
        }
    }

    /// Commands that run one after the other in one shell.
    fn scripts(&mut self, nodes: &[&Node], scope: &Scope) {
        let texts: Vec<(&Text, Style)> = nodes.iter().flat_map(|node| scalars(node)).collect();
        let mut ordered = texts.clone();
        ordered.sort_by_key(|(text, _)| text.span().start);
        let mut embedding = Embedding::new(self.source);
        let mut taken = Vec::new();
        for (text, style) in ordered {
            let start = embedding.len();
            if embedded::take(&mut embedding, self.source, &self.undoubled(text)) {
                self.end_of_line(&mut embedding, text);
                taken.push((text.span().start, Span::new(start, embedding.len())));
            } else if text.as_written().contains("curl") {
                self.refuse(text);
            }
            if style != Style::Literal {
                embedding.seal(start);
            }
        }
        let spans: Vec<Span> = texts
            .iter()
            .filter_map(|(text, _)| {
                let at = text.span().start;
                taken.binary_search_by_key(&at, |(start, _)| *start).ok()
            })
            .map(|nth| taken[nth].1)
            .collect();
        let script = Arc::new(embedding.finish(Format::Workflow.word()));
        let Scope { interpreter, variables } = scope;
        interpreter.read((&script, &spans), (variables, self.options), &mut self.parts);
    }

    /// Commands of a list stand on lines of their own.
    fn end_of_line(&self, embedding: &mut Embedding<'_>, text: &Text) {
        let at = text.span().end;
        let line =
            memchr::memchr(b'\n', self.source.text().as_bytes().get(at..).unwrap_or_default());
        if let Some(line) = line.filter(|_| !embedding.text().ends_with('\n')) {
            embedding.take(Span::new(at + line, at + line + 1));
        }
    }

    /// `$${NAME}` is `${NAME}` to the shell.
    fn undoubled<'t>(&self, text: &'t Text) -> Cow<'t, Text> {
        let written = text.as_written();
        if !self.doubled || !written.contains("$$") {
            return Cow::Borrowed(text);
        }
        let mut plain = Text::default();
        let mut from = 0;
        for (at, _) in written.match_indices("$$") {
            plain.append(&text.slice(from..at + 1));
            from = at + 2;
        }
        if from < written.len() {
            plain.append(&text.slice(from..written.len()));
        }
        Cow::Owned(plain)
    }

    fn refuse(&mut self, text: &Text) {
        let place = Some(self.source.place(text.span().start));
        let message = "a script in double quotes with line breaks in it; write it as a block (|)";
        self.parts.read(|visit| visit(Item::Problem(Problem::skipped(place, message))));
    }

    /// Words that are run without a shell, or by one that is named.
    fn words(&mut self, list: &Node, scope: &Scope) {
        let items: Vec<(&Text, Style)> = scalars(list);
        let written: Vec<&str> = items.iter().map(|(text, _)| text.as_written()).collect();
        let scripts = match exec::runs(&written) {
            exec::Runs::Curl(from) => {
                let words: Vec<Text> = items[from - 1..]
                    .iter()
                    .map(|(text, _)| self.undoubled(text).into_owned())
                    .collect();
                let (source, options) = (self.source, self.options);
                return self.parts.read(|visit| {
                    exec::read(source, (&words, Format::Workflow), options, visit);
                });
            }
            exec::Runs::Script(at) => list.items().get(at..=at).unwrap_or_default(),
            // Arguments alone may be the script of a shell that is named elsewhere.
            exec::Runs::Other => list.items(),
        };
        let calls = |node: &&Node| node.as_str().is_some_and(|word| word.contains("curl "));
        for script in scripts.iter().filter(calls) {
            self.scripts(&[script], scope);
        }
    }
}

/// Services at the top, and no pipeline around them.
fn is_compose(document: &Node) -> bool {
    let services = document.get("services").is_some_and(|services| !services.entries().is_empty());
    services && document.get("jobs").is_none()
}

fn has_maps(items: &[Node]) -> bool {
    items.iter().any(|item| matches!(item.kind, Kind::Map(_)))
}

/// Keys whose lists are words of one command, not commands.
fn is_words(key: &str) -> bool {
    matches!(key, "command" | "test" | "entrypoint" | "args")
}

/// A scalar, or the scalars of a list and of lists in it.
fn scalars(node: &Node) -> Vec<(&Text, Style)> {
    match &node.kind {
        Kind::Scalar(text, style) => vec![(text, *style)],
        Kind::List(items) => items.iter().flat_map(scalars).collect(),
        Kind::Map(_) | Kind::Unknown => Vec::new(),
    }
}
