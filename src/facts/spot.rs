//! Where in a request the places lie that rules point at.

use crate::exchange::{Exchange, Format};
use crate::source::Span;
use crate::truth::Fact;

use super::table::Spot;
use super::{Facts, body, headers};

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
        Spot::UrlQuery => url.query.as_ref()?.span(),
        Spot::Token => match &facts.token().text {
            Fact::Known(text) => text.span(),
            Fact::Absent | Fact::Unknown(_) => return None,
        },
        Spot::Authorization => header("authorization")?.value.span(),
        Spot::Header(name) => header(name)?.span(),
        Spot::HeaderMisspelt => headers::misspelt(exchange, facts.catalog())?.0.name.span(),
        Spot::HeaderEmpty => headers::empty(exchange, facts.catalog())?.span(),
        Spot::Body => request.body.as_ref().known()?.span(),
        Spot::BodyWrongName => body::misnamed_span(exchange)?,
    };
    (!span.is_empty()).then_some(span)
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
    match exchange.format {
        Format::Shell => first(),
        Format::Har | Format::HttpFile if method.is_empty() => exchange.request.url.span,
        Format::Har | Format::HttpFile => method,
    }
}
