//! Whether a host is an environment of Frontegg's, and in which region.

use crate::facts::catalog::Catalog;
use crate::facts::host::{self, Class, Host};
use crate::truth::Fact;

use super::ask::{NoReply, Reply};
use super::hosts::{Hosts, Named, Trusted};
use super::keys::{self, Keys, NoKeys};
use super::request::Request;

mod heard;
pub(super) mod look;
mod verdict;

pub use verdict::{Answer, From, Verdict};

use heard::{Discovery, Heard, Tone};

/// A host that somebody named.
pub struct Question<'h> {
    host: Named,
    hosts: Hosts<'h>,
}

/// What was found out besides the three replies.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The name that the host is an alias of.
    pub alias: Option<String>,
    /// What its issuer answered, where that is another host.
    pub issuer: Option<Result<Reply, NoReply>>,
}

/// Whether what a host names as its issuer goes with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Issuer {
    /// It names none, itself, or a host that has its keys.
    Fitting,
    Unproven,
}

/// What hosts of environments tell everybody; the keys come last.
const PATHS: [&str; 3] =
    ["/.well-known/openid-configuration", "/oauth/.well-known/openid-configuration", keys::PATH];

impl<'h> Question<'h> {
    pub const fn new(host: Named, hosts: Hosts<'h>) -> Self {
        Self { host, hosts }
    }

    pub fn name(&self) -> &str {
        self.host.name()
    }

    /// What is asked; nothing where the name tells enough.
    pub fn requests(&self) -> Vec<Request> {
        if self.settled().is_some() {
            return Vec::new();
        }
        PATHS.iter().map(|path| self.host.get(path)).collect()
    }

    /// Whom to ask next: the issuer that the host names, for its keys, where that is another host and one
    /// of Frontegg's or of the configuration.
    pub fn next(&self, replies: &[Result<Reply, NoReply>]) -> Option<Request> {
        let issuer = self.issuer_elsewhere(&Heard::of(replies))?;
        Some(issuer.get(keys::PATH))
    }

    /// What the replies mean; they come in the order of the requests.
    pub fn read(&self, replies: &[Result<Reply, NoReply>], beside: &Beside) -> Answer {
        let mut answer = Answer::new(self.host.name());
        if let Some((verdict, why)) = self.settled() {
            answer.verdict = verdict;
            answer.against.push(why);
            return answer;
        }
        let heard = Heard::of(replies);
        answer.silent = heard.tone == Tone::Silent;
        self.name_and_alias(&mut answer, beside.alias.as_deref());
        if heard.tone == Tone::Gateways {
            answer.verdict = Verdict::Gateway;
            answer.signs.push("it asks for a vendor token, as gateways do".to_owned());
            return answer;
        }
        if let Some(Class::Gateway) = self.class() {
            answer.verdict = Verdict::Gateway;
            answer.notes.extend(heard.silence());
            return answer;
        }
        let issuer = self.issuer(&mut answer, &heard, beside);
        answer.verdict = match (heard.weigh(&mut answer), issuer) {
            (Verdict::Environment, Issuer::Unproven) => Verdict::Misfit,
            (verdict, Issuer::Fitting | Issuer::Unproven) => verdict,
        };
        if issuer == Issuer::Fitting {
            self.keep(&mut answer);
        }
        answer
    }

    /// What the name alone decides, and why.
    fn settled(&self) -> Option<(Verdict, String)> {
        let name = self.host.name();
        let Some(known) = Host::of_name(name, self.catalog()) else {
            let listed = host::configured(name, self.hosts.settings()).is_some();
            let alike = !listed && look::is_alike(name);
            let why = "its name looks like Frontegg's; only names that end in `.frontegg.com` are Frontegg's";
            return alike.then(|| (Verdict::LookAlike, why.to_owned()));
        };
        if let (Fact::Known(label), Fact::Known(nearest)) = (known.unknown_region, known.nearest) {
            let why =
                format!("`{label}` is no region of Frontegg's; the nearest host is {nearest}");
            return Some((Verdict::NoEnvironment, why));
        }
        let what = match known.class {
            Fact::Known(Class::Portal) => "its portal, for people",
            Fact::Known(Class::Documentation) => "its documentation",
            Fact::Known(Class::OtherFrontegg | Class::BackEnd | Class::Foreign) => {
                "no API answers there"
            }
            Fact::Unknown(_) | Fact::Absent => "its name is none that environments have",
            Fact::Known(Class::Gateway | Class::Environment | Class::Custom) => return None,
        };
        Some((Verdict::OtherFrontegg, what.to_owned()))
    }

    fn class(&self) -> Option<Class> {
        Host::of_name(self.host.name(), self.catalog())?.class.known()
    }

    /// What the configuration, the catalogue and DNS say of the name.
    fn name_and_alias(&self, answer: &mut Answer, alias: Option<&str>) {
        let name = self.host.name();
        if let Some(own) = host::configured(name, self.hosts.settings()) {
            answer.configured = Some(own.name.clone());
            answer.proven.push(format!("the configuration lists it for `{}`", own.name));
        }
        if let Some(known) = Host::of_name(name, self.catalog()) {
            answer.proven.push("its name is one of Frontegg's".to_owned());
            answer.settle(known.region.known(), From::Name);
        }
        let Some(alias) = alias else { return };
        let shown = crate::mask::host_or_length(alias);
        match Host::of_name(alias, self.catalog()) {
            Some(known) => {
                answer.proven.push(format!("its name is an alias of {shown}"));
                answer.settle(known.region.known(), From::Alias);
            }
            None => {
                answer.notes.push(format!("its name is an alias of {shown}, which tells nothing"));
            }
        }
    }

    /// What the issuer that it names says, where that is another host.
    fn issuer(&self, answer: &mut Answer, heard: &Heard, beside: &Beside) -> Issuer {
        let Some(Discovery { issuer: Some(issuer), .. }) = &heard.discovery else {
            return Issuer::Fitting;
        };
        let Some(name) = host::bare(issuer) else {
            answer.against.push("what it names as its issuer is no address".to_owned());
            return Issuer::Unproven;
        };
        let shown = crate::mask::host_or_length(&name).into_owned();
        answer.issuer = Some(shown.clone());
        if name == self.host.name() {
            return Issuer::Fitting;
        }
        let Some(elsewhere) = self.issuer_elsewhere(heard) else {
            let ours = Host::of_name(&name, self.catalog()).is_some();
            let why = if ours {
                "is Frontegg's and no environment"
            } else {
                "is neither Frontegg's nor listed in the configuration"
            };
            let text = format!("it names {shown} as its issuer, which {why}");
            let proven = !answer.proven.is_empty();
            if proven { &mut answer.against } else { &mut answer.notes }.push(text);
            return Issuer::Unproven;
        };
        let theirs = beside.issuer.as_ref().map(Keys::of);
        match (&heard.keys, theirs) {
            (Ok(own), Some(Ok(theirs))) if own.shares(&theirs) => {
                let text = format!("its issuer is {shown}, which publishes the same keys: both are one environment");
                answer.proven.push(text);
                let known = Host::of_name(elsewhere.name(), self.catalog());
                answer.settle(known.and_then(|known| known.region.known()), From::Issuer);
                answer.also = Some(elsewhere.name().to_owned());
                return Issuer::Fitting;
            }
            (Ok(_), Some(Ok(_))) => answer.against.push(format!(
                "it names {shown} as its issuer, which publishes other keys: its tokens are not that host's"
            )),
            (_, Some(Err(why))) => answer.notes.push(format!(
                "it names {shown} as its issuer, which cannot be compared: {why}"
            )),
            (Err(_), _) | (Ok(_), None) => {
                answer.notes.push(format!("it names {shown} as its issuer, which was not compared"));
            }
        }
        Issuer::Unproven
    }

    fn issuer_elsewhere(&self, heard: &Heard) -> Option<Trusted> {
        let issuer = heard.discovery.as_ref()?.issuer.as_deref()?;
        let issuer = self.hosts.of_address(issuer).ok()?;
        (issuer.name() != self.host.name()).then_some(issuer)
    }

    /// The lines of the configuration that keep what was found out.
    fn keep(&self, answer: &mut Answer) {
        let is_one = matches!(answer.verdict, Verdict::Environment | Verdict::LooksLike);
        if !is_one || answer.configured.is_some() {
            return;
        }
        let label = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        let hosts: Vec<&str> =
            answer.also.as_deref().into_iter().chain([self.host.name()]).collect();
        let region = answer.region.as_ref().map(|(region, _)| format!("region: {region}\n"));
        answer.configuration = Some(format!(
            "{}environments:\n  - name: {}\n    hosts: [{}]\n",
            region.unwrap_or_default(),
            label(hosts[0]),
            hosts.join(", ")
        ));
    }

    const fn catalog(&self) -> &'h Catalog {
        self.hosts.catalog()
    }
}
