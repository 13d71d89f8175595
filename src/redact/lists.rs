//! Headers, cookies, queries and forms, however a recorder lists them.

use super::Redactor;
use super::edit::{Walk, content};
use super::ledger::Kind;
use crate::json::Value;
use crate::mask;

/// Which list of names and values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Headers,
    Cookies,
    Query,
    Params,
}

impl Walk<'_, '_> {
    pub(super) fn list(&mut self, list: List, value: Value<'_>) {
        for item in value.items() {
            if item.is_object() {
                self.item(list, item);
            } else if item.is_array() {
                self.couple(list, item);
            } else {
                self.blank(item);
            }
        }
        // Written as an object: names and values.
        for (name, value) in value.members() {
            self.key(list, name);
            let called = content(name);
            if value.is_array() {
                value.items().for_each(|one| self.named(list, &called, one));
            } else {
                self.named(list, &called, value);
            }
        }
        self.scalar_blank(value);
    }

    /// `{"name": …, "value": …}`.
    pub(super) fn item(&mut self, list: List, item: Value<'_>) {
        let called = item.get("name").map_or_else(String::new, content);
        for (name, value) in item.members() {
            match name.content() {
                "name" => self.key(list, value),
                "value" => self.named(list, &called, value),
                "path" | "domain" => self.with(value, |redactor, text| {
                    let shown = mask::is_plain(text) && !text.contains('@');
                    if shown {
                        text.to_owned()
                    } else {
                        redactor.ledger.mark(Kind::Cookie, "path", text)
                    }
                }),
                "contentType" => self.with(value, Redactor::media_type),
                "comment" => self.remark(value),
                known => self.other(known, name, value),
            }
        }
    }

    /// `["name", "value"]`.
    pub(super) fn couple(&mut self, list: List, item: Value<'_>) {
        let mut parts = item.items();
        let Some(name) = parts.next() else { return };
        self.key(list, name);
        let called = content(name);
        parts.for_each(|value| self.named(list, &called, value));
    }

    pub(super) fn key(&mut self, list: List, name: Value<'_>) {
        self.with(name, |redactor, text| match list {
            List::Cookies => redactor.cookie_name(text),
            List::Headers | List::Query | List::Params => {
                redactor.name(Kind::Header, text).unwrap_or_else(|| text.to_owned())
            }
        });
    }

    pub(super) fn named(&mut self, list: List, name: &str, value: Value<'_>) {
        self.with(value, |redactor, text| {
            let own = match list {
                List::Headers => redactor.header(name, text),
                List::Cookies => return redactor.cookie_value(name, text),
                List::Query | List::Params if text.contains("://") => Some(redactor.address(text)),
                List::Query => redactor.value(Kind::Address, name, text),
                List::Params => redactor.value(Kind::Body, name, text),
            };
            own.unwrap_or_else(|| text.to_owned())
        });
    }
}
