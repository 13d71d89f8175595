//! Answers that were saved with a request.

use super::headers;
use super::inherited::Inherited;
use super::{Reader, Reading};
use crate::exchange::{Exchange, Header, Kept, Response};
use crate::input::Item;
use crate::input::collection::scan::Scan;
use crate::input::collection::values::Page;
use crate::input::collection::variables::{Style, Variables};
use crate::json::{Tree, Value};
use crate::source::Span;
use crate::truth::{Fact, Why};

impl Reading<'_> {
    /// Each answer that a server gave becomes an exchange with the request it was given to.
    pub(super) fn examples(&mut self, list: Span, number: usize, inherited: Inherited) {
        let text = self.reader.source.text();
        let mut scan = Scan::of(text.get(..list.end).unwrap_or_default());
        scan.go_to(list.start);
        let mut index = 0;
        if !scan.enter(b'[') {
            return;
        }
        while scan.item() == Ok(true) {
            let Ok(value) = scan.value() else { return };
            if let Some(mut exchange) = self.reader.example(value, inherited) {
                self.number += 1;
                exchange.number = self.number;
                let item = self.reader.outline.pointer(number);
                exchange.pointer = Some(format!("{item}/response/{index}"));
                (self.visit)(Item::Exchange(Box::new(exchange)));
            }
            index += 1;
        }
    }
}

impl Reader<'_> {
    fn example(&self, span: Span, inherited: Inherited) -> Option<Exchange> {
        let tree = Tree::read_at(self.source.text(), span).ok()?;
        let example = tree.root();
        let original = example.get("originalRequest").filter(|request| request.is_object())?;
        let response = answer(self.source.text(), example)?;
        let mut request = self.request(original, inherited).ok()?;
        // What Postman added by itself is not saved with it.
        if request.kept == Kept::All {
            request.kept = Kept::AllButCredentials;
        }
        Some(self.of(span, request, Fact::Known(response)))
    }
}

/// The answer, if a server gave it: it has a date then. What people and generators write for
/// documentation has none, and was never sent.
fn answer(text: &str, example: Value<'_>) -> Option<Response> {
    // Nothing is filled into what came back.
    let variables = Variables::new(Style::Postman);
    let headers: Vec<Header> = headers::read(Page { text, variables: &variables }, example);
    headers.iter().find(|header| header.is("date"))?;
    let code = example.get("code").and_then(Value::number)?;
    let status = (100_u16..1000).find(|status| (f64::from(*status) - code).abs() < f64::EPSILON)?;
    let body = example.get("body").map_or(Fact::Absent, Value::text);
    Some(Response {
        status: Fact::Known(status),
        headers,
        body: match body {
            Fact::Absent => Fact::Unknown(Why::NotRecorded),
            body @ (Fact::Known(_) | Fact::Unknown(_)) => body,
        },
        span: Some(example.span()),
    })
}
