//! Which rules are judged, how severe what they find is, and what somebody has decided not to see.

use crate::finding::{Finding, Severity, Verdict};
use crate::near::nearest;
use crate::rules::{Rule, RuleSet};

/// What somebody wants to hear. By default everything, as severe as the rules say.
#[derive(Clone, Default)]
pub struct Policy {
    /// The weakest first: of two that speak of a rule, the later one holds.
    pub layers: Vec<Layer>,
    /// What was asked for on the command line; everything without it.
    pub select: Vec<Selector>,
    /// What was turned off on the command line.
    pub ignore: Vec<Selector>,
    /// What is not to be seen, for a reason.
    pub ignores: Vec<Ignore>,
}

/// What one part of a configuration says of rules. What is narrower holds: a rule over its topic,
/// a topic over a severity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer(pub Vec<(Selector, Level)>);

/// Some of the rules, or some of what they find.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selector {
    Severity(Severity),
    Topic(String),
    Rule(String),
}

/// Whether a rule is judged, and how severe what it finds is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Off,
    /// As severe as the rule says.
    On,
    As(Severity),
}

/// Findings that are not to be seen; all that is given must agree.
#[derive(Clone, Default)]
pub struct Ignore {
    /// Its number where it was written, by which a report says that it was needed.
    pub entry: usize,
    pub rule: Option<Selector>,
    /// A host name, or `*.` and the end of one.
    pub host: Option<String>,
    pub fingerprint: Option<String>,
}

/// A word that is no rule's id, no topic and no severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// What may have been meant.
    pub near: Option<String>,
}

impl Selector {
    /// The rules that a word names.
    pub fn parse(word: &str, rules: &RuleSet) -> Result<Self, UnknownName> {
        if let Some(severity) = SEVERITIES.iter().find(|severity| severity.word() == word) {
            return Ok(Self::Severity(*severity));
        }
        Self::parse_rule(word, rules).map_err(|unknown| {
            let words = SEVERITIES.iter().map(|severity| severity.word());
            let near = unknown.near.or_else(|| nearest(word, words).map(str::to_owned));
            UnknownName { near }
        })
    }

    /// The rules that a rule's id or a topic names.
    pub fn parse_rule(word: &str, rules: &RuleSet) -> Result<Self, UnknownName> {
        let topics = || rules.rules.iter().map(|rule| rule.topic.as_str());
        if rules.find(word).is_some() {
            return Ok(Self::Rule(word.to_owned()));
        }
        if topics().any(|topic| topic == word) {
            return Ok(Self::Topic(word.to_owned()));
        }
        let ids = rules.rules.iter().map(|rule| rule.id.as_str());
        Err(UnknownName { near: nearest(word, ids.chain(topics())).map(str::to_owned) })
    }

    fn speaks_of(&self, (id, topic): (&str, &str), severity: Severity) -> bool {
        match self {
            Self::Rule(rule) => rule == id,
            Self::Topic(named) => named == topic,
            Self::Severity(named) => *named == severity,
        }
    }

    /// A severity narrows what is seen; it turns no rule on that somebody has turned off.
    const fn names_rules(&self) -> bool {
        match self {
            Self::Rule(_) | Self::Topic(_) => true,
            Self::Severity(_) => false,
        }
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];

impl Policy {
    /// Nobody has asked for anything special.
    pub const fn is_default(&self) -> bool {
        self.layers.is_empty()
            && self.select.is_empty()
            && self.ignore.is_empty()
            && self.ignores.is_empty()
    }

    /// How severe a finding of this rule is that the rule calls so severe; none where nobody wants
    /// to hear of it.
    pub fn severity(&self, rule: &Rule, severity: Severity) -> Option<Severity> {
        let name = (rule.id.as_str(), rule.topic.as_str());
        let (mut on, mut effective) = (true, severity);
        for layer in &self.layers {
            match layer.level(name, effective) {
                Some((_, Level::Off)) => on = false,
                Some((by, Level::On)) => {
                    on = on || by.names_rules();
                    effective = severity;
                }
                Some((by, Level::As(told))) => {
                    on = on || by.names_rules();
                    effective = told;
                }
                None => {}
            }
        }
        let best = |selectors: &[Selector]| {
            let speaking = selectors.iter().filter(|one| one.speaks_of(name, effective));
            speaking.max().map(Breadth::of)
        };
        let (selected, ignored) = (best(&self.select), best(&self.ignore));
        if self.select.is_empty() {
            on = on && ignored.is_none();
        } else {
            on = selected.is_some_and(|by| by != Breadth::Severity) || on && selected.is_some();
            on = on && ignored.is_none_or(|ignored| selected > Some(ignored));
        }
        on.then_some(effective)
    }

    /// Whether anything this rule finds may be wanted.
    pub fn judges(&self, rule: &Rule) -> bool {
        self.is_default() || {
            let cases = rule.severity.cases.iter().map(|(severity, _)| *severity);
            let mut severities = cases.chain([rule.severity.rest]);
            severities.any(|severity| self.severity(rule, severity).is_some())
        }
    }

    /// The verdict as severe as it is to be; none where nobody wants to hear it.
    pub(super) fn heard(&self, rule: &Rule, verdict: Verdict) -> Option<Verdict> {
        let severity = self.severity(rule, verdict.severity)?;
        Some(Verdict { severity, ..verdict })
    }

    /// The entry that hides all findings of a rule at a host.
    pub(super) fn hidden(&self, rule: &Rule, host: impl FnOnce() -> String) -> Option<usize> {
        if self.ignores.is_empty() {
            return None;
        }
        let (name, host) = ((rule.id.as_str(), rule.topic.as_str()), &host());
        let mut broad = self.ignores.iter().filter(|ignore| ignore.fingerprint.is_none());
        broad.find(|ignore| ignore.covers(name, host)).map(|ignore| ignore.entry)
    }

    /// The entry that hides this very finding.
    pub(super) fn hidden_by_name(&self, finding: &Finding, host: &str) -> Option<usize> {
        let name = (finding.rule.as_str(), finding.topic.as_str());
        let mut named = self.ignores.iter().filter(|ignore| {
            ignore.fingerprint.as_deref().is_some_and(|own| is_short_for(own, &finding.fingerprint))
        });
        named.find(|ignore| ignore.covers(name, host)).map(|ignore| ignore.entry)
    }
}

/// How much a selector speaks of; the narrowest is the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Breadth {
    Severity,
    Topic,
    Rule,
}

impl Breadth {
    const fn of(selector: &Selector) -> Self {
        match selector {
            Selector::Severity(_) => Self::Severity,
            Selector::Topic(_) => Self::Topic,
            Selector::Rule(_) => Self::Rule,
        }
    }
}

impl Layer {
    fn level(&self, name: (&str, &str), severity: Severity) -> Option<(&Selector, Level)> {
        let speaking = self.0.iter().filter(|(selector, _)| selector.speaks_of(name, severity));
        let narrowest = speaking.max_by_key(|(selector, _)| Breadth::of(selector));
        narrowest.map(|(selector, level)| (selector, *level))
    }
}

impl Ignore {
    fn covers(&self, name: (&str, &str), host: &str) -> bool {
        let rule = self.rule.as_ref().is_none_or(|rule| rule.speaks_of(name, Severity::Info));
        rule && self.host.as_ref().is_none_or(|own| is_at(own, host))
    }
}

/// Whether a host is the one that was named, or lies below it.
fn is_at(named: &str, host: &str) -> bool {
    match named.strip_prefix('*') {
        Some(end) => host.len() > end.len() && host.ends_with(end),
        None => named == host,
    }
}

/// Fewer digits than these name too much.
pub const SHORTEST_FINGERPRINT: usize = 12;

/// A fingerprint may be written short, as commits are.
fn is_short_for(short: &str, fingerprint: &str) -> bool {
    short.len() >= SHORTEST_FINGERPRINT && fingerprint.starts_with(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Vec<Selector> {
        let rules = RuleSet::built_in();
        words.iter().map(|word| Selector::parse(word, rules).unwrap()).collect()
    }

    fn layer(told: &[(&str, Level)]) -> Layer {
        let selector = |word: &str| parsed(&[word]).remove(0);
        Layer(told.iter().map(|(word, level)| (selector(word), *level)).collect())
    }

    /// What becomes of an error of `wrong-method`, a rule of `route`.
    fn severity(policy: &Policy) -> Option<Severity> {
        let rules = RuleSet::built_in();
        policy.severity(&rules.rules[rules.find("wrong-method").unwrap()], Severity::Error)
    }

    fn layers(layers: &[&[(&str, Level)]]) -> Policy {
        Policy { layers: layers.iter().map(|told| layer(told)).collect(), ..Policy::default() }
    }

    const INFO: Level = Level::As(Severity::Info);

    #[test]
    fn what_is_narrower_holds_and_then_what_is_later() {
        assert_eq!(severity(&Policy::default()), Some(Severity::Error));
        assert_eq!(severity(&layers(&[&[("route", Level::Off)]])), None);
        let narrower = [("wrong-method", INFO), ("route", Level::Off)];
        assert_eq!(severity(&layers(&[&narrower])), Some(Severity::Info));
        let later: &[&[_]] = &[&[("wrong-method", Level::Off)], &[("route", Level::On)]];
        assert_eq!(severity(&layers(later)), Some(Severity::Error));
        assert_eq!(severity(&layers(&[&[("body", Level::Off)]])), Some(Severity::Error));
    }

    #[test]
    fn a_severity_turns_nothing_on() {
        let told: &[&[_]] = &[&[("route", Level::Off)], &[("error", INFO)]];
        assert_eq!(severity(&layers(told)), None);
        let select = parsed(&["error"]);
        assert_eq!(severity(&Policy { select, ..layers(&[&[("route", Level::Off)]]) }), None);
    }

    #[test]
    fn the_command_line_has_the_last_word() {
        let off = || layers(&[&[("wrong-method", Level::Off)]]);
        let selected = |words| severity(&Policy { select: parsed(words), ..off() });
        assert_eq!(selected(&["wrong-method"]), Some(Severity::Error));
        assert_eq!(selected(&["body"]), None);
        let both = |select, ignore| {
            let (select, ignore) = (parsed(select), parsed(ignore));
            severity(&Policy { select, ignore, ..Policy::default() })
        };
        assert_eq!(both(&["wrong-method"], &["route"]), Some(Severity::Error));
        assert_eq!(both(&["route"], &["wrong-method"]), None);
        assert_eq!(both(&["route"], &["route"]), None);
        assert_eq!(both(&[], &["error"]), None);
        assert_eq!(both(&["warning"], &[]), None);
    }

    #[test]
    fn severities_are_those_after_the_configuration() {
        let quiet = || layers(&[&[("route", INFO)]]);
        assert_eq!(severity(&Policy { ignore: parsed(&["info"]), ..quiet() }), None);
        let ignore = parsed(&["error"]);
        assert_eq!(severity(&Policy { ignore, ..quiet() }), Some(Severity::Info));
    }

    #[test]
    fn an_unknown_name_finds_its_neighbour() {
        let near = |word| Selector::parse(word, RuleSet::built_in()).unwrap_err().near;
        assert_eq!(near("missing-tenant-idd").as_deref(), Some("missing-tenant-id"));
        assert_eq!(near("rout").as_deref(), Some("route"));
        assert_eq!(near("eror").as_deref(), Some("error"));
        assert_eq!(near("nothing-like-it"), None);
    }

    #[test]
    fn a_host_is_named_whole_or_by_its_end() {
        assert!(is_at("login.acme.com", "login.acme.com") && is_at("*.acme.com", "a.b.acme.com"));
        assert!(!is_at("*.acme.com", "acme.com") && !is_at("acme.com", "login.acme.com"));
    }

    #[test]
    fn a_fingerprint_may_be_short_and_not_too_short() {
        let whole = "0123456789abcdef".repeat(4);
        assert!(is_short_for(&whole, &whole) && is_short_for(&whole[..12], &whole));
        assert!(!is_short_for(&whole[..11], &whole) && !is_short_for(&whole[1..20], &whole));
    }
}
