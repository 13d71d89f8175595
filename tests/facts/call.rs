//! Small exchanges, built in code.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontegg_lint::exchange::{
    Exchange, Format, Header, Kept, Origin, Request, Response, Sent, SetBy, Time, Url,
};
use frontegg_lint::facts::answer::Signature;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::table::by_name;
use frontegg_lint::facts::{Ground, Session, Settings, Value, gather};
use frontegg_lint::source::{Source, Span, Text};
use frontegg_lint::truth::{Fact, Why};
use serde_json::json;

/// An exchange in the making; `$NAME` in any part is a variable.
pub(crate) struct Call {
    written: String,
    exchange: Exchange,
}

impl Call {
    pub(crate) fn new(method: &str, url: &str) -> Self {
        let mut written = String::from("curl ");
        let method = text(&mut written, method);
        let url = Url::split(&text(&mut written, url));
        let request =
            Request { method, url, headers: Vec::new(), kept: Kept::All, body: Fact::Absent };
        let exchange = Exchange {
            number: 1,
            source: Arc::new(Source::new("test", "")),
            span: Span::default(),
            format: Format::Shell,
            origin: Origin::Written,
            sent: Sent::Yes,
            started: Fact::Absent,
            answered: Fact::Absent,
            request,
            response: Fact::Absent,
            accidents: Vec::new(),
            echoes: vec![],
            pointer: None,
        };
        Self { written, exchange }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let name = text(&mut self.written, name);
        let value = text(&mut self.written, value);
        self.exchange.request.headers.push(Header { name, value, set: SetBy::Text });
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn body(mut self, body: &str) -> Self {
        self.exchange.request.body = Fact::Known(text(&mut self.written, body));
        self
    }

    pub(crate) fn answer(mut self, status: u16, body: &str) -> Self {
        let body = text(&mut self.written, body);
        self.exchange.response = Fact::Known(Response {
            status: Fact::Known(status),
            headers: Vec::new(),
            span: Some(body.span()),
            body: Fact::Known(body),
        });
        self
    }

    pub(crate) fn answer_header(mut self, name: &str, value: &str) -> Self {
        let name = text(&mut self.written, name);
        let value = text(&mut self.written, value);
        if let Fact::Known(response) = &mut self.exchange.response {
            response.headers.push(Header { name, value, set: SetBy::Text });
        }
        self
    }

    pub(crate) fn at(mut self, time: &str) -> Self {
        self.exchange.started = Fact::Known(Time::parse(time).expect("a test writes times well"));
        self.exchange.origin = Origin::Recorded;
        self
    }

    pub(crate) fn kept(mut self, kept: Kept) -> Self {
        self.exchange.request.kept = kept;
        self
    }

    pub(crate) fn done(mut self) -> Exchange {
        self.exchange.span = Span::new(0, self.written.len());
        self.exchange.source = Arc::new(Source::new("test", self.written));
        self.exchange
    }

    pub(crate) fn says(self, name: &str) -> String {
        says(&self.done(), &Settings::default(), &Session::default(), name)
    }
}

fn text(written: &mut String, value: &str) -> Text {
    let start = written.len();
    let mut text = Text::verbatim("", start);
    let mut rest = value;
    while let Some(at) = rest.find('$') {
        text.push_verbatim(&rest[..at], start + value.len() - rest.len());
        let name: String =
            rest[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let from = start + value.len() - rest.len() + at;
        let whole = &rest[at..=at + name.len()];
        text.push_hole(whole, Span::new(from, from + whole.len()), (Why::Variable, &name));
        rest = &rest[at + 1 + name.len()..];
    }
    text.push_verbatim(rest, start + value.len() - rest.len());
    written.push_str(value);
    written.push(' ');
    text
}

/// The value, `-` for absent, `?why` for unknown.
pub(crate) fn says(
    exchange: &Exchange,
    settings: &Settings,
    session: &Session,
    name: &str,
) -> String {
    let signatures = [
        Signature {
            id: "by-text".into(),
            status: vec![401],
            text: vec!["verify VENDOR jwt".into()],
            ..Signature::default()
        },
        Signature {
            id: "by-code".into(),
            error_code: Some("ER-00008".into()),
            ..Signature::default()
        },
        Signature { id: "by-status".into(), status: vec![401, 404], ..Signature::default() },
    ];
    let ground =
        Ground { catalog: Catalog::built_in(), settings, session, signatures: &signatures };
    let facts = gather(exchange, ground);
    match facts.get(by_name(name).expect(name).id) {
        Fact::Known(Value::Word(word)) => word.into_owned(),
        Fact::Known(Value::Number(number)) => number.to_string(),
        Fact::Known(Value::Flag(flag)) => flag.to_string(),
        Fact::Absent => "-".into(),
        Fact::Unknown(why) => format!("?{}", why.word()),
    }
}

pub(crate) fn mint(claims: &serde_json::Value) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!(
        "{}.{}.{}",
        part("{\"alg\":\"RS256\"}"),
        part(&claims.to_string()),
        part("no signature")
    )
}

pub(crate) fn vendor() -> String {
    mint(&json!({"type": "vendor", "vendorId": "v-1", "exp": 1_778_500_000}))
}

pub(crate) fn user(issuer: &str) -> String {
    mint(
        &json!({"type": "userToken", "sub": "u-1", "tenantId": "t-1", "iss": issuer, "exp": 1_778_500_000}),
    )
}

pub(crate) fn get(url: &str) -> Call {
    Call::new("GET", url)
}

pub(crate) const USERS: &str = "https://api.frontegg.com/identity/resources/users/v3";
