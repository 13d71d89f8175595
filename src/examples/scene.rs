//! An example's recording, read as the tool reads it.

use crate::exchange::{Exchange, Kept, Origin, Response, Time};
use crate::facts::{Environment, Settings};
use crate::input::{self, Item, Options};
use crate::rules::set::{Config, Scene};
use crate::source::ProblemKind;
use crate::truth::{Fact, Why};

use super::mint::fill;

/// What time it is in an example that does not say.
const NOW: &str = "2026-05-11T12:00:00Z";

/// A scene with its tokens minted, its calls read and its settings made.
pub(super) struct Stage {
    pub(super) exchanges: Vec<Exchange>,
    pub(super) settings: Settings,
    pub(super) now: Time,
}

impl Stage {
    /// Sets the scene, or says why it cannot be.
    pub(super) fn set(scene: &Scene) -> Result<Self, String> {
        let text = scene.now.as_deref().unwrap_or(NOW);
        let now = Time::parse(text).ok_or_else(|| format!("`now: {text}` is no RFC 3339 time"))?;
        let input = fill(&scene.input, now).map_err(|error| error.to_string())?;
        let mut exchanges = read(&input)?;
        if let Some(status) = scene.status {
            answer(&mut exchanges, status);
        }
        Ok(Self { exchanges, settings: settings(&scene.config, now), now })
    }

    /// The same scene with another text.
    pub(super) fn with(&self, input: &str) -> Result<Self, String> {
        let settings = self.settings.clone();
        Ok(Self { exchanges: read(input)?, settings, now: self.now })
    }
}

fn read(text: &str) -> Result<Vec<Exchange>, String> {
    let mut exchanges = Vec::new();
    let mut lost = None;
    let options = Options { format: None, origin: Origin::Pasted, files: None };
    input::read("example", Box::new(text.as_bytes()), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) if problem.kind == ProblemKind::Lost => lost = Some(problem.message),
        Item::Problem(_) | Item::Recorder(_) => {}
    });
    if let Some(message) = lost {
        return Err(format!("the input cannot be read: {message}"));
    }
    if exchanges.is_empty() {
        return Err("no call was found in the input".to_owned());
    }
    keep(&mut exchanges);
    Ok(exchanges)
}

/// A recording that shows one credential keeps them all; of another nobody knows.
fn keep(exchanges: &mut [Exchange]) {
    let shows = exchanges.iter().any(|exchange| {
        let headers = exchange.request.headers.iter();
        headers.clone().any(|h| h.is("authorization") || h.is("cookie"))
    });
    if shows {
        for exchange in exchanges {
            if exchange.request.kept == Kept::AllButCredentials {
                exchange.request.kept = Kept::All;
            }
        }
    }
}

/// Gives the last call the status that its text does not hold.
fn answer(exchanges: &mut [Exchange], status: u16) {
    let Some(exchange) = exchanges.last_mut() else { return };
    match &mut exchange.response {
        Fact::Known(response) => response.status = Fact::Known(status),
        Fact::Absent | Fact::Unknown(_) => {
            exchange.response = Fact::Known(Response {
                status: Fact::Known(status),
                headers: Vec::new(),
                body: Fact::Unknown(Why::NotRecorded),
                span: exchange.span,
            });
        }
    }
}

fn settings(config: &Config, now: Time) -> Settings {
    let environment = |environment: &crate::rules::set::ConfigEnvironment| Environment {
        name: environment.name.clone(),
        hosts: environment.hosts.clone(),
        client_id: environment.client_id.clone(),
    };
    Settings {
        region: config.region.clone(),
        environments: config.environments.iter().map(environment).collect(),
        back_ends: config.back_ends.clone(),
        tenant_id: config.tenant_id.clone(),
        application_id: config.application_id.clone(),
        token_kind: config.token_kind.clone(),
        now: Some(now),
    }
}
