//! Values in a query, a form or a JSON body, by their names.

use crate::exchange::Exchange;
use crate::input::query::{decoded, parameters};
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::{placeholder, reading};

/// A body longer than this is not taken apart.
const LONGEST: usize = 64 * 1024;

/// A value of the query, decoded.
pub(crate) fn of_query(exchange: &Exchange, name: &str) -> Fact<String> {
    let Some(query) = &exchange.request.url.query else {
        return reading::elsewhere(&exchange.request.url.path).map_or(Fact::Absent, Fact::Unknown);
    };
    of_form(query, name, reading::was_sent(exchange))
}

/// A value at the top of the body, decoded.
pub(crate) fn of_body(exchange: &Exchange, name: &str) -> Fact<String> {
    let text = match &exchange.request.body {
        Fact::Known(text) if text.len() > LONGEST => return Fact::Unknown(Why::Truncated),
        Fact::Known(text) => text,
        Fact::Absent => return Fact::Absent,
        Fact::Unknown(why) => return Fact::Unknown(*why),
    };
    let sent = reading::was_sent(exchange);
    if text.as_written().trim_start().starts_with('{') {
        of_json(text, name, sent)
    } else {
        of_form(text, name, sent)
    }
}

fn of_json(text: &Text, name: &str, sent: bool) -> Fact<String> {
    if let Some(hole) = text.holes().first() {
        return Fact::Unknown(hole.why);
    }
    match serde_json::from_str::<serde_json::Value>(text.as_written()) {
        Ok(body) => match body.get(name).and_then(serde_json::Value::as_str) {
            Some(value) => read(value, sent),
            None => Fact::Absent,
        },
        Err(_) => Fact::Unknown(Why::Undecodable),
    }
}

fn of_form(text: &Text, name: &str, sent: bool) -> Fact<String> {
    let mut blank = None;
    for parameter in parameters(text) {
        let key = text.slice(parameter.name.clone());
        if decoded(key.as_written().trim()) == name {
            let value = parameter.value.map_or_else(Text::default, |range| text.slice(range));
            return match value.known() {
                Fact::Known(known) => read(&decoded(known.trim()), sent),
                Fact::Absent => Fact::Absent,
                Fact::Unknown(why) => Fact::Unknown(why),
            };
        }
        // A variable may stand for more than the one name.
        blank = blank.or_else(|| key.holes().first().map(|hole| hole.why));
    }
    blank.map_or(Fact::Absent, Fact::Unknown)
}

fn read(value: &str, sent: bool) -> Fact<String> {
    // Nobody reads what was taken out, and yet it can be told from others.
    if value.split('.').all(placeholder::is_numbered) {
        return Fact::Known(value.to_owned());
    }
    reading::of(&Text::verbatim(value, 0), sent).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str, name: &str) -> Fact<String> {
        of_form(&Text::verbatim(text, 0), name, true)
    }

    #[test]
    fn a_form_gives_its_values_decoded() {
        let text = "grant_type=a&redirect_uri=https%3A%2F%2Fapp.acme.com%2Fx+y&empty=";
        assert_eq!(form(text, "redirect_uri"), Fact::Known("https://app.acme.com/x y".to_owned()));
        assert_eq!(form(text, "empty"), Fact::Absent);
        assert_eq!(form(text, "code"), Fact::Absent);
    }

    #[test]
    fn a_variable_may_stand_for_any_name() {
        let mut text = Text::verbatim("a=1&", 0);
        text.push_hole("$REST", crate::source::Span::new(4, 9), (Why::Variable, "REST"));
        assert_eq!(of_form(&text, "a", true), Fact::Known("1".to_owned()));
        assert_eq!(of_form(&text, "code", true), Fact::Unknown(Why::Variable));
    }
}
