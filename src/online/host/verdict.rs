//! What is said of a host.

/// What a host is, and what speaks for and against it, a sentence each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub host: String,
    pub verdict: Verdict,
    /// The region's id, and what tells it.
    pub region: Option<(String, From)>,
    /// The host that it names as its issuer, masked.
    pub issuer: Option<String>,
    /// How many keys it publishes.
    pub keys: Option<usize>,
    /// What no stranger can have set up.
    pub proven: Vec<String>,
    /// What anybody could have set up alike.
    pub signs: Vec<String>,
    pub against: Vec<String>,
    pub notes: Vec<String>,
    /// It was asked, and nothing came back.
    pub silent: bool,
    /// The name that the configuration has for its environment.
    pub configured: Option<String>,
    /// Another host of the same environment.
    pub also: Option<String>,
    /// Lines of the configuration.
    pub configuration: Option<String>,
}

/// What a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Environment,
    /// It answers as environments do, and nothing proves that it is one of Frontegg's.
    LooksLike,
    /// Its name or alias is one of an environment, or the configuration lists it; its issuer or its keys are
    /// not as an environment's.
    Misfit,
    Gateway,
    /// Frontegg's, and neither a gateway nor an environment.
    OtherFrontegg,
    NoEnvironment,
    LookAlike,
    CannotTell,
    /// It cannot be told because nothing answered.
    Silent,
}

/// What tells the region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Name,
    Alias,
    Issuer,
}

impl Answer {
    pub(super) fn new(host: &str) -> Self {
        Self {
            host: host.to_owned(),
            verdict: Verdict::CannotTell,
            region: None,
            issuer: None,
            keys: None,
            proven: Vec::new(),
            signs: Vec::new(),
            against: Vec::new(),
            notes: Vec::new(),
            silent: false,
            configured: None,
            also: None,
            configuration: None,
        }
    }

    /// Whoever tells the region first is believed; who says another is said to.
    pub(super) fn settle(&mut self, region: Option<String>, from: From) {
        match (&self.region, region) {
            (None, Some(region)) => self.region = Some((region, from)),
            (Some((known, first)), Some(region)) if *known != region => self.notes.push(format!(
                "its {} tells region {known}, its {} region {region}",
                first.word(),
                from.word()
            )),
            (Some(_), Some(_)) | (_, None) => {}
        }
    }
}

impl Verdict {
    /// A word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::LooksLike => "looks-like-environment",
            Self::Misfit => "does-not-fit",
            Self::Gateway => "gateway",
            Self::OtherFrontegg => "other-frontegg",
            Self::NoEnvironment => "no-environment",
            Self::LookAlike => "look-alike",
            Self::CannotTell | Self::Silent => "cannot-tell",
        }
    }

    /// What it is, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Environment => "an environment of Frontegg's",
            Self::LooksLike => {
                "it answers as environments of Frontegg's do; nothing proves that it is one"
            }
            Self::Misfit => "named as an environment of Frontegg's; what it answers does not fit",
            Self::Gateway => "a gateway of Frontegg's, which takes vendor tokens; no environment",
            Self::OtherFrontegg => "a host of Frontegg's, and neither a gateway nor an environment",
            Self::NoEnvironment => "no environment of Frontegg's",
            Self::LookAlike => "a look-alike, not Frontegg's",
            Self::CannotTell => "cannot tell",
            Self::Silent => "cannot tell: it did not answer",
        }
    }

    /// What to do about it.
    pub const fn help(self) -> Option<&'static str> {
        match self {
            Self::Environment | Self::LooksLike => None,
            Self::Misfit => Some(
                "send it nothing until it is known why; if its issuer is a custom domain of yours, list that under `environments` in the configuration, and ask again",
            ),
            Self::Gateway => {
                Some("send vendor tokens there, and users' tokens to the environment's host")
            }
            Self::OtherFrontegg | Self::NoEnvironment => Some(
                "the portal lists your environment's hosts under Environment, Domains; ask about one of those",
            ),
            Self::LookAlike => {
                Some("send it nothing; your environment's hosts are listed in the portal")
            }
            Self::CannotTell => Some(
                "compare with the hosts that the portal lists; `probe environment` asks the gateway which they are",
            ),
            Self::Silent => {
                Some("look whether the name is right and the network reaches it, and ask again")
            }
        }
    }
}

impl From {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Alias => "alias",
            Self::Issuer => "issuer",
        }
    }
}
