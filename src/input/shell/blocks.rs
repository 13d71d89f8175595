//! Loops, conditions and groups: which commands run again, and which settings may not hold.

use super::expand::{Expansion, Setting, Variables};
use super::lexer::Operator;
use super::script::Simple;

/// What a word at the start of a command is.
pub(super) enum Keyword {
    No,
    Taken,
    /// A loop goes on at this token.
    GoTo(usize),
}

#[derive(Default)]
pub(super) struct Blocks {
    open: Vec<Block>,
    /// `name() {`: what is set inside holds only when somebody calls it.
    function: bool,
    /// What comes now stands behind `||` and may not run.
    pub(super) alternative: bool,
}

struct Block {
    kind: Kind,
    /// What was set inside.
    set: Vec<String>,
}

enum Kind {
    /// `for NAME in VALUES`: the values still to come, and where the body begins.
    For { name: String, values: Vec<String>, next: usize, body: usize },
    /// May run or not, or many times.
    Maybe,
    /// `( … )`: keeps its settings to itself.
    Subshell,
    /// `{ … }`.
    Group,
}

impl Blocks {
    /// An operator is about to end a command.
    pub(super) fn before(&mut self, operator: Operator, simple: &Simple) {
        if operator == Operator::Open && !simple.words.is_empty() {
            self.function = true;
        }
    }

    pub(super) fn after(&mut self, operator: Operator, variables: &mut Variables) {
        self.alternative = operator == Operator::Or;
        match operator {
            Operator::Open if !self.function => self.push(Kind::Subshell),
            Operator::Close => {
                if matches!(self.open.last(), Some(Block { kind: Kind::Subshell, .. })) {
                    self.pop(variables);
                }
            }
            Operator::Open
            | Operator::Semicolon
            | Operator::And
            | Operator::Or
            | Operator::Background
            | Operator::Pipe => {}
        }
    }

    fn push(&mut self, kind: Kind) {
        self.open.push(Block { kind, set: Vec::new() });
    }

    fn pop(&mut self, variables: &mut Variables) {
        let Some(block) = self.open.pop() else { return };
        if !matches!(block.kind, Kind::Group) {
            forget(&block.set, variables);
        }
        if let Some(outer) = self.open.last_mut() {
            outer.set.extend(block.set);
        }
    }

    /// Takes note of a keyword at the start of a command; `at` is the token behind it.
    pub(super) fn keyword(&mut self, word: &str, at: usize, variables: &mut Variables) -> Keyword {
        match word {
            "if" | "while" | "until" => self.push(Kind::Maybe),
            "then" | "!" => {}
            "else" | "elif" => {
                if let Some(block) = self.open.last() {
                    forget(&block.set, variables);
                }
            }
            "do" => self.begin(at, variables),
            "done" => return self.done(variables).map_or(Keyword::Taken, Keyword::GoTo),
            "fi" | "esac" | "}" => self.pop(variables),
            "{" => {
                let function = std::mem::take(&mut self.function);
                self.push(if function { Kind::Maybe } else { Kind::Group });
            }
            "function" => self.function = true,
            _ => return Keyword::No,
        }
        Keyword::Taken
    }

    /// Takes the head of a loop, a `case` or a function off a whole command.
    pub(super) fn head(&mut self, simple: &mut Simple, expansion: &Expansion<'_>) {
        let bare = |at: usize| simple.words.get(at).and_then(|word| word.bare(expansion.source));
        match (bare(0), bare(1)) {
            (Some("for" | "select"), _) => self.begin_for(simple, expansion),
            (Some("case"), _) => self.push(Kind::Maybe),
            (Some(_), Some("{")) if std::mem::take(&mut self.function) => {
                self.push(Kind::Maybe);
                simple.words.drain(..2);
                return;
            }
            _ => return,
        }
        simple.words.clear();
    }

    fn begin_for(&mut self, simple: &Simple, expansion: &Expansion<'_>) {
        let name = simple.words.get(1).and_then(|word| word.bare(expansion.source));
        let name = name.unwrap_or_default().to_owned();
        let listed = simple.words.get(3..).unwrap_or_default();
        let values: Option<Vec<String>> = listed
            .iter()
            .flat_map(|word| expansion.arguments(word))
            .map(|argument| {
                let known = argument.text.known().known().map(str::to_owned);
                known.filter(|value| !value.contains(['*', '?', '[', '{']))
            })
            .collect();
        let values = values.unwrap_or_default();
        self.push(Kind::For { name, values, next: 0, body: 0 });
    }

    /// Notes what a command sets, so that it can be forgotten where the block ends.
    pub(super) fn assign(&mut self, simple: &Simple, text: &str) {
        let Some(block) = self.open.last_mut() else { return };
        let names = simple.words.iter().filter_map(|word| word.assignment(text));
        block.set.extend(names.map(|(name, _)| name.trim_end_matches('+').to_owned()));
    }

    /// Where a loop goes on, when its `done` was just read.
    fn done(&mut self, variables: &mut Variables) -> Option<usize> {
        if let Some(Block { kind: Kind::For { name, values, next, body }, set }) =
            self.open.last_mut()
        {
            // Without its `do` there is no body to go back to: the head would begin again for ever.
            if let Some(value) = values.get(*next).filter(|_| *body > 0) {
                variables.insert(name.clone(), Setting::To(value.clone()));
                *next += 1;
                return Some(*body);
            }
            set.push(name.clone());
        }
        self.pop(variables);
        None
    }

    fn begin(&mut self, at: usize, variables: &mut Variables) {
        if let Some(Block { kind: Kind::For { name, values, next, body }, .. }) =
            self.open.last_mut()
        {
            *body = at;
            *next = 1;
            variables.insert(name.clone(), Setting::of(values.first().cloned()));
        }
    }
}

/// What was set where it may not have run is not known afterwards.
fn forget(names: &[String], variables: &mut Variables) {
    for name in names {
        variables.insert(name.clone(), Setting::Unknown);
    }
}
