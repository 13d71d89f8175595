//! Exports of Insomnia, version 4 (JSON) and version 5 (YAML).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::exchange::{Exchange, Format, Kept, Request, Sent};
use crate::input::collection::answers::Answers;
use crate::input::collection::scan::Scan;
use crate::input::collection::values::Page;
use crate::input::collection::variables::{Style, Variables};
use crate::input::{Item, Options};
use crate::source::{Problem, Source, Span};
use crate::truth::{Fact, Why};

mod auth;
mod entries;
mod environments;
mod part;
mod request;

use auth::Auth;
use entries::{Contents, Entry, Export, documents};
use request::Around;

/// Folders nested deeper than this hand nothing down.
const DEEPEST: usize = 100;
/// More folders with variables of their own than this leave them unknown.
const MOST_SCOPES: usize = 64;

/// More headers than a folder has.
const MOST_HEADERS: usize = 100;

/// Whether a text is of this format, by its content first and its name second.
pub(super) fn is(_name: &str, text: &str) -> bool {
    if text.starts_with('{') {
        return is_json(&mut Scan::of(text));
    }
    // The app writes the type first; a page of documentation that quotes it says other things first.
    let says = |line: &&str| !(line.trim().is_empty() || line.starts_with(['#', '-', '%']));
    let first = text.lines().find(says).unwrap_or_default();
    first.strip_prefix("type:").is_some_and(|kind| kind.contains(".insomnia.rest/"))
}

/// Looks at the names at the top only, as far as the text goes.
fn is_json(scan: &mut Scan<'_>) -> bool {
    if !scan.enter(b'{') {
        return false;
    }
    while let Ok(Some(name)) = scan.member() {
        match name {
            "__export_format" => return true,
            "_type" => return scan.text() == "\"export\"",
            "resources" => return scan.enter(b'[') && scan.peek() == Some(b'{'),
            "log" => return false,
            _ => {
                if scan.value().is_err() {
                    return false;
                }
            }
        }
    }
    false
}

/// Reads all requests of the export.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let text = source.text();
    if text.trim_start().starts_with('{') {
        return read_export(source, &Export::of_resources(text), options, visit);
    }
    let documents = documents(text);
    read_export(source, &Export::of_documents(&documents), options, visit);
}

fn read_export(
    source: &Arc<Source>,
    export: &Export<'_>,
    options: &Options<'_>,
    visit: &mut dyn FnMut(Item),
) {
    if let Some(problem) = problem(source, export) {
        visit(Item::Problem(problem));
    }
    let (mut variables, is_found) = environments::gather(&export.environments, options.environment);
    if !is_found && export.kind == Contents::Requests {
        let message = "this export has no environment of the name that --env gives";
        visit(Item::Problem(Problem::lost(None, message)));
    }
    forget(export, &mut variables);
    let mut reading = Reading::new((source, options), export, variables);
    for entry in export.entries.iter().filter(|entry| !entry.is_folder) {
        reading.entry(entry, visit);
    }
    for (at, what) in &export.losses {
        visit(Item::Problem(Problem::lost(Some(source.place(*at)), what.clone())));
    }
}

/// What scripts set has another value than the text says.
fn forget(export: &Export<'_>, variables: &mut Variables) {
    for script in export.entries.iter().flat_map(|entry| [&entry.before, &entry.after]) {
        if script.sets_others {
            variables.forget_all();
        }
        script.sets.iter().for_each(|(name, _)| variables.forget(name));
    }
}

/// Why there is nothing to read, if so.
fn problem(source: &Source, export: &Export<'_>) -> Option<Problem> {
    let place = Some(source.place(0));
    match export.kind {
        Contents::Requests => None,
        Contents::Others => {
            Some(Problem::skipped(place, "this export of Insomnia holds no requests"))
        }
        Contents::Nothing if export.is_cut => None,
        Contents::Nothing => Some(Problem::lost(place, "expected an export with `resources`")),
    }
}

struct Reading<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    export: &'a Export<'a>,
    variables: Variables,
    /// The variables of folders that have some, by the number of the folder.
    scopes: BTreeMap<usize, Variables>,
    folders: BTreeMap<&'a str, usize>,
    number: usize,
    answers: Answers,
}

impl<'a> Reading<'a> {
    fn new(
        (source, options): (&'a Arc<Source>, &'a Options<'a>),
        export: &'a Export<'a>,
        variables: Variables,
    ) -> Self {
        let folders = export.entries.iter().enumerate().filter(|(_, entry)| entry.is_folder);
        let folders = folders.map(|(number, entry)| (entry.id.as_str(), number)).collect();
        Self {
            source,
            options,
            export,
            variables,
            scopes: BTreeMap::new(),
            folders,
            number: 0,
            answers: Answers::default(),
        }
    }

    fn entry(&mut self, entry: &'a Entry<'a>, visit: &mut dyn FnMut(Item)) {
        let (chain, is_whole) = self.chain(entry);
        let scope = self.scope(&chain);
        let variables = scope.and_then(|scope| self.scopes.get(&scope)).unwrap_or(&self.variables);
        let page = Page { text: self.source.text(), variables };
        let around = self.around(page, &chain, entry, is_whole);
        let options = self.options;
        let read = entry.place.read(page.text, |part| request::read(page, part, around, options));
        let Some(request) = read.flatten() else {
            let place = Some(self.source.place(entry.place.span().start));
            return visit(Item::Problem(Problem::lost(place, "this request has no address")));
        };
        self.number += 1;
        let exchange = self.exchange(entry, request);
        visit(Item::Exchange(Box::new(exchange)));
        self.answers.note(&entry.id, self.number);
        let taken = entry.after.sets.iter().filter(|(_, from_answer)| *from_answer);
        taken.for_each(|(name, _)| self.answers.note(name, self.number));
    }

    /// The folders around an entry, the nearest first, and whether none of them is missing.
    fn chain(&self, entry: &Entry<'_>) -> (Vec<usize>, bool) {
        let mut chain = Vec::new();
        let mut parent = entry.parent.as_str();
        while let Some(number) = self.folders.get(parent).filter(|_| chain.len() < DEEPEST) {
            chain.push(*number);
            parent = self.export.entries.get(*number).map_or("", |entry| entry.parent.as_str());
        }
        let is_top = parent.is_empty() || self.export.tops.contains(parent);
        (chain, is_top || !self.export.is_cut)
    }

    /// The nearest folder with variables; they are put together once.
    fn scope(&mut self, chain: &[usize]) -> Option<usize> {
        let of = |number: &usize| self.export.entries.get(*number);
        let with: Vec<usize> = chain
            .iter()
            .filter(|number| of(number).is_some_and(|folder| !folder.values.is_empty()))
            .copied()
            .collect();
        let nearest = *with.first()?;
        if !self.scopes.contains_key(&nearest) {
            let many = self.scopes.len() >= MOST_SCOPES;
            let mut variables =
                if many { Variables::new(Style::Insomnia) } else { self.variables.copied() };
            let folders = with.iter().rev().filter(|_| !many).filter_map(of);
            for (name, value) in folders.flat_map(|folder| &folder.values) {
                variables.set(name, value.as_deref());
            }
            forget(self.export, &mut variables);
            self.scopes.insert(nearest, variables);
        }
        Some(nearest)
    }

    /// What the folders around a request add to it.
    #[expect(clippy::too_many_arguments, reason = "what a page tells")]
    fn around(&self, page: Page<'_>, chain: &[usize], entry: &Entry<'_>, is_whole: bool) -> Around {
        let folders = chain.iter().filter_map(|number| self.export.entries.get(*number));
        let touched = folders.clone().any(|folder| folder.before.touches_request);
        let open = touched || entry.before.touches_request;
        let unknown = Kept::Some(if is_whole { Why::NotRecorded } else { Why::Truncated });
        let kept = if open || !is_whole { unknown } else { Kept::All };
        let mut around = Around { auth: Auth::Unsaid, headers: Vec::new(), kept };
        for folder in folders.filter(|folder| folder.adds) {
            if !self.variables.spend(folder.place.span().len()) {
                around.kept = Kept::Some(Why::Truncated);
                break;
            }
            folder.place.read(page.text, |part| {
                if let (Auth::Unsaid, Some(auth)) = (&around.auth, part.get("authentication")) {
                    around.auth = Auth::read(page, auth);
                }
                for header in request::headers(page, part).into_iter().take(MOST_HEADERS) {
                    let name = header.name.as_written().trim().to_owned();
                    if !around.headers.iter().any(|other| other.is(&name)) {
                        around.headers.push(header);
                    }
                }
            });
        }
        around
    }

    fn exchange(&self, entry: &Entry<'_>, request: Request) -> Exchange {
        Exchange {
            number: self.number,
            source: Arc::clone(self.source),
            span: Span::new(entry.place.span().start, entry.place.span().end),
            format: Format::Insomnia,
            origin: self.options.origin,
            sent: Sent::Yes,
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            echoes: self.answers.of(&request),
            request,
            response: Fact::Unknown(Why::NotRecorded),
            accidents: Vec::new(),
            pointer: Some(entry.pointer.clone()),
        }
    }
}
