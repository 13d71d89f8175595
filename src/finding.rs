//! What we have to say.
//!
//! A [`Verdict`] is what a rule says of an exchange, with spans into its source. A [`Finding`] is
//! the same after masking: places in the file, short lines, no recorded secret. Reporters see
//! findings only.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::fix::{Change, Safety};
use crate::source::{Place, Problem, Span};
use crate::truth::Why;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Almost surely not what the caller meant.
    Warning,
    /// Documented or observed to fail, or leaks a credential.
    Error,
}

impl Severity {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule says will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Claims {
    /// The service will not do this. Silent where the recording shows that it did.
    Refused,
    /// The service answers 2xx and skips something.
    Ignored,
    /// It works and should not be done.
    Risk,
    Note,
}

impl Claims {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Ignored => "ignored",
            Self::Risk => "risk",
            Self::Note => "note",
        }
    }
}

/// How surely a finding explains an error answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    Possible,
    Likely,
    Certain,
}

impl Strength {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// The known error that a finding explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explains {
    pub error: String,
    pub strength: Strength,
}

/// A place a rule points at, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub span: Span,
    /// A statement of fact; may be empty.
    pub label: String,
}

/// What a rule says of one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The rule's number in its rule set.
    pub rule: usize,
    pub severity: Severity,
    /// One line that stands alone.
    pub message: String,
    pub help: Option<String>,
    /// The first is the primary one; there is always one.
    pub marks: Vec<Mark>,
    pub changes: Vec<Change>,
    pub safety: Safety,
    pub explains: Option<Explains>,
}

/// A masked finding with its places in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: String,
    pub topic: String,
    pub severity: Severity,
    pub claims: Claims,
    pub message: String,
    pub help: Option<String>,
    pub file: Arc<str>,
    /// Counts from 1 within the file.
    pub exchange: usize,
    /// `GET` and the masked address.
    pub request: ShownRequest,
    pub pointer: Option<String>,
    /// The first is the primary one.
    pub marks: Vec<PlacedMark>,
    pub excerpt: Excerpt,
    pub explains: Option<Explains>,
    /// Rules hidden by this one, or cured by its fix.
    pub folds: Vec<String>,
    pub fix: Option<ShownFix>,
    pub fingerprint: String,
}

#[cfg(test)]
impl Finding {
    /// One that says nothing, for tests of what is done with findings.
    pub(crate) fn made(severity: Severity) -> Self {
        Self {
            rule: "a-rule".to_owned(),
            topic: "gateway".to_owned(),
            severity,
            claims: Claims::Note,
            message: String::new(),
            help: None,
            file: "call.sh".into(),
            exchange: 1,
            request: ShownRequest { method: "GET".to_owned(), url: String::new() },
            pointer: None,
            marks: Vec::new(),
            excerpt: Excerpt::default(),
            explains: None,
            folds: Vec::new(),
            fix: None,
            fingerprint: String::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRequest {
    pub method: String,
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedMark {
    pub start: Place,
    pub end: Place,
    pub label: String,
    /// The same place in the excerpt; empty where the excerpt leaves it out.
    pub shown: Range<usize>,
}

/// Short masked lines of the recording, enough to see what the marks mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    pub text: String,
    /// The number in the file of each line of `text`; none for lines made for showing.
    pub lines: Vec<Option<u64>>,
}

/// A fix that was re-linted: its rule is silent on the corrected call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFix {
    pub safety: Safety,
    /// Edits of the user's own text; none where the recording is evidence.
    pub edits: Vec<PlacedEdit>,
    /// The whole corrected command, secrets as shell variables.
    pub corrected: String,
    /// The same command as it was, to show what changes; none where the recording is evidence.
    pub before: Option<String>,
    /// The variables that stand for secrets in it.
    pub variables: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedEdit {
    pub start: Place,
    pub end: Place,
    pub text: String,
}

/// An error answer, its confirmed, excluded and open causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    pub file: Arc<str>,
    pub exchange: usize,
    /// The known error's id.
    pub error: String,
    /// What the service said, as the catalogue of errors writes it.
    pub title: String,
    pub status: Option<u16>,
    /// Best first: the rule's id, and its finding's message. What the finding of another one folds
    /// comes right after that one.
    pub confirmed: Vec<Cause>,
    pub excluded: Vec<Cause>,
    /// `why` says what would settle it.
    pub open: Vec<Cause>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// A rule's id, or the name of a cause that only the outside world can confirm.
    pub id: String,
    pub why: String,
    /// The confirmed rule whose finding of the same call folds it: it is a part of that one.
    pub part_of: Option<String>,
}

impl Cause {
    /// One that stands for itself.
    pub fn new(id: &str, why: String) -> Self {
        Self { id: id.to_owned(), why, part_of: None }
    }
}

/// A rule that could not be decided, and the facts it lacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    pub rule: String,
    pub file: Arc<str>,
    pub exchange: usize,
    pub needs: Vec<Need>,
    /// What would settle it.
    pub settle: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub fact: String,
    pub why: Why,
}

/// A call to Frontegg, as the timeline of its recording shows it: nothing recorded but shapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub exchange: usize,
    /// When it was sent, in milliseconds since 1970.
    pub started: Option<i64>,
    pub method: String,
    /// The route's template, or the shape of a path that is none.
    pub route: String,
    pub status: Option<u16>,
    /// It is known that the service did not do what it was asked.
    pub failed: bool,
}

/// How many findings are not told, and who decided so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// By a comment or by the configuration, with a reason.
    pub ignored: usize,
    /// They were there when the baseline was written.
    pub baseline: usize,
}

/// Findings of one rule at calls that are alike, which somebody has decided not to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    pub rule: String,
    /// The first of the calls.
    pub exchange: usize,
    pub count: usize,
    /// The entry of the policy that hides them; none where a comment beside the call does.
    pub entry: Option<usize>,
}

/// All we have to say of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub file: Arc<str>,
    /// The file as its repository names it: relative, with `/` between its parts.
    pub path: Arc<str>,
    pub findings: Vec<Finding>,
    pub diagnoses: Vec<Diagnosis>,
    pub undecided: Vec<Undecided>,
    pub problems: Vec<Problem>,
    /// How many exchanges were read, and how many of them went to Frontegg.
    pub exchanges: usize,
    pub frontegg: usize,
    /// Findings beyond the thousand that are kept of a rule.
    pub more: usize,
    /// Findings that somebody has decided not to see.
    pub hidden: Hidden,
    /// Those that a comment or the configuration hides, in order of the rules' ids.
    pub ignored: Vec<Ignored>,
    /// The first ten thousand calls to Frontegg, in the order of the file.
    pub calls: Vec<Call>,
}
