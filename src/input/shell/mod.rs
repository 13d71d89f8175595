//! Shell commands that call curl become exchanges.

mod accidents;
mod ansi;
mod arithmetic;
mod blocks;
mod braces;
mod branches;
mod builtins;
mod calls;
mod closing;
mod conditions;
mod dialect;
mod documents;
mod echoes;
mod exchanges;
mod expand;
mod flow;
mod functions;
mod lexer;
mod lines;
mod loops;
mod mend;
mod modify;
mod others;
mod pattern;
mod pipes;
mod prefix;
mod quotes;
mod script;
#[cfg(test)]
mod script_tests;
mod settings;
mod template;
#[cfg(test)]
mod tests;
mod tree;
mod variables;
mod word;

use std::sync::Arc;

use crate::input::{Item, Options};
use crate::source::{Problem, Source, Span};

use dialect::Dialect;
pub(in crate::input) use expand::Argument;
use expand::{Expansion, Outputs};
use lexer::{Layer, RedirectKind, Token};
use variables::Variables;
pub(in crate::input) use word::{Part, PartKind, Quoting, Word};

/// Reads all curl commands of a text, with the answers pasted below them.
pub fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let whole = Span::new(0, source.text().len());
    let found = read_parts(source, &[whole], options, visit);
    if !found && !source.text().trim().is_empty() {
        let message = "no curl command found: give a shell command that calls curl";
        visit(Item::Problem(Problem::lost(Some(source.place(0)), message)));
    }
}

/// Reads parts of a text as one script with shared variables; each part is lexed on its own, so
/// that a quote left open ends with its part. Was there any curl command?
pub(in crate::input) fn read_parts(
    source: &Arc<Source>,
    parts: &[Span],
    options: &Options<'_>,
    visit: &mut dyn FnMut(Item),
) -> bool {
    read_with((source, parts), &[], options, visit)
}

/// The same for a script that runs with these variables: each with its value where it is known.
pub(in crate::input) fn read_with(
    (source, parts): (&Arc<Source>, &[Span]),
    variables: &[(String, Option<String>)],
    options: &Options<'_>,
    visit: &mut dyn FnMut(Item),
) -> bool {
    let mut script = script::Script::new(source, options, visit);
    for (name, value) in variables {
        script.preset(name, value.clone());
    }
    for part in parts {
        script.run(*part, Layer::Script);
    }
    script.finish()
}

/// The words of one command, and where its redirections and here-documents stand. `None` where
/// a quote is open.
pub(in crate::input) fn words(text: &str, span: Span) -> Option<(Vec<Word>, Vec<Span>)> {
    let lexed = lexer::lex(text, span, Layer::Inside);
    if !lexed.open.is_empty() {
        return None;
    }
    let (mut words, mut others) = (Vec::new(), Vec::new());
    for token in lexed.tokens {
        match token {
            Token::Word(word) => words.push(word),
            Token::Redirect(redirect) => {
                others.push(redirect.span);
                if redirect.kind == RedirectKind::HereDocument {
                    others.push(redirect.target.span);
                }
            }
            Token::Operator(..) | Token::Newline | Token::Answer(_) => break,
        }
    }
    Some((words, others))
}

/// Words as arguments, with every variable as it was written.
pub(in crate::input) fn as_written(text: &str, words: &[Word]) -> Vec<Argument> {
    let (variables, outputs) = (Variables::default(), Outputs::new());
    let dialect = Dialect::Bash;
    let expansion = Expansion { source: text, variables: &variables, outputs: &outputs, dialect };
    words.iter().flat_map(|word| expansion.arguments(word)).collect()
}
