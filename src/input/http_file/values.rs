//! Values that the client writes anew before it sends them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::input::form;
use crate::source::Text;
use crate::truth::Fact;

/// `Basic user pass` and `Basic user:pass`, which the client encodes, and `Digest user pass`,
/// which it answers a challenge with.
pub(super) fn credentials(value: Text) -> Text {
    let Fact::Known(written) = value.known() else { return value };
    let Some((scheme, rest)) = written.split_once(' ') else { return value };
    let rest = rest.trim_start();
    let at = written.len() - rest.len();
    let sent = value.slice(0..at);
    if scheme.eq_ignore_ascii_case("basic") {
        basic(&value, rest).map(|encoded| joined(sent, &encoded)).unwrap_or(value)
    } else if scheme.eq_ignore_ascii_case("digest") && !rest.contains('=') && rest.contains(' ') {
        let open = form::left_open("credentials", value.span_of(at..written.len()));
        joined(sent, &open)
    } else {
        value
    }
}

fn joined(mut sent: Text, more: &Text) -> Text {
    sent.append(more);
    sent
}

fn basic(value: &Text, rest: &str) -> Option<Text> {
    let (user, password) = match rest.split_once(':') {
        Some((user, password)) => (user.trim_end(), password.trim_start()),
        None => rest.split_once(' ').map(|(user, password)| (user, password.trim_start()))?,
    };
    let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
    let written = value.as_written();
    Some(Text::decoded(&encoded, value.span_of(written.len() - rest.len()..written.len())))
}
