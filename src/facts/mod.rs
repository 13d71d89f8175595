//! What a recording shows, does not show, cannot say.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

use crate::exchange::Exchange;
use crate::source::Span;
use crate::truth::{Fact, Why};

mod accident;
pub mod answer;
pub mod askable;
mod authorization;
mod body;
mod caller;
pub mod catalog;
pub mod credential;
mod fields;
mod fill;
mod flow;
mod get;
mod headers;
pub(crate) mod host;
pub(crate) mod jwt;
mod network;
mod oddity;
pub mod placeholder;
mod query;
mod reading;
mod route;
mod secret;
mod session;
mod settings;
mod spot;
mod stepping;
pub mod table;
mod token;
mod value;
mod vendor;

pub use network::{Answers, Said, Verified};
#[cfg(feature = "online")]
pub(crate) use oddity::TOLERANCE;
pub(crate) use reading::is_preflight;
pub use session::Session;
pub use settings::{Environment, Settings};
pub use value::Value;

#[cfg(feature = "cli")]
pub(crate) use token::duration;

use authorization::Authorization;
use catalog::Catalog;
use host::{Class, Host};
use token::Token;

/// What facts rest on besides the exchange.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a Settings,
    /// What earlier exchanges of the recording told.
    pub session: &'a Session,
    /// How known errors are recognised.
    pub signatures: &'a [answer::Signature],
}

/// The facts of one exchange. Each is found when it is first asked for.
pub struct Facts<'a> {
    exchange: &'a Exchange,
    ground: Ground<'a>,
    host: OnceCell<Host>,
    path: OnceCell<route::Path<'a>>,
    miss: OnceCell<Fact<catalog::Miss<'a>>>,
    wrong_method: OnceCell<Fact<route::meant::Wrong<'a>>>,
    authorization: OnceCell<Authorization>,
    token: OnceCell<Token<'a>>,
    vendor: OnceCell<Fact<vendor::Witness>>,
    body: OnceCell<Fact<body::Body<'a>>>,
    body_faults: OnceCell<Fact<body::Faults>>,
    answer_words: OnceCell<Option<answer::Words>>,
    query: OnceCell<query::Query>,
    misspelt: OnceCell<Option<headers::Misspelt<'a>>>,
    error: OnceCell<Fact<&'a str>>,
    succeeded: OnceCell<Fact<bool>>,
    live: OnceCell<secret::Live>,
}

/// Begins to look at an exchange; costs nothing until a fact is asked for.
pub fn gather<'a>(exchange: &'a Exchange, ground: Ground<'a>) -> Facts<'a> {
    Facts {
        exchange,
        ground,
        host: OnceCell::new(),
        path: OnceCell::new(),
        miss: OnceCell::new(),
        wrong_method: OnceCell::new(),
        authorization: OnceCell::new(),
        token: OnceCell::new(),
        vendor: OnceCell::new(),
        body: OnceCell::new(),
        body_faults: OnceCell::new(),
        answer_words: OnceCell::new(),
        query: OnceCell::new(),
        misspelt: OnceCell::new(),
        error: OnceCell::new(),
        succeeded: OnceCell::new(),
        live: OnceCell::new(),
    }
}

impl<'a> Facts<'a> {
    /// The value of a fact.
    pub fn get(&self, id: table::Id) -> Fact<Value<'_>> {
        get::of(self, id)
    }

    /// Where a rule points; none if the request has no such part.
    pub fn span(&self, spot: &table::Spot) -> Option<Span> {
        spot::of(self, spot)
    }

    /// The other places of a spot that stands for several.
    pub fn further(&self, spot: &table::Spot) -> Vec<Span> {
        if let table::Spot::Accident(kind) = spot {
            accident::spans(self.exchange, *kind).skip(1).collect()
        } else if *spot == table::Spot::Secret {
            secret::spans(self).skip(1).collect()
        } else {
            Vec::new()
        }
    }

    pub fn exchange(&self) -> &Exchange {
        self.exchange
    }

    /// What they rest on besides the exchange.
    pub fn ground(&self) -> Ground<'a> {
        self.ground
    }

    /// Whether any rule needs to look.
    pub fn concerns_frontegg(&self) -> bool {
        self.host().class != Fact::Known(Class::Foreign)
    }

    fn catalog(&self) -> &'a Catalog {
        self.ground.catalog
    }

    fn settings(&self) -> &'a Settings {
        self.ground.settings
    }

    fn session(&self) -> &'a Session {
        self.ground.session
    }

    fn was_sent(&self) -> bool {
        reading::was_sent(self.exchange)
    }

    fn host(&self) -> &Host {
        self.host.get_or_init(|| self.find_host())
    }

    fn query(&self) -> &query::Query {
        self.query.get_or_init(|| query::Query::of(self.exchange))
    }

    fn path(&self) -> &route::Path<'a> {
        self.path.get_or_init(|| route::Path::of(self.exchange, self.ground.catalog))
    }

    fn miss(&self) -> &Fact<catalog::Miss<'a>> {
        self.miss.get_or_init(|| route::miss::of(self))
    }

    fn wrong_method(&self) -> &Fact<route::meant::Wrong<'a>> {
        self.wrong_method.get_or_init(|| route::meant::wrong(self))
    }

    fn authorization(&self) -> &Authorization {
        self.authorization.get_or_init(|| Authorization::of(self.exchange))
    }

    fn token(&self) -> &Token<'a> {
        self.token
            .get_or_init(|| Token::of(self.exchange, self.authorization(), self.ground.session))
    }

    /// The vendor's region and who says so.
    fn vendor(&self) -> &Fact<vendor::Witness> {
        self.vendor.get_or_init(|| {
            let minted = || self.token().handed.known().and_then(|handed| handed.region.clone());
            let named = || {
                let name = headers::vendor_host(self.exchange).known()?;
                Host::of_name(&name, self.catalog())?.region.known()
            };
            let witnesses = [
                (self.issuer_region().known(), vendor::ISSUER),
                (minted(), vendor::MINT),
                (named(), vendor::VENDOR_HOST),
            ];
            // What the gateways themselves say of the credential outweighs what anybody wrote down.
            match (self.said().is_accepted(), self.said().region()) {
                (_, Some(region)) => Fact::Known((region.to_owned(), vendor::ASKED)),
                (Some(_), None) => Fact::Absent,
                (None, None) => vendor::region(self.settings(), self.catalog(), witnesses),
            }
        })
    }

    fn body(&self) -> &Fact<body::Body<'a>> {
        self.body.get_or_init(|| body::Body::of(self.exchange))
    }

    /// What the body lacks, or has too much, beside the documented shape.
    fn body_faults(&self) -> &Fact<body::Faults> {
        self.body_faults.get_or_init(|| body::differences(self))
    }

    /// The first header that is a near miss of one of Frontegg's.
    fn misspelt(&self) -> Option<headers::Misspelt<'a>> {
        *self.misspelt.get_or_init(|| headers::misspelt(self.exchange, self.ground.catalog))
    }

    fn error(&self) -> Fact<&'a str> {
        *self.error.get_or_init(|| {
            // What another company answers, and the browser's own question, is no error of ours.
            if !self.concerns_frontegg() || is_preflight(self.exchange) {
                return Fact::Absent;
            }
            answer::error(self, self.ground.signatures)
        })
    }

    /// What the answer says, where its body is here.
    fn answer_words(&self) -> Option<&answer::Words> {
        self.answer_words.get_or_init(|| answer::words(self.exchange)).as_ref()
    }

    fn succeeded(&self) -> Fact<bool> {
        *self.succeeded.get_or_init(|| {
            let path = self.path();
            let page = path.bare.as_ref().known().is_some_and(|bare| bare.starts_with("/oauth/"));
            answer::succeeded(self.exchange, path.service.is_known() && !page)
        })
    }

    /// The secrets that open something now.
    fn live(&self) -> &secret::Live {
        self.live.get_or_init(|| secret::of(self))
    }

    fn find_host(&self) -> Host {
        let text = &self.exchange.request.url.host;
        let written = text.as_written().trim();
        if let Some(hole) = text.holes().first() {
            return self.blank_host(hole.why);
        }
        if written.is_empty() {
            return self.blank_host(Why::NotRecorded);
        }
        if host::has_blank_label(written, self.was_sent()) {
            return self.blank_host(Why::Placeholder);
        }
        let Some(name) = host::bare(written) else { return Host::outside(written, Class::Foreign) };
        let own = || Host::outside(&name, self.class_outside(&name));
        Host::of_name(&name, self.catalog()).unwrap_or_else(own)
    }

    /// A host that is not here, or not in full.
    fn blank_host(&self, why: Why) -> Host {
        let text = &self.exchange.request.url.host;
        let host = Host::of_blank(text, why, self.catalog());
        let named = text.as_written().to_ascii_lowercase().contains(".frontegg.com");
        if named || self.path().service.is_known() {
            return host;
        }
        // Other companies have gateways too: the name alone is not enough.
        Host { class: Fact::Unknown(why), ..host }
    }

    /// The class of a host that is none of Frontegg's names.
    fn class_outside(&self, name: &str) -> Class {
        let settings = self.settings();
        if host::configured(name, settings).is_some() {
            return Class::Environment;
        }
        if host::lists(&settings.back_ends, name) {
            return Class::BackEnd;
        }
        let domain = name.rsplit('.').next().unwrap_or_default();
        let local = matches!(domain, "localhost" | "local")
            || name.starts_with('[')
            || name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if local {
            return Class::Foreign;
        }
        let issued = || {
            let claims = self.token().claims.as_ref().known()?;
            claims.proves_issuer()
        };
        if self.session().knows_issuer(name) || issued().as_deref() == Some(name) {
            return Class::Environment;
        }
        if self.path().is_of_frontegg() { Class::Custom } else { Class::Foreign }
    }

    /// The host that issued the token, and what is known of it.
    fn issuer(&self) -> Fact<Host> {
        self.token().issuer_host().map(|name| {
            let own = || {
                let listed = host::configured(&name, self.settings()).is_some();
                Host::outside(&name, if listed { Class::Environment } else { Class::Custom })
            };
            Host::of_name(&name, self.catalog()).unwrap_or_else(own)
        })
    }

    fn issuer_region(&self) -> Fact<String> {
        self.issuer().and_then(|host| host.region)
    }

    fn token_kind(&self) -> Fact<(&str, &'static str)> {
        self.token().kind(self.settings(), self.was_sent())
    }

    /// The user that the token acts for.
    fn token_user(&self) -> Fact<&str> {
        let token = self.token();
        match token.claim("userId") {
            Fact::Absent if self.token_kind().map(|(kind, _)| kind) == Fact::Known("user") => {
                token.claim("sub")
            }
            said @ (Fact::Known(_) | Fact::Absent | Fact::Unknown(_)) => said,
        }
    }
}

impl fmt::Debug for Facts<'_> {
    /// Recorded text may hold secrets: only the exchange's number is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts").field("number", &self.exchange.number).finish_non_exhaustive()
    }
}

/// A word that a fact lends.
fn word(text: &str) -> Value<'_> {
    Value::Word(Cow::Borrowed(text))
}

/// A word that a fact made.
fn made(text: String) -> Value<'static> {
    Value::Word(Cow::Owned(text))
}
