//! `{:?}` of every public type that can hold recorded text.

use frontegg_lint::exchange::{Header, SetBy, Url};
use frontegg_lint::facts::{Answers, Environment, Settings, Value};
use frontegg_lint::fix::{BodyChange, Change, Edit, Filling, QueryChange, Safety};
use frontegg_lint::input::Item;
use frontegg_lint::source::{Source, Span, Text};
use frontegg_lint::truth::{Fact, Why};
use frontegg_lint::view::{Credential, Ledger};

use crate::canary::Canary;

/// One value of each type whose fields take text as it was recorded. Exchanges, responses,
/// facts, sessions and reports are made of recordings in the other tests.
#[test]
fn debug_shows_lengths_only() {
    let canary = Canary::new(77 << 20);
    let own = || canary.text.clone();
    let secret = canary.text.as_str();
    let mut hole = Text::verbatim(secret, 0);
    hole.push_hole(secret, Span::new(24, 48), (Why::Variable, secret));
    let url = Text::verbatim(&format!("https://{secret}@a/{secret}?{secret}#{secret}"), 0);
    let header =
        Header { name: hole.clone(), value: Text::decoded(secret, Span::at(3)), set: SetBy::Text };
    let both = || Filling::Variable { before: own(), name: own() };
    let changes = vec![
        Change::SetScheme(own()),
        Change::SetHost(Filling::Value(own())),
        Change::SetPath(own()),
        Change::SetMethod(own()),
        Change::SetHeader(own(), both()),
        Change::SetHost(Filling::Kept { before: own(), from: 1 }),
        Change::SetHost(Filling::Missing(own())),
        Change::DropHeader(own()),
        Change::RenameHeader { from: own(), to: own() },
        Change::Query(QueryChange::Set(own(), both())),
        Change::Query(QueryChange::Rename { from: own(), to: own() }),
        Change::Query(QueryChange::Drop(own())),
        Change::Body(BodyChange::Rename { from: own(), to: own() }),
        Change::Body(BodyChange::Set { pointer: own(), json: own() }),
        Change::Body(BodyChange::DropField(own())),
    ];
    let settings = Settings {
        region: Some(own()),
        environments: vec![Environment { name: own(), hosts: vec![own()], client_id: Some(own()) }],
        back_ends: vec![own()],
        tenant_id: Some(own()),
        application_id: Some(own()),
        token_kind: Some(own()),
        now: None,
        committed: false,
        answers: Answers::default(),
    };
    let credential = Credential { kind: None, state: None };
    let shown = [
        format!("{hole:?} {:?}", hole.holes()),
        format!("{:?} {header:?}", Url::split(&url)),
        format!("{:?}", Source::new("call.sh", secret)),
        format!("{changes:?} {:?}", Safety::Safe),
        format!("{:?}", Edit { span: Span::at(1), text: own() }),
        format!("{:?}", Item::Recorder(own())),
        format!("{:?}", Fact::Known(Value::Word(secret.into()))),
        format!("{settings:?} {credential:?} {:?}", Ledger::default()),
    ];
    for text in shown {
        assert_eq!(canary.found(&text), None, "{text}");
    }
}
