//! A vendor token: no published key verifies it, so the gateways are asked who takes it.

use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::network::Network;
use crate::exchange::Time;
use crate::facts::credential::Card;
use crate::facts::{Said, TOLERANCE};
use crate::online::{Hosts, Secret, Silence, Verdict, vendor};

/// What is known of a vendor token.
pub(super) enum Answer {
    /// Its claims say that it ended then; nobody was asked.
    Ended(Time),
    Heard {
        verdict: Verdict,
        /// The region that the configuration or the arguments name.
        expected: Option<String>,
    },
}

/// What the gateways say; none under `--dry-run`.
pub(super) fn answer(
    card: &Card,
    (hosts, token): (&Hosts<'_>, &Secret),
    (network, now): (&Network, Time),
) -> Result<Option<Answer>, Failure> {
    if let Some(ended) = card.expires.filter(|end| now.0.saturating_sub(end.0) > TOLERANCE) {
        return Ok(Some(Answer::Ended(ended)));
    }
    let (regions, requests): (Vec<_>, Vec<_>) = vendor::requests(hosts, token).into_iter().unzip();
    let Some(replies) = network.ask(&requests)? else { return Ok(None) };
    let answers: Vec<_> = regions.into_iter().zip(replies).collect();
    let expected = hosts.settings().region.clone();
    Ok(Some(Answer::Heard { verdict: vendor::read(&answers), expected }))
}

impl Answer {
    /// A word for programs.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Ended(_) => "expired",
            Self::Heard { verdict: Verdict::Known { .. }, .. } if self.is_elsewhere() => {
                "wrong-region"
            }
            Self::Heard { verdict, .. } => match verdict {
                Verdict::Known { .. } => "valid",
                Verdict::Unknown => "revoked-or-invalid",
                Verdict::Several { .. } | Verdict::Unanswered { .. } => "cannot-tell",
            },
        }
    }

    /// What it is, in a few words.
    pub(super) fn title(&self) -> String {
        match self.word() {
            "valid" => "valid".to_owned(),
            "wrong-region" => "valid, in another region than the one that was named".to_owned(),
            "expired" => "expired".to_owned(),
            "revoked-or-invalid" => "revoked or invalid: no region's gateway takes it".to_owned(),
            _ => "cannot tell".to_owned(),
        }
    }

    pub(super) fn why(&self) -> String {
        let verdict = match self {
            Self::Ended(ended) => return format!("it ended at {ended}; no gateway was asked"),
            Self::Heard { verdict, .. } => verdict,
        };
        match verdict {
            Verdict::Known { region, .. } => match self.expected_elsewhere() {
                Some(expected) => format!(
                    "the gateway of {} takes it, and {} was named",
                    region.to_uppercase(),
                    expected.to_uppercase()
                ),
                None => format!("the gateway of {} takes it", region.to_uppercase()),
            },
            Verdict::Several { regions, .. } => {
                format!(
                    "the gateways of {} take it, and only one should",
                    regions.join(", ").to_uppercase()
                )
            }
            Verdict::Unknown => {
                "every gateway answered that it does not verify the token".to_owned()
            }
            Verdict::Unanswered { silent, .. } => {
                let each =
                    silent.iter().map(|one| format!("{}: {}", one.region.to_uppercase(), one.why));
                format!("not every gateway said something: {}", each.collect::<Vec<_>>().join("; "))
            }
        }
    }

    pub(super) fn help(&self) -> Option<&'static str> {
        match self.word() {
            "valid" => None,
            "wrong-region" => {
                Some("send it to the gateway of that region, and set `region` in the configuration")
            }
            "expired" => Some("get a new token at /auth/vendor"),
            "revoked-or-invalid" => Some(
                "get a new token at /auth/vendor; if that is refused too, the API key was replaced: `probe region` tells",
            ),
            _ => Some("ask again later"),
        }
    }

    /// The region whose gateway takes it.
    pub(super) fn region(&self) -> Option<&str> {
        match self {
            Self::Heard { verdict: Verdict::Known { region, .. }, .. } => Some(region),
            Self::Ended(_) | Self::Heard { .. } => None,
        }
    }

    /// The same as facts say it.
    pub(super) fn said(&self) -> Said {
        match self {
            Self::Ended(_) => Said::default(),
            Self::Heard { verdict, .. } => verdict.said().unwrap_or_default(),
        }
    }

    pub(super) fn ending(&self) -> Ending {
        let not = || format!("the token does not hold: {}", self.title());
        match self {
            Self::Ended(_) => Ending::new(Exit::Findings, not()),
            Self::Heard { verdict, .. } => match verdict {
                Verdict::Known { .. } if self.is_elsewhere() => {
                    Ending::new(Exit::Findings, self.why())
                }
                Verdict::Known { .. } => Ending::SILENT,
                Verdict::Unknown => Ending::new(Exit::Findings, not()),
                Verdict::Several { .. } => Ending::new(Exit::Clean, self.why()),
                // All of them answered, and none in words that tell.
                Verdict::Unanswered { silent, .. }
                    if silent.iter().all(|one| matches!(one.why, Silence::Odd(_))) =>
                {
                    Ending::new(Exit::Clean, self.why())
                }
                Verdict::Unanswered { .. } => Ending::new(Exit::Failed, self.why()),
            },
        }
    }

    fn is_elsewhere(&self) -> bool {
        self.expected_elsewhere().is_some()
    }

    /// The region that was named, where another one's gateway takes the token.
    fn expected_elsewhere(&self) -> Option<&str> {
        match self {
            Self::Ended(_) => None,
            Self::Heard { verdict, expected } => match verdict {
                Verdict::Known { region, .. } => {
                    expected.as_deref().filter(|named| named != region)
                }
                Verdict::Several { .. } | Verdict::Unknown | Verdict::Unanswered { .. } => None,
            },
        }
    }
}
