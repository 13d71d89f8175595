//! What a rule says, with the facts put in: its lines, its marks, its changes.

use crate::exchange::AccidentKind;
use crate::facts::Value;
use crate::facts::table::{Id, Kind, Spot, entry};
use crate::finding::Mark;
use crate::fix::{BodyChange, Change, Filling, QueryChange, Safety};
use crate::rules::judge::{Witness, holds, raw};
use crate::rules::set::{BodyStep, Pointer, QueryStep, Rule, Step, TokenFor};
use crate::rules::template::{Part, Template};
use crate::source::Span;
use crate::truth::Fact;

/// A line for people: values are masked.
pub fn line(template: &Template, witness: &impl Witness) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => words.clone(),
        Part::Fact(id, otherwise) => match (witness.get(*id), otherwise) {
            (Fact::Known(value), _) => said(*id, &value),
            (Fact::Absent | Fact::Unknown(_), Some(words)) => words.clone(),
            (Fact::Absent | Fact::Unknown(_), None) => blank(*id),
        },
    };
    template.0.iter().map(part).collect()
}

/// A value as people read it.
fn said(id: Id, value: &Value<'_>) -> String {
    match entry(id).kind {
        Kind::Phrase => raw(value),
        Kind::Region => value.shown().to_uppercase(),
        Kind::Text | Kind::Choice(_) | Kind::Number | Kind::Flag => value.shown(),
    }
}

/// What stands where a value is missing: `<gateway>`, or the fact's own last word.
fn blank(id: Id) -> String {
    let entry = entry(id);
    if entry.blank.is_empty() {
        let last = entry.name.rsplit('.').next().unwrap_or(entry.name);
        return format!("‹{last}›");
    }
    entry.blank.to_owned()
}

/// A text for the user's own file: values as they are, and whether all of them are known.
fn fill(template: &Template, witness: &impl Witness) -> Filling {
    let mut whole = true;
    let mut text = String::new();
    for part in &template.0 {
        match part {
            Part::Words(words) => text.push_str(words),
            Part::Fact(id, otherwise) => match (witness.get(*id), otherwise) {
                (Fact::Known(value), _) if may_be_written(&value) => text.push_str(&raw(&value)),
                (Fact::Absent | Fact::Unknown(_), Some(words)) => text.push_str(words),
                // What may be a secret is never repeated at another place.
                (Fact::Known(_), _) | (Fact::Absent | Fact::Unknown(_), None) => {
                    whole = false;
                    text.push_str(&blank(*id));
                }
            },
        }
    }
    if whole { Filling::Value(text) } else { Filling::Missing(text) }
}

fn may_be_written(value: &Value<'_>) -> bool {
    value.shown() == raw(value)
}

/// The places a rule points at, the primary one first. A primary place that is not in the request
/// falls back to the path, the address, the call; a further one is left out, and so is one about
/// which nothing can be said.
pub fn marks(rule: &Rule, witness: &impl Witness) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (number, pointer) in rule.places.iter().enumerate() {
        let label = label(pointer, witness);
        let (span, label) = match (number, witness.span(&pointer.spot), label) {
            (0, _, label) => (primary(&pointer.spot, witness), label.unwrap_or_default()),
            (_, Some(span), Some(label)) => (span, label),
            (_, None, _) | (_, _, None) => continue,
        };
        if marks.iter().all(|mark| mark.span != span) {
            marks.push(Mark { span, label });
        }
    }
    let further = rule.places.iter().flat_map(|pointer| witness.further(&pointer.spot));
    for span in further.take(MOST_FURTHER) {
        if marks.iter().all(|mark| mark.span != span) {
            marks.push(Mark { span, label: String::new() });
        }
    }
    if marks.is_empty() {
        marks.push(Mark { span: primary(&Spot::Request, witness), label: String::new() });
    }
    marks
}

/// Of a mistake that was made all over a text, more marks say nothing more.
const MOST_FURTHER: usize = 15;

fn primary(spot: &Spot, witness: &impl Witness) -> Span {
    [spot, &Spot::UrlPath, &Spot::Url, &Spot::Request]
        .into_iter()
        .find_map(|spot| witness.span(spot))
        .unwrap_or_else(|| witness.exchange().span)
}

/// What is said of a place: nothing where none of it is known.
fn label(pointer: &Pointer, witness: &impl Witness) -> Option<String> {
    let Some(label) = &pointer.label else { return Some(String::new()) };
    let is_known = |part: &Part| match part {
        Part::Words(_) | Part::Fact(_, Some(_)) => true,
        Part::Fact(id, None) => witness.get(*id).is_known(),
    };
    label.0.iter().all(is_known).then(|| line(label, witness))
}

/// What the first fix that applies changes, and how far it can be trusted.
pub fn changes(rule: &Rule, witness: &impl Witness) -> (Vec<Change>, Safety) {
    let applies = |when: &Option<_>| when.as_ref().is_none_or(|when| holds(when, witness));
    let Some(fix) = rule.fixes.iter().find(|fix| applies(&fix.when)) else {
        return (Vec::new(), Safety::Placeholder);
    };
    let mut drawing = Drawing { witness, missing: false, changes: Vec::new() };
    fix.steps.iter().for_each(|step| drawing.add(step));
    let safety = if drawing.missing { Safety::Placeholder } else { fix.safety };
    (drawing.changes, safety)
}

/// Changes being drawn up.
struct Drawing<'a, W> {
    witness: &'a W,
    missing: bool,
    changes: Vec<Change>,
}

impl<W: Witness> Drawing<'_, W> {
    fn add(&mut self, step: &Step) {
        let change = match step {
            Step::SetScheme(text) => Change::SetScheme(self.text(text)),
            Step::SetHost(text) => Change::SetHost(self.filling(text)),
            Step::SetPath(text) => Change::SetPath(self.text(text)),
            Step::SetMethod(text) => Change::SetMethod(self.text(text)),
            Step::SetHeader(name, value) => Change::SetHeader(self.text(name), self.filling(value)),
            Step::DropHeader(name) => Change::DropHeader(self.text(name)),
            Step::RenameHeader { from, to } => {
                Change::RenameHeader { from: self.text(from), to: self.text(to) }
            }
            Step::Query(step) => Change::Query(self.query(step)),
            Step::Body(step) => Change::Body(self.body(step)),
            Step::Repair(kind) if self.can_be_repaired(*kind) => Change::Repair(*kind),
            Step::Repair(_) => return,
            Step::SetToken(whose) => return self.token(*whose),
            Step::SetBearer => return self.bearer(),
        };
        self.changes.push(change);
    }

    /// Whether anybody can tell what was meant.
    fn can_be_repaired(&self, kind: AccidentKind) -> bool {
        let accidents = self.witness.exchange().accidents.iter();
        accidents.filter(|one| one.kind == kind).any(|one| !one.repair.is_empty())
    }

    fn query(&mut self, step: &QueryStep) -> QueryChange {
        match step {
            QueryStep::Set(name, value) => QueryChange::Set(self.text(name), self.filling(value)),
            QueryStep::Rename { from, to } => {
                QueryChange::Rename { from: self.text(from), to: self.text(to) }
            }
            QueryStep::Drop(name) => QueryChange::Drop(self.text(name)),
        }
    }

    fn body(&mut self, step: &BodyStep) -> BodyChange {
        match step {
            BodyStep::Rename { from, to } => {
                BodyChange::Rename { from: self.text(from), to: self.text(to) }
            }
            BodyStep::Set(pointer, value) => {
                let json = json_string(&self.said(value));
                BodyChange::Set { pointer: self.text(pointer), json }
            }
            BodyStep::SetRaw(pointer, value) => {
                let said = self.said(value);
                let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&said).is_ok();
                let json = if is_json { said } else { json_string(&said) };
                BodyChange::Set { pointer: self.text(pointer), json }
            }
            BodyStep::DropField(pointer) => BodyChange::DropField(self.text(pointer)),
            BodyStep::Drop => BodyChange::Drop,
            BodyStep::Wrap => BodyChange::Wrap,
            BodyStep::StraightenQuotes => BodyChange::StraightenQuotes,
        }
    }

    /// A new value as text.
    fn said(&mut self, template: &Template) -> String {
        match self.filling(template) {
            Filling::Value(text) | Filling::Missing(text) => text,
            Filling::Variable { before, name } => format!("{before}${name}"),
            Filling::Kept { before, .. } => before,
        }
    }

    fn filling(&mut self, template: &Template) -> Filling {
        let filling = fill(template, self.witness);
        self.missing |= matches!(filling, Filling::Missing(_));
        filling
    }

    /// A text that stands in the call already and stays where it is: a path, a name.
    fn text(&mut self, template: &Template) -> String {
        let mut text = String::new();
        for part in &template.0 {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Fact(id, otherwise) => match (self.witness.get(*id), otherwise) {
                    (Fact::Known(value), _) => text.push_str(&raw(&value)),
                    (Fact::Absent | Fact::Unknown(_), Some(words)) => text.push_str(words),
                    (Fact::Absent | Fact::Unknown(_), None) => {
                        self.missing = true;
                        text.push_str(&blank(*id));
                    }
                },
            }
        }
        text
    }

    /// A shell variable for a token of this kind in `Authorization`, and none elsewhere.
    fn token(&mut self, whose: TokenFor) {
        let name = match whose {
            TokenFor::Vendor => "VENDOR_TOKEN",
            TokenFor::User => "USER_TOKEN",
        };
        for slot in ["x-access-token", "x-api-key"] {
            if self.witness.exchange().request.header(slot).is_known() {
                self.changes.push(Change::DropHeader(slot.to_owned()));
            }
        }
        let token = Filling::Variable { before: "Bearer ".to_owned(), name: name.to_owned() };
        self.changes.push(Change::SetHeader("Authorization".to_owned(), token));
    }

    /// `Bearer ` before the credential that is there, in place of what stands before it.
    fn bearer(&mut self) {
        let request = &self.witness.exchange().request;
        let Fact::Known(header) = request.header("authorization") else { return };
        let from = credential_start(header.value.as_written());
        let kept = Filling::Kept { before: "Bearer ".to_owned(), from };
        self.changes.push(Change::SetHeader("Authorization".to_owned(), kept));
    }
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The byte at which the credential begins, behind any number of `Bearer`, `bearer:` and blanks, or
/// behind another word: `Token`, `JWT`.
fn credential_start(value: &str) -> usize {
    let mut rest = value.trim_start();
    while let Some((word, behind)) = rest.split_at_checked("bearer".len()) {
        let is_bearer = word.eq_ignore_ascii_case("bearer");
        if !is_bearer || !behind.starts_with([':', ' ', '\t']) {
            break;
        }
        rest = behind.trim_start_matches([':', ' ', '\t']);
    }
    if let Some((word, behind)) = rest.split_once([' ', '\t'])
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
    {
        rest = behind.trim_start();
    }
    value.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credential_begins_behind_every_word_that_announces_it() {
        let credential = |value: &'static str| &value[credential_start(value)..];
        assert_eq!(credential("abc"), "abc");
        assert_eq!(credential("Bearer abc"), "abc");
        assert_eq!(credential(" Bearer bearer: abc"), "abc");
        assert_eq!(credential("bearer:abc"), "abc");
        assert_eq!(credential("bearerabc"), "bearerabc");
        assert_eq!(credential("Bearer"), "Bearer");
        assert_eq!(credential("Bearér x"), "Bearér x");
    }
}
