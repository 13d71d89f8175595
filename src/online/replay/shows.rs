//! What two answers show about a correction.

use super::answer::{Answer, Outcome};

/// What the answers show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    CorrectedWorks,
    /// The correction changes the answer; it is still an error.
    CorrectedFailsOtherwise,
    BothWork,
    BothFail,
    RecordedWorks,
    /// Only one of the calls was answered.
    Works,
    Fails,
    /// An answer says nothing of its call.
    Unclear,
    Unanswered,
}

impl Shows {
    pub const fn word(self) -> &'static str {
        match self {
            Self::CorrectedWorks => "corrected-works",
            Self::CorrectedFailsOtherwise => "corrected-fails-otherwise",
            Self::BothWork => "both-work",
            Self::BothFail => "both-fail",
            Self::RecordedWorks => "recorded-works",
            Self::Works => "works",
            Self::Fails => "fails",
            Self::Unclear => "unclear",
            Self::Unanswered => "unanswered",
        }
    }
}

/// What the answers to the call as it was recorded and as corrected show, where they are.
pub fn compare(recorded: Option<&Answer>, corrected: Option<&Answer>) -> Shows {
    use Outcome::{Failed, Unclear, Worked};
    let (recorded, corrected) = match (recorded, corrected) {
        (Some(recorded), Some(corrected)) => (recorded, corrected),
        (Some(only), None) | (None, Some(only)) => {
            return match &only.outcome {
                Worked => Shows::Works,
                Failed => Shows::Fails,
                Unclear(_) => Shows::Unclear,
            };
        }
        (None, None) => return Shows::Unanswered,
    };
    match (&recorded.outcome, &corrected.outcome) {
        (Unclear(_), _) | (_, Unclear(_)) => Shows::Unclear,
        (Worked, Worked) => Shows::BothWork,
        (Worked, Failed) => Shows::RecordedWorks,
        (Failed, Worked) => Shows::CorrectedWorks,
        (Failed, Failed) if recorded.is_like(corrected) => Shows::BothFail,
        (Failed, Failed) => Shows::CorrectedFailsOtherwise,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::unclear::Unclear;
    use super::*;

    fn answer(status: u16, outcome: Outcome) -> Answer {
        let (texts, trace) = (Vec::new(), None);
        Answer { status, outcome, diagnosis: None, texts, trace, took: Duration::ZERO }
    }

    #[test]
    fn two_answers_show_what_the_correction_does() {
        let (worked, failed) = (answer(200, Outcome::Worked), answer(401, Outcome::Failed));
        let (other, unclear) =
            (answer(403, Outcome::Failed), answer(429, Outcome::Unclear(Unclear::Limited(None))));
        for (recorded, corrected, shows) in [
            (Some(&failed), Some(&worked), "corrected-works"),
            (Some(&failed), Some(&other), "corrected-fails-otherwise"),
            (Some(&failed), Some(&failed), "both-fail"),
            (Some(&worked), Some(&worked), "both-work"),
            (Some(&worked), Some(&failed), "recorded-works"),
            (Some(&failed), Some(&unclear), "unclear"),
            (Some(&unclear), Some(&worked), "unclear"),
            (None, Some(&worked), "works"),
            (Some(&failed), None, "fails"),
            (None, Some(&unclear), "unclear"),
            (None, None, "unanswered"),
        ] {
            assert_eq!(compare(recorded, corrected).word(), shows);
        }
    }
}
