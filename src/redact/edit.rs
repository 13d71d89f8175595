//! The edits of a JSON text: what a member becomes that stays, and one that does not.

use super::Redactor;
use super::ledger::Kind;
use crate::facts::placeholder;
use crate::json::Value;
use crate::mask;
use crate::source::Span;

/// What a piece of the text becomes.
pub(super) struct Edit {
    pub(super) span: Span,
    pub(super) text: String,
}

/// The members that need no look inside: a number, a time, a word.
const WORDS: &[&str] = &[
    "_fromCache",
    "_priority",
    "_resourceType",
    "_wasFulfilled",
    "_fetchedViaServiceWorker",
    "_transferSize",
    "_connectionId",
    "bodySize",
    "compression",
    "connection",
    "expires",
    "headersSize",
    "httpOnly",
    "httpVersion",
    "pageref",
    "id",
    "sameSite",
    "secure",
    "size",
    "startedDateTime",
    "status",
    "time",
    "version",
    "encoding",
];

/// Why a body is not there any more.
pub(super) const TOO_LARGE: &str = "redacted: the size exceeded what is looked into";
pub(super) const NO_TEXT: &str = "redacted: a body that is no text";

/// The edits of one text.
pub(super) struct Walk<'r, 'p> {
    pub(super) redactor: &'r mut Redactor<'p>,
    pub(super) edits: Vec<Edit>,
}

impl<'p> Walk<'_, 'p> {
    /// What somebody wrote beside it. That a size was exceeded tells why a body is not there.
    pub(super) fn remark(&mut self, value: Value<'_>) {
        if matches!(value.content(), TOO_LARGE | NO_TEXT) {
            return;
        }
        if value.raw().contains("exceeded") {
            self.with(value, |_, _| TOO_LARGE.to_owned());
        } else {
            self.blank(value);
        }
    }

    /// A member that is on no list, or that is a word.
    pub(super) fn other(&mut self, known: &str, name: Value<'_>, value: Value<'_>) {
        if WORDS.contains(&known) {
            self.word(value);
        } else {
            self.rename(name);
            self.blank(value);
        }
    }

    pub(super) fn rename(&mut self, name: Value<'_>) {
        self.with(name, |redactor, text| {
            redactor.name(Kind::Other, text).unwrap_or_else(|| text.to_owned())
        });
    }

    /// A number, a time, a word that names something.
    pub(super) fn word(&mut self, value: Value<'_>) {
        if value.is_object() || value.is_array() {
            return self.blank(value);
        }
        self.with(value, |redactor, text| {
            let plain = mask::is_plain(&text.replace(['+', ','], " ")) && !text.contains('@');
            if plain || placeholder::is_numbered(text) {
                return text.to_owned();
            }
            redactor.ledger.mark(Kind::Other, "value", text)
        });
    }

    /// Nothing of it stays but what kind of value it was.
    pub(super) fn blank(&mut self, value: Value<'_>) {
        match value.word() {
            "object" if value.members().next().is_some() => self.replace(value.span(), "{}"),
            "array" if value.items().next().is_some() => self.replace(value.span(), "[]"),
            "string" if !matches!(value.content(), "" | "redacted") => self.put(value, "redacted"),
            "number" if value.raw() != "0" => self.replace(value.span(), "0"),
            _ => {}
        }
    }

    /// What should have had members.
    pub(super) fn scalar_blank(&mut self, value: Value<'_>) {
        if !value.is_object() && !value.is_array() {
            self.blank(value);
        }
    }

    /// A string that becomes another one.
    pub(super) fn with(
        &mut self,
        value: Value<'_>,
        by: impl FnOnce(&mut Redactor<'p>, &str) -> String,
    ) {
        if value.word() != "string" {
            // A number under a name that has texts is no harm, and names nothing.
            if value.is_object() || value.is_array() || value.raw().len() > 16 {
                self.blank(value);
            }
            return;
        }
        let Some(text) = value.text().known() else { return self.put(value, "redacted") };
        let written = by(self.redactor, text.as_written());
        self.put_changed(value, text.as_written(), &written);
    }

    pub(super) fn put_changed(&mut self, value: Value<'_>, before: &str, after: &str) {
        if before != after {
            let text = serde_json::to_string(after).unwrap_or_default();
            self.edits.push(Edit { span: value.span(), text });
        }
    }

    pub(super) fn put(&mut self, value: Value<'_>, text: &str) {
        if value.content() != text || value.word() != "string" {
            self.redactor.ledger.count(Kind::Other);
            let text = serde_json::to_string(text).unwrap_or_default();
            self.edits.push(Edit { span: value.span(), text });
        }
    }

    pub(super) fn replace(&mut self, span: Span, text: &str) {
        self.redactor.ledger.count(Kind::Other);
        self.edits.push(Edit { span, text: text.to_owned() });
    }
}

pub(super) fn content(value: Value<'_>) -> String {
    value.text().known().map_or_else(String::new, |text| text.as_written().to_owned())
}

/// The text with its edits made.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for edit in &edits {
        if edit.span.start < from {
            continue;
        }
        out.push_str(text.get(from..edit.span.start).unwrap_or_default());
        out.push_str(&edit.text);
        from = edit.span.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
