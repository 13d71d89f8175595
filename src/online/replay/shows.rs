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
            return match only.outcome {
                Worked => Shows::Works,
                Failed => Shows::Fails,
                Unclear => Shows::Unclear,
            };
        }
        (None, None) => return Shows::Unanswered,
    };
    match (recorded.outcome, corrected.outcome) {
        (Unclear, _) | (_, Unclear) => Shows::Unclear,
        (Worked, Worked) => Shows::BothWork,
        (Worked, Failed) => Shows::RecordedWorks,
        (Failed, Worked) => Shows::CorrectedWorks,
        (Failed, Failed) if recorded.is_like(corrected) => Shows::BothFail,
        (Failed, Failed) => Shows::CorrectedFailsOtherwise,
    }
}
