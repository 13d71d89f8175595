//! Postman collections, version 2.1 and 2.0.

use std::sync::Arc;

use crate::exchange::{Exchange, Format, Kept, Request, Response, Sent};
use crate::input::collection::answers::Answers;
use crate::input::collection::message::at_host;
use crate::input::collection::scan::{Scan, Stop};
use crate::input::collection::values::Page;
use crate::input::collection::variables::Variables;
use crate::input::{Item, Options};
use crate::json::{Fault, Tree, Value};
use crate::source::{Problem, Source, Span, Text};
use crate::truth::{Fact, Why};

mod auth;
mod body;
mod environment;
mod examples;
mod headers;
mod inherited;
mod outline;
mod url;

use auth::Auth;
use inherited::{Inherited, Scripts};
use outline::{Entry, Outline};

/// More items that say nothing are not told one by one.
const MOST_EMPTY: usize = 20;

/// Whether a text is of this format, by its content first and its name second.
pub(super) fn is(name: &str, text: &str) -> bool {
    const NAMES: &[&str] =
        &[".postman_collection.json", ".postman_environment.json", ".postman_globals.json"];
    let mut scan = Scan::of(text);
    scan.enter(b'{')
        && (is_collection(&mut scan) || NAMES.iter().any(|ending| name.ends_with(ending)))
}

/// Looks at the names at the top only, as far as the text goes.
fn is_collection(scan: &mut Scan<'_>) -> bool {
    while let Ok(Some(name)) = scan.member() {
        match name {
            "info" if scan.enter(b'{') => match is_info(scan) {
                Ok(false) => {}
                Ok(true) => return true,
                Err(_) => return false,
            },
            "item" => return scan.enter(b'[') && scan.rest().contains("\"request\""),
            "_postman_variable_scope" => return true,
            "collection" if scan.enter(b'{') => {}
            "log" | "_type" | "resources" => return false,
            _ => {
                if scan.value().is_err() {
                    return false;
                }
            }
        }
    }
    false
}

fn is_info(scan: &mut Scan<'_>) -> Result<bool, Stop> {
    while let Some(name) = scan.member()? {
        if name == "_postman_id"
            || name == "schema" && scan.text().contains("schema.getpostman.com")
        {
            return Ok(true);
        }
        if name != "schema" {
            scan.value()?;
        }
    }
    Ok(false)
}

/// Reads all requests of the collection.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let text = source.text();
    let Some(outline) = Outline::of(text) else {
        return visit(Item::Problem(lost(source, 0, "expected a collection: a JSON object")));
    };
    if outline.is_environment {
        let message = "this is an environment and holds no requests; \
                       give it to a collection beside it with --env NAME --read-files";
        return visit(Item::Problem(Problem::skipped(Some(source.place(0)), message)));
    }
    let scripts: Vec<Scripts> =
        outline.entries.iter().map(|entry| Scripts::of(text, entry)).collect();
    let mut variables = environment::gather(text, &outline, options, visit);
    for scripts in &scripts {
        scripts.forget_in(&mut variables);
    }
    let page = Page { text, variables: &variables };
    let (inherited, auths) = inherited::read(page, &outline, &scripts);
    let reader = Reader { source, options, outline: &outline, variables: &variables, auths };
    let mut reading = Reading { reader, number: 0, answers: Answers::default(), empty: 0, visit };
    for (number, (inherited, scripts)) in inherited.iter().zip(&scripts).enumerate() {
        reading.entry(number, *inherited, scripts);
    }
    reading.end();
}

fn lost(source: &Source, at: usize, message: &str) -> Problem {
    Problem::lost(Some(source.place(at)), message)
}

/// What reading any request needs.
struct Reader<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    outline: &'a Outline,
    variables: &'a Variables,
    /// By the number of the folder.
    auths: Vec<Auth>,
}

struct Reading<'a> {
    reader: Reader<'a>,
    number: usize,
    answers: Answers,
    /// Items that were neither request nor folder.
    empty: usize,
    visit: &'a mut dyn FnMut(Item),
}

impl Reading<'_> {
    fn entry(&mut self, number: usize, inherited: Inherited, scripts: &Scripts) {
        let Some(entry) = self.reader.outline.entries.get(number) else { return };
        let Some(span) = entry.request.filter(|_| !entry.is_folder && entry.is_whole) else {
            return self.without_request(entry, number);
        };
        match self.reader.exchange(span, inherited) {
            Ok(mut exchange) => {
                self.number += 1;
                exchange.number = self.number;
                exchange.pointer = Some(self.reader.outline.pointer(number) + "/request");
                exchange.echoes = self.answers.of(&exchange.request);
                let taken = scripts.after.sets.iter().filter(|(_, from_answer)| *from_answer);
                taken.for_each(|(name, _)| self.answers.note(name, self.number));
                (self.visit)(Item::Exchange(Box::new(exchange)));
            }
            Err(fault) => {
                let message = format!("this request cannot be read: {}", fault.what);
                (self.visit)(Item::Problem(lost(self.reader.source, fault.at, &message)));
            }
        }
        if let Some(span) = entry.response {
            self.examples(span, number, inherited);
        }
    }

    /// A folder says nothing; an item that is no folder should have had a request.
    fn without_request(&mut self, entry: &Entry, number: usize) {
        if !entry.is_folder && entry.is_whole && number > 0 && self.empty < MOST_EMPTY {
            self.empty += 1;
            let message = "this item has neither a request nor items";
            let problem = Problem::skipped(Some(self.reader.source.place(entry.start)), message);
            (self.visit)(Item::Problem(problem));
        }
    }

    fn end(self) {
        let outline = self.reader.outline;
        for (at, what) in &outline.losses {
            (self.visit)(Item::Problem(lost(self.reader.source, *at, what)));
        }
        let what = match outline.stop {
            Some((at, Stop::CutOff)) => Some((at, "the collection breaks off here")),
            Some((at, Stop::Broken)) if outline.losses.is_empty() => {
                Some((at, "from here on this is no JSON and was not read"))
            }
            Some((_, Stop::Broken)) | None => None,
        };
        if let Some((at, what)) = what {
            (self.visit)(Item::Problem(lost(self.reader.source, at, what)));
        }
        if outline.stop.is_none() && !outline.entries.first().is_some_and(|all| all.is_folder) {
            let message = "expected a collection of version 2.1: a JSON object with `item`";
            (self.visit)(Item::Problem(lost(self.reader.source, 0, message)));
        }
    }
}

impl Reader<'_> {
    fn page(&self) -> Page<'_> {
        Page { text: self.source.text(), variables: self.variables }
    }

    fn exchange(&self, span: Span, inherited: Inherited) -> Result<Exchange, Fault> {
        let tree = Tree::read_at(self.source.text(), span)?;
        let mut request = self.request(tree.root(), inherited)?;
        let own =
            tree.root().get("auth").map_or(Auth::Unsaid, |auth| Auth::read(self.page(), auth));
        let auth = match own {
            Auth::Unsaid => self.inherited(inherited),
            said @ (Auth::None | Auth::Header(..) | Auth::Query(..) | Auth::Unknown(_)) => said,
        };
        auth.add(&mut request.headers, &mut request.url, &mut request.kept);
        Ok(self.of(span, request, Fact::Unknown(Why::NotRecorded)))
    }

    fn of(&self, span: Span, request: Request, response: Fact<Response>) -> Exchange {
        Exchange {
            number: 0,
            source: Arc::clone(self.source),
            span,
            format: Format::Postman,
            origin: self.options.origin,
            sent: Sent::Yes,
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            request,
            response,
            accidents: Vec::new(),
            echoes: Vec::new(),
            pointer: None,
        }
    }

    /// A request without the credentials that are added to it.
    fn request(&self, request: Value<'_>, inherited: Inherited) -> Result<Request, Fault> {
        let start = request.span().start;
        if !request.is_object() && request.word() != "string" {
            return Err(Fault { at: start, what: "it is no object and no address" });
        }
        let method = match self.page().member(request, "method") {
            Some(method) if !method.is_empty() => capitals(method),
            Some(_) | None => Text::decoded("GET", Span::at(start)),
        };
        let address = if request.is_object() { request.get("url") } else { Some(request) };
        let mut url = url::read(self.page(), address, start);
        let mut headers = headers::read(self.page(), request);
        let body = body::read(self, (request, &method), &mut headers, inherited.behavior);
        at_host(&mut url, &headers);
        let kept = if inherited.is_touched || !inherited.is_whole {
            Kept::Some(Why::NotRecorded)
        } else {
            Kept::All
        };
        Ok(Request { method, url, headers, kept, body })
    }

    fn inherited(&self, inherited: Inherited) -> Auth {
        match self.auths.get(inherited.auth) {
            Some(auth) if self.variables.spend(auth.len()) => auth.clone(),
            Some(_) => Auth::Unknown(Kept::AllButCredentials),
            None => Auth::Unsaid,
        }
    }
}

/// Postman sends methods in capital letters.
fn capitals(method: Text) -> Text {
    match method.known() {
        Fact::Known(written) if written.contains(|c: char| c.is_ascii_lowercase()) => {
            Text::decoded(&written.to_ascii_uppercase(), method.span())
        }
        Fact::Known(_) | Fact::Absent | Fact::Unknown(_) => method,
    }
}
