//! What holds for the scripts of a mapping: their variables, and which shell runs them.

use std::rc::Rc;

use crate::input::interpreter::{Interpreter, Variables};
use crate::input::yaml::Node;

#[derive(Clone, Default)]
pub(super) struct Scope {
    /// Each with its value where that is known.
    pub(super) variables: Rc<Variables>,
    pub(super) interpreter: Interpreter,
}

/// Nobody writes more of them for one script.
const MOST_VARIABLES: usize = 200;

impl Scope {
    /// The scope of what stands inside of a mapping.
    pub(super) fn inside(&self, map: &Node) -> Self {
        let mut scope = self.clone();
        for key in ["variables", "env", "environment"] {
            map.get(key).into_iter().for_each(|variables| scope.set(variables));
        }
        if map.get("runs-on").and_then(Node::as_str).is_some_and(|on| on.contains("windows")) {
            scope.interpreter = Interpreter::PowerShell;
        }
        let default = map.get("defaults").and_then(|defaults| defaults.get("run")?.get("shell"));
        for shell in default.into_iter().chain(map.get("shell")).filter_map(Node::as_str) {
            scope.interpreter = Interpreter::of(shell);
        }
        scope
    }

    /// Some keys name the shell themselves.
    pub(super) fn of_key(&self, key: &str) -> Self {
        let interpreter = match key {
            "pwsh" | "powershell" => Interpreter::PowerShell,
            "bash" => Interpreter::Shell,
            _ => self.interpreter,
        };
        Self { variables: Rc::clone(&self.variables), interpreter }
    }

    fn set(&mut self, variables: &Node) {
        for (name, value) in variables.entries() {
            // GitLab: `NAME: {value: …, description: …}`.
            let value = value.as_str().or_else(|| value.get("value")?.as_str());
            self.put(name.as_written(), value.and_then(literal));
        }
        for item in variables.items() {
            let named = item
                .get("name")
                .and_then(Node::as_str)
                .map(|name| (name, item.get("value").and_then(Node::as_str).unwrap_or_default()));
            let assigned = || item.as_str().and_then(|item| item.split_once('='));
            if let Some((name, value)) = named.or_else(assigned) {
                self.put(name.trim(), literal(value));
            }
        }
    }

    fn put(&mut self, name: &str, value: Option<String>) {
        if self.variables.len() < MOST_VARIABLES {
            Rc::make_mut(&mut self.variables).push((name.to_owned(), value));
        }
    }
}

/// A value that nothing is filled into, and that is there at all.
fn literal(value: &str) -> Option<String> {
    (!value.is_empty() && !value.contains('$')).then(|| value.to_owned())
}
