//! Exchanges and findings, made by hand.

use std::sync::Arc;

use frontegg_lint::exchange::{Exchange, Format, Header, Kept, Origin, Request, Sent, SetBy, Url};
use frontegg_lint::finding::{
    Cause, Claims, Diagnosis, Explains, Finding, Mark, Need, PlacedMark, Report, Severity,
    ShownFix, Strength, Undecided,
};
use frontegg_lint::fix::Safety;
use frontegg_lint::report::human::{self, Human};
use frontegg_lint::report::json;
use frontegg_lint::source::{Problem, Source, Span, Text};
use frontegg_lint::truth::{Fact, Why};
use frontegg_lint::view::{self, Credential, Ledger};

pub(crate) const PLAIN: Human = Human::PLAIN;

/// A value that looks random and is the same in every run.
pub(crate) fn canary(seed: u64) -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let letter = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(LETTERS[usize::try_from(state % LETTERS.len() as u64).unwrap()])
    };
    format!("cN7q{}", (0..24).map(letter).collect::<String>())
}

/// A part of the text, with its place.
pub(crate) fn find(text: &str, part: &str) -> Text {
    Text::verbatim(part, text.find(part).unwrap_or_else(|| panic!("{part} is not there")))
}

pub(crate) fn header(text: &str, name: &str, value: &str) -> Header {
    let at = text.find(&format!("{name}: {value}")).unwrap_or_else(|| panic!("{name}"));
    Header {
        name: Text::verbatim(name, at),
        value: Text::verbatim(value, at + name.len() + 2),
        set: SetBy::Text,
    }
}

pub(crate) fn exchange(
    text: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Exchange {
    Exchange {
        number: 1,
        source: Arc::new(Source::new("call.sh", text)),
        span: Span::new(0, text.len()),
        format: Format::Shell,
        origin: Origin::Pasted,
        sent: Sent::Yes,
        started: Fact::Absent,
        answered: Fact::Absent,
        request: Request {
            method: Text::decoded("GET", Span::new(0, 4)),
            url: Url::split(&find(text, url)),
            headers: headers.iter().map(|(name, value)| header(text, name, value)).collect(),
            kept: Kept::All,
            body: body.map_or(Fact::Absent, |body| Fact::Known(find(text, body))),
        },
        response: Fact::Unknown(Why::NotRecorded),
        accidents: vec![],
        echoes: vec![],
        pointer: None,
    }
}

pub(crate) fn mark(text: &str, part: &str, label: &str) -> Mark {
    Mark { span: find(text, part).span(), label: label.to_owned() }
}

/// A finding about marks in an exchange, as the linter makes it.
pub(crate) fn finding(exchange: &Exchange, marks: &[Mark], credential: &Credential<'_>) -> Finding {
    let secrets = view::secrets(exchange, credential, &mut Ledger::default());
    let (excerpt, shown) = view::excerpt(exchange, marks, &secrets);
    let place = |(mark, shown): (&Mark, std::ops::Range<usize>)| PlacedMark {
        start: exchange.source.place(mark.span.start),
        end: exchange.source.place(mark.span.end),
        label: mark.label.clone(),
        shown,
    };
    Finding {
        rule: "vendor-token-on-environment-host".into(),
        topic: "token".into(),
        severity: Severity::Error,
        claims: Claims::Refused,
        message: "vendor token sent to an environment host".into(),
        help: Some("send it to the gateway, with the tenant header".into()),
        file: exchange.source.name().clone(),
        exchange: exchange.number,
        request: view::request(exchange),
        pointer: exchange.pointer.clone(),
        marks: marks.iter().zip(shown).map(place).collect(),
        excerpt,
        explains: Some(Explains {
            error: "failed-to-verify-user-jwt".into(),
            strength: Strength::Certain,
        }),
        folds: vec!["missing-tenant-id".into()],
        fix: None,
        fingerprint: "0".repeat(64),
    }
}

pub(crate) fn report(findings: Vec<Finding>) -> Report {
    let file = findings.first().map_or("call.sh".into(), |one| one.file.clone());
    Report { file, findings, exchanges: 1, frontegg: 1, ..Report::default() }
}

pub(crate) fn printed(reports: &[Report], human: &Human) -> String {
    let mut out = Vec::new();
    human::write(reports, human, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub(crate) fn written(reports: &[Report]) -> serde_json::Value {
    let mut out = Vec::new();
    json::write(reports, 1, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// The command of the ideal message.
pub(crate) fn ideal() -> (Exchange, Finding) {
    let token = canary(1).repeat(29);
    let bearer = format!("Bearer {token}");
    let url = "https://login.acme.com/identity/resources/users/v1/5f0e2c1d";
    let text = format!("curl {url} \\\n  -H 'Authorization: {bearer}'\n");
    let call = exchange(&text, url, &[("Authorization", &bearer)], None);
    let marks = [
        mark(&text, "login.acme.com", "an environment host: it verifies user tokens"),
        mark(&text, &token, "this is a vendor token"),
    ];
    let credential = Credential { kind: Some("vendor"), state: Some("valid for 21 h".into()) };
    let mut found = finding(&call, &marks, &credential);
    found.fix = Some(ShownFix {
        safety: Safety::Placeholder,
        edits: vec![],
        corrected: "curl https://<gateway>/identity/resources/users/v1/5f0e2c1d \\\n  -H 'frontegg-tenant-id: <tenant-id>' \\\n  -H \"Authorization: Bearer $VENDOR_TOKEN\"".into(),
        before: Some(format!("curl {url} \\\n  -H \"Authorization: Bearer $VENDOR_TOKEN\"")),
        variables: vec!["VENDOR_TOKEN".into()],
    });
    (call, found)
}

pub(crate) fn cause(id: &str, why: &str) -> Cause {
    Cause::new(id, why.into())
}

pub(crate) fn ideal_report() -> Report {
    let (_, found) = ideal();
    Report {
        diagnoses: vec![Diagnosis {
            file: "call.sh".into(),
            exchange: 1,
            error: "failed-to-verify-user-jwt".into(),
            title: "Failed to verify user JWT".into(),
            status: Some(401),
            confirmed: vec![cause(&found.rule, "vendor token sent to an environment host")],
            excluded: vec![
                cause("token-expired", "valid for another 21 h when sent"),
                cause("token-malformed", "the token is well-formed"),
            ],
            open: vec![cause("revoked API key", "frontegg-lint probe")],
        }],
        undecided: vec![Undecided {
            rule: "wrong-region".into(),
            file: "call.sh".into(),
            exchange: 1,
            needs: vec![Need { fact: "vendor.region".into(), why: Why::NotConfigured }],
            settle: Some("set `region` in .frontegg-lint.yaml".into()),
        }],
        problems: vec![Problem::lost(None, "the last command is cut off")],
        ..report(vec![found])
    }
}
