//! Where in a request the places lie that rules point at.

use std::ops::Range;

use crate::exchange::{Exchange, Format};
use crate::source::{Span, Text};
use crate::truth::Fact;

use super::table::Spot;
use super::{Facts, accident, body, headers, query, secret};

/// The place of a spot; none where the request has no such part.
pub(crate) fn of(facts: &Facts<'_>, spot: &Spot) -> Option<Span> {
    let exchange = facts.exchange();
    let request = &exchange.request;
    let url = &request.url;
    let header = |name: &str| request.header(name).known();
    let span = match spot {
        Spot::Request => call(exchange),
        Spot::Method => request.method.span(),
        Spot::Url => url.span,
        Spot::UrlScheme => url.scheme.span(),
        Spot::UrlHost => url.host.span(),
        Spot::UrlPath => url.path.span(),
        Spot::UrlSlashes => slashes(&url.path)?,
        Spot::UrlQuery => url.query.as_ref()?.span(),
        Spot::QueryUnknown => query::unknown(facts).known()?.written.span(),
        Spot::QueryUnknownToo => query::unknown_too(facts).known()?.written.span(),
        Spot::QueryOffset => query::offset(facts)?.whole.span(),
        Spot::QueryBad => query::bad(facts).known()?.given.whole.span(),
        Spot::QueryTenant => query::tenant(facts).known()?.span,
        Spot::QueryScope => query::scope_encoded_twice(facts).known()?.whole.span(),
        Spot::Token => match &facts.token().text {
            Fact::Known(text) => text.span(),
            Fact::Absent | Fact::Unknown(_) => return None,
        },
        Spot::Authorization => header("authorization")?.value.span(),
        Spot::Header(name) => header(name)?.span(),
        Spot::HeaderMisspelt => facts.misspelt()?.0.name.span(),
        Spot::HeaderEmpty => headers::empty(exchange, facts.catalog())?.span(),
        Spot::Body => request.body.as_ref().known()?.span(),
        Spot::BodyWrongName => body::misnamed_span(facts.body())?,
        Spot::BodyBreak => body::break_span(facts.body())?,
        Spot::BodyMissing => in_body(facts, |faults| faults.missing.as_ref()?.range.clone())?,
        Spot::BodyUnknownField => {
            in_body(facts, |faults| Some(faults.unlisted.as_ref()?.range.clone()))?
        }
        Spot::BodyBadField => in_body(facts, |faults| Some(faults.bad.as_ref()?.range.clone()))?,
        Spot::BodyPermissionKey => body::permission_key_span(facts.body())?,
        Spot::BodyFeatures => body::features_span(facts)?,
        Spot::RecordingUnchangedField => {
            let writes = &facts.session().writes;
            let name = writes.unchanged(exchange, facts.catalog()).known()?;
            facts.body().as_ref().known()?.span_of_field(&name)?
        }
        Spot::Secret => secret::spans(facts).next()?,
        Spot::Accident(kind) => accident::spans(exchange, *kind).next()?,
        Spot::BodyField(name) => facts.body().as_ref().known()?.span_of_field(name)?,
    };
    (!span.is_empty()).then_some(span)
}

/// Two or more slashes that follow each other.
fn slashes(path: &Text) -> Option<Span> {
    let written = path.as_written();
    let start = written.find("//")?;
    let len = written[start..].bytes().take_while(|byte| *byte == b'/').count();
    Some(path.slice(start..start + len).span())
}

/// A place that the comparison with the documented shape found.
fn in_body(
    facts: &Facts<'_>,
    place: impl FnOnce(&body::Faults) -> Option<Range<usize>>,
) -> Option<Span> {
    let range = place(facts.body_faults().as_ref().known()?)?;
    Some(facts.body().as_ref().known()?.span_of(range))
}

/// The word that begins the call: `curl`, the method of a request line, of an entry.
fn call(exchange: &Exchange) -> Span {
    let method = exchange.request.method.span();
    let first = || {
        let text = exchange.source.slice(exchange.span);
        let start = text.len() - text.trim_start().len();
        let len = text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
        Span::new(exchange.span.start + start, exchange.span.start + start + len)
    };
    if exchange.format.is_script() || exchange.format == Format::Fetch {
        first()
    } else if method.is_empty() {
        exchange.request.url.span
    } else {
        method
    }
}
