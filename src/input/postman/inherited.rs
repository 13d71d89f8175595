//! What a request takes over from the folders around it.

use super::auth::Auth;
use super::outline::{Entry, Outline};
use crate::exchange::Kept;
use crate::input::collection::script::Script;
use crate::input::collection::values::Page;
use crate::input::collection::variables::Variables;
use crate::json::{Tree, Value};
use crate::source::Span;
use crate::truth::Why;

/// What of Postman's own doing was switched off or on.
#[derive(Clone, Copy, Default)]
pub(super) struct Behavior {
    /// A body goes with a GET too.
    pub(super) keeps_body: Option<bool>,
    /// No `Content-Type` is added.
    pub(super) drops_type: Option<bool>,
}

/// What holds for everything in a folder.
#[derive(Clone, Copy)]
pub(super) struct Inherited {
    /// The folder whose credentials are used.
    pub(super) auth: usize,
    pub(super) behavior: Behavior,
    /// A script reaches into each request.
    pub(super) is_touched: bool,
    /// Parts of the folders around it are missing from the text.
    pub(super) is_whole: bool,
}

/// The scripts of an entry, before and after its request.
pub(super) struct Scripts {
    pub(super) before: Script,
    pub(super) after: Script,
}

impl Scripts {
    pub(super) fn of(text: &str, entry: &Entry) -> Self {
        let tree = entry.event.and_then(|span| Tree::read_at(text, span).ok());
        let read = |when: &str| {
            let events = tree.iter().flat_map(|tree| tree.root().items());
            let code: String = events.filter(|event| is_active(*event, when)).map(code).collect();
            Script::read(&code)
        };
        Self { before: read("prerequest"), after: read("test") }
    }

    /// What they set has another value than the text says.
    pub(super) fn forget_in(&self, variables: &mut Variables) {
        for script in [&self.before, &self.after] {
            if script.sets_others {
                variables.forget_all();
            }
            script.sets.iter().for_each(|(name, _)| variables.forget(name));
        }
    }
}

fn is_active(event: Value<'_>, when: &str) -> bool {
    event.get("listen").is_some_and(|listen| listen.is_named(when))
        && event.get("disabled").is_none_or(|disabled| disabled.raw() != "true")
}

/// The lines of a script, which may also be one string.
fn code(event: Value<'_>) -> String {
    let Some(script) = event.get("script") else { return String::new() };
    let lines = script.get("exec").unwrap_or(script);
    let mut code = String::new();
    let mut push = |line: Value<'_>| {
        if let Some(text) = line.text().known() {
            code.push_str(text.as_written());
            code.push('\n');
        }
    };
    if lines.is_array() {
        lines.items().for_each(&mut push);
    } else {
        push(lines);
    }
    code
}

/// What each entry hands down; credentials stand beside it by the number of their folder.
pub(super) fn read(
    page: Page<'_>,
    outline: &Outline,
    scripts: &[Scripts],
) -> (Vec<Inherited>, Vec<Auth>) {
    let mut all: Vec<Inherited> = Vec::with_capacity(outline.entries.len());
    let mut auths = Vec::with_capacity(outline.entries.len());
    for (number, (entry, scripts)) in outline.entries.iter().zip(scripts).enumerate() {
        let own = entry.auth.filter(|_| entry.is_folder || number == 0);
        let auth = own.map_or(Auth::Unsaid, |span| Auth::at(page, span));
        let parent = if number == 0 { None } else { all.get(entry.parent).copied() };
        let is_whole = entry.is_whole || !entry.is_folder && number > 0;
        let missing = !is_whole && matches!(auth, Auth::Unsaid);
        let says = !matches!(auth, Auth::Unsaid) || missing;
        auths.push(if missing { Auth::Unknown(Kept::Some(Why::Truncated)) } else { auth });
        let behavior = behavior(page.text, entry.behavior);
        let around = parent.map(|parent| parent.behavior).unwrap_or_default();
        all.push(Inherited {
            auth: if says { number } else { parent.map_or(number, |parent| parent.auth) },
            behavior: Behavior {
                keeps_body: behavior.keeps_body.or(around.keeps_body),
                drops_type: behavior.drops_type.or(around.drops_type),
            },
            is_touched: scripts.before.touches_request
                || parent.is_some_and(|parent| parent.is_touched),
            is_whole: is_whole && parent.is_none_or(|parent| parent.is_whole),
        });
    }
    (all, auths)
}

fn behavior(text: &str, span: Option<Span>) -> Behavior {
    let tree = span.and_then(|span| Tree::read_at(text, span).ok());
    let Some(root) = tree.as_ref().map(Tree::root) else { return Behavior::default() };
    let said = |value: Option<Value<'_>>| match value?.raw() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let headers = root.get("disabledSystemHeaders");
    Behavior {
        keeps_body: said(root.get("disableBodyPruning")),
        drops_type: said(headers.and_then(|headers| headers.get("content-type"))),
    }
}
