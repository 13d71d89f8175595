//! Which variables stand for the secrets of the calls that are written again.

use crate::exchange::Exchange;
use crate::facts::catalog::Catalog;
use crate::facts::table::Id;
use crate::facts::{Ground, Session, Settings, gather};
use crate::input::Concealed;
use crate::rules::RuleSet;
use crate::view::{self, Credential};

use super::Secrets;

/// Numbers secrets over a whole document: equal ones get the same variable.
#[derive(Default)]
pub(super) struct Concealer {
    ledger: view::Ledger,
    session: Session,
}

impl Concealer {
    /// The places of the secrets of one exchange; none where they are to be written.
    pub(super) fn places(&mut self, exchange: &Exchange, secrets: Secrets) -> Vec<Concealed> {
        if secrets == Secrets::Written {
            return Vec::new();
        }
        let settings = Settings::default();
        let ground = Ground {
            catalog: Catalog::built_in(),
            settings: &settings,
            session: &self.session,
            signatures: &RuleSet::built_in().signatures,
        };
        let kind = gather(exchange, ground).get(Id::TokenKind).known().map(|kind| kind.shown());
        self.session.learn(exchange, Catalog::built_in());
        let credential = Credential { kind: kind.as_deref(), state: None };
        view::concealed(&view::secrets(exchange, &credential, &mut self.ledger))
    }
}
