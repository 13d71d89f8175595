//! What went wrong while a request was written or copied, and what would mend it.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// Something the reader noticed about how a request was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accident {
    pub kind: AccidentKind,
    pub span: Span,
    /// What makes the text say what was meant; empty where nobody can tell.
    pub repair: Vec<Repair>,
}

/// Letters of our own in place of some of the text. An empty span puts them in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    pub span: Span,
    pub text: String,
}

impl Accident {
    /// One that is seen and cannot be mended.
    pub const fn seen(kind: AccidentKind, span: Span) -> Self {
        Self { kind, span, repair: Vec::new() }
    }
}

impl Repair {
    pub fn new(span: Span, text: &str) -> Self {
        Self { span, text: text.to_owned() }
    }

    pub fn insert(at: usize, text: &str) -> Self {
        Self::new(Span::at(at), text)
    }
}

macro_rules! kinds {
    ($($kind:ident $word:literal)*) => {
        /// The closed set of accidents of writing; each is judged by a rule of the topic `shell`.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum AccidentKind { $($kind),* }

        impl AccidentKind {
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The id of its rule.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),* }
            }
        }
    };
}

kinds! {
    TypographicQuotes "typographic-quotes"
    DashNotHyphen "dash-not-hyphen"
    HtmlEntity "html-entity"
    InvisibleCharacter "invisible-character"
    BlankAfterBackslash "blank-after-backslash"
    CommentInContinuation "comment-in-continuation"
    MissingBackslash "missing-backslash"
    UnclosedQuote "unclosed-quote"
    CrlfLineEnds "crlf-line-ends"
    HeaderWithoutColon "header-without-colon"
    UnquotedHeader "unquoted-header"
    UnquotedAmpersand "unquoted-ampersand"
    UnquotedJson "unquoted-json"
    VariableInSingleQuotes "variable-in-single-quotes"
    BracesEatenByGlobbing "braces-eaten-by-globbing"
    ZshGlobbing "zsh-globbing"
    CurlOptionUnknown "curl-option-unknown"
    CurlOptionsConflict "curl-options-conflict"
}

impl AccidentKind {
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}
