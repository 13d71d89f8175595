//! Functions: run where they are called, or once where nobody calls them.

use std::rc::Rc;

use super::expand::Argument;
use super::flow::{Flow, Ran};
use super::script::{Function, MOST_REPEATED, Script};
use super::variables::Setting;
use crate::truth::Truth;

/// Functions call each other no deeper than this.
const DEEPEST_CALLS: usize = 12;
impl Script<'_> {
    pub(super) fn define(&mut self, name: &str, function: Function) {
        if let Some(known) = self.named.get(name).and_then(|at| self.functions.get(*at))
            && Rc::ptr_eq(&known.body, &function.body)
        {
            // A function that is written again in a loop is no new one.
            return;
        }
        self.named.insert(name.to_owned(), self.functions.len());
        self.functions.push(function);
    }

    /// Runs a function; `None` where no function has this name.
    pub(super) fn call(&mut self, name: &str, arguments: &[Argument]) -> Option<Ran> {
        let at = *self.named.get(name)?;
        self.functions[at].called = true;
        let words = arguments.iter().map(|argument| argument.text.clone()).collect();
        Some(self.body(at, Setting::Words(words)))
    }

    fn body(&mut self, at: usize, arguments: Setting) -> Ran {
        if self.locals.len() >= DEEPEST_CALLS || self.ran > MOST_REPEATED {
            self.out.lost = true;
            return Ran::on(Truth::Unknown);
        }
        let function = &self.functions[at];
        let body = Rc::clone(&function.body);
        let lexed = std::mem::replace(&mut self.lexed, Rc::clone(&function.lexed));
        let end = std::mem::replace(&mut self.end, function.end);
        let before = self.variables.get("@").cloned();
        self.variables.insert("@", arguments);
        self.locals.push(Vec::new());
        self.repeating += 1;
        let outer = std::mem::take(&mut self.left);
        let mut ran = self.stage(&body);
        self.left = outer;
        self.repeating -= 1;
        for (name, old) in self.locals.pop().unwrap_or_default().into_iter().rev() {
            self.variables.restore(&name, old);
        }
        self.variables.restore("@", before);
        self.lexed = lexed;
        self.end = end;
        if ran.flow != Flow::Exit {
            ran = Ran::on(ran.success);
        }
        ran
    }

    /// Functions that nobody calls here are read too, with arguments that nobody knows.
    pub(super) fn uncalled(&mut self) {
        self.ran = 0;
        let mut at = 0;
        while at < self.functions.len() {
            if !self.functions[at].called {
                self.functions[at].called = true;
                let mark = self.variables.mark();
                self.body(at, Setting::Unknown);
                self.variables.take_back(mark);
            }
            at += 1;
        }
    }
}
