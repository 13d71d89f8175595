//! Which routes the calls of an example go to, and whether a recorder saw them.

use crate::exchange::Origin;
use crate::facts::catalog::Catalog;
use crate::facts::table::Id;
use crate::facts::{Ground, Session, Value, gather};
use crate::rules::set::Scene;
use crate::truth::Fact;

use super::scene::Stage;

/// A call of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Method and template, as the catalogue lists them; none for another path.
    pub route: Option<(String, String)>,
    /// A recorder saw it: it is no command that somebody wrote.
    pub recorded: bool,
}

/// The calls of a scene; none where it cannot be read, which its own test says.
pub fn called(scene: &Scene, catalog: &Catalog) -> Vec<Called> {
    let Ok(stage) = Stage::set(scene, &catalog.recorders) else { return Vec::new() };
    let session = Session::default();
    let settings = &stage.script.settings;
    let ground = Ground { catalog, settings, session: &session, signatures: &[] };
    let call = |exchange| {
        let facts = gather(exchange, ground);
        let word = |id| match facts.get(id) {
            Fact::Known(Value::Word(word)) => Some(word.into_owned()),
            Fact::Known(_) | Fact::Absent | Fact::Unknown(_) => None,
        };
        let method = word(Id::RequestMethod);
        let route = method.zip(word(Id::RoutePath)).and_then(|(method, path)| {
            let route = catalog.find(&method, &path)?;
            Some((route.method.clone(), route.path.clone()))
        });
        Called { route, recorded: exchange.origin == Origin::Recorded }
    };
    stage.exchanges.iter().map(call).collect()
}

#[cfg(test)]
mod tests {
    use crate::facts::Said;
    use crate::rules::set::Config;

    use super::*;

    fn of(input: &str, recorder: Option<&str>) -> Vec<Called> {
        let scene = Scene {
            input: input.to_owned(),
            recorder: recorder.map(str::to_owned),
            config: Config::default(),
            now: None,
            status: None,
            answers: Said::default(),
        };
        called(&scene, Catalog::built_in())
    }

    fn route(method: &str, path: &str) -> (String, String) {
        (method.to_owned(), path.to_owned())
    }

    #[test]
    fn each_call_has_its_route_as_the_catalogue_lists_it() {
        let script = "curl -I https://api.frontegg.com/frontegg/identity/resources/users/v1/42\n\
                      curl https://api.frontegg.com/orders\n";
        let calls = of(script, None);
        assert_eq!(calls[0].route, Some(route("GET", "/identity/resources/users/v1/{id}")));
        assert_eq!((&calls[1].route, calls[1].recorded), (&None, false));
    }

    #[test]
    fn a_recording_is_told_from_a_command() {
        let calls = of("POST https://api.frontegg.com/auth/vendor\n\n{}", Some("Firefox"));
        assert_eq!(calls, [Called { route: Some(route("POST", "/auth/vendor")), recorded: true }]);
    }

    #[test]
    fn what_cannot_be_read_calls_nothing() {
        assert_eq!(of("{{token kind=vendr}}", None), []);
    }
}
