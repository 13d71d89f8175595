//! Rules and known errors as compiled, and the pages that explain them.

use serde::{Deserialize, Serialize};

use crate::exchange::AccidentKind;
use crate::facts::Said;
use crate::facts::table::{Id, Spot};
use crate::finding::{Claims, Severity, Strength};
use crate::fix::Safety;
use crate::rules::condition::{Condition, Guard};
use crate::rules::template::Template;

/// What judging needs of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    pub id: String,
    pub topic: String,
    /// Where its topic stands in the order of causes.
    pub step: u8,
    pub severity: Severities,
    pub claims: Claims,
    pub when: Condition,
    /// What must hold for the condition to be anything but No.
    pub guard: Option<Guard>,
    /// The primary place first.
    pub places: Vec<Pointer>,
    pub message: Template,
    pub help: Option<Template>,
    /// The first whose condition holds is taken.
    pub fixes: Vec<Fix>,
    pub explains: Vec<Explanation>,
    pub rules_out: Option<Template>,
    pub settle: Option<String>,
    pub on_unknown: OnUnknown,
    /// Rules by their ids.
    pub folds: Vec<String>,
    /// Rules that in later calls of the recording only say what came of this one.
    pub folds_later: Vec<String>,
}

/// The severity of the first condition that holds, else the rest's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Severities {
    pub cases: Vec<(Severity, Condition)>,
    pub rest: Severity,
}

/// A place and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    pub spot: Spot,
    pub label: Option<Template>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    pub when: Option<Condition>,
    pub safety: Safety,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    SetScheme(Template),
    SetHost(Template),
    SetPath(Template),
    SetMethod(Template),
    SetHeader(Template, Template),
    DropHeader(Template),
    RenameHeader { from: Template, to: Template },
    SetToken(TokenFor),
    SetBearer,
    Query(QueryStep),
    Body(BodyStep),
    Repair(AccidentKind),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueryStep {
    Set(Template, Template),
    Rename { from: Template, to: Template },
    Drop(Template),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyStep {
    Rename {
        from: Template,
        to: Template,
    },
    /// The text becomes a JSON string.
    Set(Template, Template),
    /// The text is JSON itself: `true`, `[]`.
    SetRaw(Template, Template),
    DropField(Template),
    Drop,
    Wrap,
    StraightenQuotes,
}

/// Whose token a fix asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenFor {
    Vendor,
    User,
}

/// A known error that a finding of the rule explains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    pub error: String,
    pub strength: Strength,
    pub when: Option<Condition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnUnknown {
    /// Listed as undecided.
    Ask,
    Silent,
}

/// An answer of the service's, and what may stand behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownError {
    pub id: String,
    pub title: String,
    pub meaning: String,
    /// The answer is recognised where any of these holds.
    pub matches: Vec<Match>,
    /// In order of how often they are the reason.
    pub causes: Vec<Candidate>,
}

/// How the answer is recognised; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Match {
    pub status: Vec<u16>,
    /// Any of these is contained in the body, in lower case.
    pub text: Vec<String>,
    pub error_code: Option<String>,
    /// On facts other than which error it is.
    pub when: Option<Condition>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Candidate {
    /// A rule by its id.
    Rule(String),
    Outside(Outside),
}

/// A cause that only the outside world can confirm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outside {
    pub id: String,
    /// Where it can be the cause at all.
    pub when: Option<Condition>,
    pub rules_out: Option<Template>,
    pub settle: Template,
}

impl Candidate {
    pub fn id(&self) -> &str {
        match self {
            Self::Rule(id) => id,
            Self::Outside(outside) => &outside.id,
        }
    }
}

/// All rules and known errors of some files, sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Compiled {
    pub rules: Vec<Rule>,
    pub errors: Vec<KnownError>,
}

/// Rules that share a guard, so that it is asked once for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub guard: Option<Guard>,
    pub rules: Vec<usize>,
}

impl Compiled {
    /// The rules by what must hold for them to say anything.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (number, rule) in self.rules.iter().enumerate() {
            match groups.iter_mut().find(|group| group.guard == rule.guard) {
                Some(group) => group.rules.push(number),
                None => groups.push(Group { guard: rule.guard.clone(), rules: vec![number] }),
            }
        }
        groups
    }
}

/// What `explain` and `rules test` need besides, in the order of the rules and errors they belong
/// to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pages {
    pub rules: Vec<RulePage>,
    pub errors: Vec<ErrorPage>,
    /// As they are written.
    pub pitfalls: Vec<Pitfall>,
}

/// What goes wrong with calls, and what catches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pitfall {
    /// `P12`, `P25b`.
    pub number: String,
    pub line: String,
    /// Rules and known errors by their ids.
    pub rules: Vec<String>,
    pub errors: Vec<String>,
    /// Why nothing catches it.
    pub none: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulePage {
    pub id: String,
    pub topic: String,
    pub pitfalls: Vec<String>,
    pub why: String,
    pub sources: Vec<String>,
    pub examples: Vec<Example>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorPage {
    pub id: String,
    pub title: String,
    pub meaning: String,
    pub why: String,
    pub sources: Vec<String>,
    pub examples: Vec<ErrorExample>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    pub name: String,
    pub scene: Scene,
    pub expect: Expect,
    pub severity: Option<Severity>,
    /// How surely the finding explains the recorded error.
    pub explains: Option<Explained>,
    pub fixed: Option<String>,
}

/// What the finding of an example says of the recorded error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Explained {
    Certain,
    Likely,
    Possible,
    /// It does not explain it.
    Nothing,
}

impl Explained {
    pub const fn strength(self) -> Option<Strength> {
        match self {
            Self::Certain => Some(Strength::Certain),
            Self::Likely => Some(Strength::Likely),
            Self::Possible => Some(Strength::Possible),
            Self::Nothing => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorExample {
    pub name: String,
    pub scene: Scene,
    pub confirmed: Vec<String>,
    pub excluded: Vec<String>,
    pub open: Vec<String>,
}

/// A recording and what is known besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scene {
    pub input: String,
    /// The input is HTTP, and the example is the HAR that this program would have made of it.
    pub recorder: Option<String>,
    pub config: Config,
    /// RFC 3339.
    pub now: Option<String>,
    /// The status of the last answer, where the input does not hold it.
    pub status: Option<u16>,
    /// What the network would have said.
    pub answers: Said,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    Finding,
    Clean,
    Undecided,
}

/// The settings of an example, by the names the configuration has for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    pub region: Option<String>,
    pub token_kind: Option<String>,
    pub environments: Vec<ConfigEnvironment>,
    pub back_ends: Vec<String>,
    pub tenant_id: Option<String>,
    pub application_id: Option<String>,
    /// Stands for `--committed`.
    pub committed: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ConfigEnvironment {
    pub name: String,
    pub hosts: Vec<String>,
    pub client_id: Option<String>,
}

impl Rule {
    /// All facts that decide it.
    pub fn facts(&self) -> Vec<Id> {
        self.when.facts()
    }
}
