//! Dockerfiles whose instructions call something.

use std::sync::Arc;

use crate::exchange::Format;
use crate::input::embedded::Parts;
use crate::input::interpreter::{Interpreter, Variables};
use crate::input::{Item, Options, exec};
use crate::source::{Embedding, Problem, Source, Span, Text};

mod instructions;
mod words;

use instructions::Instruction;

/// A Dockerfile by its name, or by the instruction that each begins with.
pub(super) fn is(name: &str, text: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let named = ["dockerfile", "containerfile"].iter().any(|known| {
        file.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            || file.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))
    });
    let nameless = name.is_empty() || name == "-" || name.starts_with('<');
    named || nameless && begins_with_from(text)
}

/// What stands below a `FROM`.
const OTHERS: &[&str] = &["RUN ", "CMD ", "ENTRYPOINT ", "HEALTHCHECK ", "ENV ", "SHELL "];

/// `FROM image`, maybe behind `ARG` and comments, and another instruction below.
fn begins_with_from(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let first = lines.find(|line| !line.starts_with("ARG "));
    let from =
        first.is_some_and(|line| line.starts_with("FROM ") && line.split_whitespace().count() <= 5);
    from && lines.any(|line| OTHERS.iter().any(|other| line.starts_with(other)))
}

/// Reads what every instruction runs, each in a shell of its own.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let mut reader = Reader {
        source,
        options,
        parts: Parts::default(),
        variables: Variables::new(),
        interpreter: Interpreter::Shell,
    };
    for instruction in instructions::find(source.text()) {
        reader.instruction(&instruction);
    }
    let mut parts = reader.parts;
    if parts.is_empty() {
        let message = "no call in this Dockerfile: no instruction calls curl";
        parts.read(|visit| visit(Item::Problem(Problem::skipped(None, message))));
    }
    parts.hand_out(visit);
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    parts: Parts,
    variables: Variables,
    interpreter: Interpreter,
}

/// Nobody writes more of them for one image.
const MOST_VARIABLES: usize = 200;

impl Reader<'_> {
    fn instruction(&mut self, instruction: &Instruction) {
        match instruction.keyword.as_str() {
            "FROM" => {
                self.variables.clear();
                self.interpreter = Interpreter::Shell;
            }
            "ENV" => self.set(words::pairs(&self.written(instruction))),
            // Whoever builds the image may give another value than the one written here.
            "ARG" => {
                let names = words::pairs(&self.written(instruction));
                self.set(names.into_iter().map(|(name, _)| (name, None)).collect());
            }
            "SHELL" => {
                let words = words::list(self.source.text(), instruction).unwrap_or_default();
                if let Some(name) = words.first() {
                    self.interpreter = Interpreter::of(name.as_written());
                }
            }
            "RUN" | "CMD" | "ENTRYPOINT" | "HEALTHCHECK" => self.run(instruction),
            _ => {}
        }
    }

    fn written(&self, instruction: &Instruction) -> String {
        let lines = instruction.lines.iter().map(|line| self.source.slice(*line).trim_end());
        lines.map(|line| line.strip_suffix(instruction.escape).unwrap_or(line)).collect()
    }

    fn set(&mut self, variables: Variables) {
        for (name, value) in variables {
            if self.variables.len() < MOST_VARIABLES {
                let value = value.filter(|value| !value.contains('$'));
                self.variables.push((name, value));
            }
        }
    }

    fn run(&mut self, instruction: &Instruction) {
        let Some(words) = words::list(self.source.text(), instruction) else {
            let lines = instruction.lines.clone();
            return self.script(&lines, instruction.escape);
        };
        let written: Vec<&str> = words.iter().map(Text::as_written).collect();
        match exec::runs(&written) {
            exec::Runs::Curl(from) => {
                let (source, options) = (self.source, self.options);
                let words = words.get(from - 1..).unwrap_or_default();
                self.parts.read(|visit| {
                    exec::read(source, (words, Format::Dockerfile), options, visit);
                });
            }
            exec::Runs::Script(at) => {
                if let Some(script) = words.get(at) {
                    self.quoted(script);
                }
            }
            exec::Runs::Other => {}
        }
    }

    /// A script that stands in the quotes of a list.
    fn quoted(&mut self, script: &Text) {
        let mut embedding = Embedding::new(self.source);
        if crate::input::embedded::take(&mut embedding, self.source, script) {
            embedding.seal(0);
            self.read(embedding, Interpreter::Shell);
        }
    }

    fn script(&mut self, lines: &[Span], escape: char) {
        let mut embedding = Embedding::new(self.source);
        for line in lines {
            let written = self.source.slice(*line).trim_end();
            let joined = written.strip_suffix(escape).filter(|_| escape != '\\');
            match joined.filter(|_| self.interpreter != Interpreter::PowerShell) {
                Some(joined) => {
                    let end = line.start + joined.len();
                    embedding.take(Span::new(line.start, end));
                    embedding.put_blank(end);
                }
                None => embedding.take_line(*line),
            }
        }
        self.read(embedding, self.interpreter);
    }

    fn read(&mut self, embedding: Embedding<'_>, interpreter: Interpreter) {
        let script = Arc::new(embedding.finish(Format::Dockerfile.word()));
        let whole = [Span::new(0, script.text().len())];
        let with = (&self.variables, self.options);
        interpreter.read((&script, &whole), with, &mut self.parts);
    }
}
