//! An example's recording, read as the tool reads it.

use crate::exchange::{Exchange, Kept, Origin, Response, Time};
use crate::facts::catalog::Recorder;
use crate::facts::{Answers, Environment, Settings};
use crate::input::{self, Item, Options};
use crate::rules::set::Scene;
use crate::source::ProblemKind;
use crate::truth::Fact;

use super::mint::fill;
use super::recorded::har;

/// What time it is in an example that does not say.
const NOW: &str = "2026-05-11T12:00:00Z";

/// What an example is played with: its text with tokens minted, and what is known besides.
#[derive(Clone)]
pub struct Script {
    pub text: String,
    pub settings: Settings,
    pub now: Time,
    /// The answer to the last call, where the text does not hold it.
    pub answer: Option<Response>,
}

impl Script {
    /// Mints the tokens of a scene; of one that was recorded, makes the HAR.
    pub fn of(scene: &Scene) -> Result<Self, String> {
        let text = scene.now.as_deref().unwrap_or(NOW);
        let now = Time::parse(text).ok_or_else(|| format!("`now: {text}` is no RFC 3339 time"))?;
        let mut text = fill(&scene.input, now).map_err(|error| error.to_string())?;
        if let Some(recorder) = &scene.recorder {
            text = har(&text, recorder, now).map_err(|error| error.to_string())?;
        }
        let answer = scene.status.map(Response::of_status);
        Ok(Self { text, settings: settings(scene, now), now, answer })
    }

    /// The same with another text, which nobody has answered yet.
    fn with(&self, text: &str) -> Self {
        Self { text: text.to_owned(), answer: None, ..self.clone() }
    }
}

/// A scene with its calls read.
pub(super) struct Stage {
    pub(super) exchanges: Vec<Exchange>,
    pub(super) script: Script,
}

impl Stage {
    /// Sets the scene, or says why it cannot be.
    pub(super) fn set(scene: &Scene, recorders: &[Recorder]) -> Result<Self, String> {
        Self::play(Script::of(scene)?, recorders)
    }

    /// The same scene with another text.
    pub(super) fn with(&self, text: &str, recorders: &[Recorder]) -> Result<Self, String> {
        Self::play(self.script.with(text), recorders)
    }

    fn play(script: Script, recorders: &[Recorder]) -> Result<Self, String> {
        let mut exchanges = read(&script.text, recorders)?;
        if let (Some(last), Some(answer)) = (exchanges.last_mut(), &script.answer) {
            give(last, answer);
        }
        Ok(Self { exchanges, script })
    }
}

fn read(text: &str, recorders: &[Recorder]) -> Result<Vec<Exchange>, String> {
    let mut exchanges = Vec::new();
    let mut keeps = false;
    let mut lost = None;
    let options = Options::of(Origin::Pasted);
    input::read("example", Box::new(text.as_bytes()), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) if problem.kind == ProblemKind::Lost => lost = Some(problem.message),
        Item::Recorder(name) => {
            keeps = recorders.iter().any(|known| known.is(&name) && known.keeps_credentials);
        }
        Item::Problem(_) => {}
    });
    if let Some(message) = lost {
        return Err(format!("the input cannot be read: {message}"));
    }
    if exchanges.is_empty() {
        return Err("no call was found in the input".to_owned());
    }
    keep(&mut exchanges, keeps);
    Ok(exchanges)
}

/// A recording that shows one credential keeps them all, and so does that of a recorder that is
/// known to; of another nobody knows.
fn keep(exchanges: &mut [Exchange], keeps: bool) {
    let shows = keeps
        || exchanges.iter().any(|exchange| {
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

/// Gives a call its answer, or the status that its text does not hold.
fn give(exchange: &mut Exchange, answer: &Response) {
    match &mut exchange.response {
        Fact::Known(response) => response.status = answer.status,
        Fact::Absent | Fact::Unknown(_) => exchange.response = Fact::Known(answer.clone()),
    }
}

fn settings(scene: &Scene, now: Time) -> Settings {
    let config = &scene.config;
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
        committed: config.committed,
        answers: Answers { all: scene.answers.clone(), ..Answers::default() },
    }
}
