//! How a request of Bruno says who calls.

use crate::exchange::{Header, SetBy};
use crate::input::form;
use crate::source::{Span, Text};

/// What stands behind `auth:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    None,
    Inherit,
    Bearer,
    Basic,
    ApiKey,
    /// The program fetches or computes the credentials when it sends.
    Computed,
}

impl Mode {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "" | "none" => Self::None,
            "inherit" => Self::Inherit,
            "bearer" => Self::Bearer,
            "basic" => Self::Basic,
            "apikey" => Self::ApiKey,
            _ => Self::Computed,
        }
    }

    /// The block that holds the credentials.
    pub(super) const fn block(self) -> Option<&'static str> {
        match self {
            Self::Bearer => Some("auth:bearer"),
            Self::Basic => Some("auth:basic"),
            Self::ApiKey => Some("auth:apikey"),
            Self::None | Self::Inherit | Self::Computed => None,
        }
    }
}

/// What credentials become in a request.
pub(super) enum Credentials {
    Nothing,
    Header(Header),
    Parameter(Text, Text),
    /// They are sent, and cannot be said.
    Unknown,
}

/// Builds what is sent from the members of the block, each as it is sent; `span` stands for what
/// is not written.
pub(super) fn credentials(
    mode: Mode,
    member: impl Fn(&str) -> Option<Text>,
    span: Span,
) -> Credentials {
    let filled = |name: &str| {
        member(name).filter(|value| !value.is_empty()).unwrap_or_else(|| {
            form::left_open(name, member(name).map_or(span, |value| value.span()))
        })
    };
    let authorization = |value: Text| {
        let name = Text::decoded("Authorization", Span::at(value.span().start));
        Credentials::Header(Header { name, value, set: SetBy::Option })
    };
    match mode {
        Mode::None => Credentials::Nothing,
        Mode::Inherit | Mode::Computed => Credentials::Unknown,
        Mode::Bearer => {
            let token = filled("token");
            let mut value = Text::decoded("Bearer ", Span::at(token.span().start));
            value.append(&token);
            authorization(value)
        }
        Mode::Basic => {
            let password = member("password").unwrap_or_default();
            authorization(form::basic(&filled("username"), &password))
        }
        Mode::ApiKey => {
            let Some(name) = member("key").filter(|name| !name.is_empty()) else {
                return Credentials::Unknown;
            };
            let placement = member("placement").unwrap_or_default();
            match placement.as_written() {
                "queryparams" => Credentials::Parameter(name, filled("value")),
                _ => {
                    Credentials::Header(Header { name, value: filled("value"), set: SetBy::Option })
                }
            }
        }
    }
}
