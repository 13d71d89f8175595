//! `--fix` and `--diff`.

use std::ffi::OsString;

use super::desk::Desk;
use super::{Checked, ask, opened, tell};
use crate::cli::args::{Check, Global};
use crate::cli::exit::{Ending, Exit, count};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input};
use crate::cli::fix::{self, Fixed, Trust};
use crate::cli::message;
use crate::cli::walk;
use crate::exchange::Format;
use crate::input::found;
use crate::source::Problem;

/// An input whose findings were corrected, as far as they could be.
struct Corrected {
    /// As it was read.
    before: Vec<u8>,
    fixed: Fixed,
    checked: Checked,
}

/// Whether files are to be corrected.
pub(super) const fn is_asked(check: &Check) -> bool {
    check.fixing.fix || check.fixing.unsafe_fixes
}

/// Corrects every input in its place; standard input comes out corrected.
pub(super) fn fix(
    desk: &Desk<'_>,
    inputs: &[Input],
    (check, global): (&Check, &Global),
) -> Vec<Checked> {
    let (mut checked, mut made) = (Vec::new(), Vec::new());
    for input in inputs {
        let Corrected { before, fixed, checked: mut one } = match correct(desk, input, check) {
            Ok(corrected) => corrected,
            Err(unopened) => {
                checked.push(*unopened);
                continue;
            }
        };
        if let Err(failure) = put(input, &before, &fixed.bytes) {
            message::say(&failure.to_string());
            one.report.problems.push(Problem::lost(None, failure.to_string()));
        } else if !fixed.applied.is_empty() {
            made.push(fixed.applied.len());
        }
        if !global.quiet {
            say_left(&input.name(), &fixed);
        }
        checked.push(one);
    }
    if !made.is_empty() && !global.quiet {
        let corrections = count(made.iter().sum(), "correction");
        message::say(&format!("{corrections} made in {}", count(made.len(), "file")));
    }
    checked
}

/// Shows what would be corrected.
pub(super) fn diff(
    check: &Check,
    curl: Option<Vec<OsString>>,
    global: &Global,
) -> Result<Ending, Failure> {
    let (mut desk, walked) = opened(check, curl, global)?;
    ask(&mut desk, (&walked.inputs, None), global)?;
    let (mut changed, mut all) = (0, Vec::new());
    for input in &walked.inputs {
        all.push(match correct(&desk, input, check) {
            Ok(Corrected { before, fixed, checked }) => {
                let (name, folder) = (input.name(), input.folder());
                let beside = |name: &str| files::beside(&folder, name);
                let texts = (before.as_slice(), fixed.bytes.as_slice());
                let shown = fix::unified(&name, texts, &desk.options(input, &beside));
                message::print(shown.as_bytes())?;
                changed += usize::from(before != fixed.bytes);
                if !global.quiet {
                    say_left(&name, &fixed);
                }
                checked
            }
            Err(unopened) => *unopened,
        });
    }
    all.retain(|one| Exit::of(&one.report, one.fail_on) == Exit::Failed);
    all.extend(walked.lost.iter().map(Checked::unopened));
    tell(&walked, &all, global);
    Ok(match (all.len(), changed) {
        (0, 0) => Ending::new(Exit::Clean, "nothing would change"),
        (0, _) => Ending::new(Exit::Findings, format!("{} would change", count(changed, "file"))),
        (lost, _) => {
            let why = format!("{} could not be read wholly", count(lost, "input"));
            Ending::new(Exit::Failed, why)
        }
    })
}

fn say_left(name: &str, fixed: &Fixed) {
    for line in fix::words(name, &fixed.left) {
        message::say(&line);
    }
}

/// What remains of an input once it is corrected as far as it can be.
fn correct(desk: &Desk<'_>, input: &Input, check: &Check) -> Result<Corrected, Box<Checked>> {
    let trust = if check.fixing.unsafe_fixes { Trust::Inferred } else { Trust::Safe };
    let is_piped = matches!(input, Input::Stdin | Input::Edited(_) | Input::Arguments(_));
    if !is_piped {
        let checked = desk.check(input, None);
        if checked.unopened.is_some() {
            return Err(Box::new(checked));
        }
        // A recording of any size has nothing to correct: it is not held.
        if !fix::is_wanted(&checked.report, trust) {
            let left = fix::left_of(&checked.report, format_of(input, check, None), trust);
            let fixed = Fixed { bytes: Vec::new(), applied: Vec::new(), left };
            return Ok(Corrected { before: Vec::new(), fixed, checked });
        }
    }
    let before = desk.opened(input).and_then(|opened| input.all_of(opened));
    let before = before.map_err(|why| Box::new(Checked::unopened(&why)))?;
    let lint = |bytes: &[u8]| desk.judge(input, Box::new(bytes), None).report;
    let format = format_of(input, check, Some(&before));
    let fixed = fix::apply_all(before.clone(), (format, trust), &lint);
    let checked = desk.judge(input, Box::new(fixed.bytes.as_slice()), None);
    Ok(Corrected { before, fixed, checked })
}

/// What an input is, by its beginning.
fn format_of(input: &Input, check: &Check, bytes: Option<&[u8]>) -> Format {
    let forced = check.reading.input_format;
    let opened = || walk::head(input.path()?).ok();
    let head = bytes.map(<[u8]>::to_vec).or_else(opened).unwrap_or_default();
    let found = || found::asked(&input.name(), &head).unwrap_or(Format::Shell);
    forced.unwrap_or_else(found)
}

/// Puts the corrected text where the other one came from.
fn put(input: &Input, before: &[u8], after: &[u8]) -> Result<(), Failure> {
    match input {
        Input::Stdin | Input::Edited(_) => message::print(after),
        Input::Arguments(_) => Ok(()),
        Input::File(_) | Input::Found(..) if before == after => Ok(()),
        Input::File(path) | Input::Found(path, _) => fix::write(path, before, after),
    }
}
