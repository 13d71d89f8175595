//! `--fix` and `--diff`.

use std::io::Read as _;

use super::desk::Desk;
use super::{Checked, told};
use crate::cli::args::{Check, FailOn, Global};
use crate::cli::exit::{Ending, Exit, count};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input, Unreadable};
use crate::cli::fix::{self, Fixed, Trust};
use crate::cli::message;
use crate::cli::walk::Walked;
use crate::exchange::Format;
use crate::input::found;
use crate::source::Problem;

/// An input whose findings were corrected, as far as they could be.
struct Corrected {
    /// As it was read.
    before: Vec<u8>,
    fixed: Fixed,
    fail_on: FailOn,
}

/// Corrects every input in its place; standard input comes out corrected.
pub(super) fn fix(
    desk: &Desk<'_>,
    walked: &Walked,
    (check, global): (&Check, &Global),
) -> Result<Vec<Checked>, Failure> {
    let mut checked = Vec::new();
    let mut made = Vec::new();
    for input in &walked.inputs {
        let corrected = match correct(desk, input, check) {
            Ok(corrected) => corrected,
            Err(one) => {
                checked.push(one);
                continue;
            }
        };
        let Corrected { before, fixed, fail_on } = corrected;
        let mut report = fixed.report;
        if let Err(failure) = put(input, &before, &fixed.bytes) {
            message::say(&failure.to_string());
            report.problems.push(Problem::lost(None, failure.to_string()));
        } else if !fixed.applied.is_empty() {
            made.push(fixed.applied.len());
        }
        if !global.quiet {
            fix::words(&input.name(), &fixed.left).iter().for_each(|line| message::say(line));
        }
        checked.push(Checked { report, fail_on, unopened: None });
    }
    if !made.is_empty() && !global.quiet {
        let corrections = count(made.iter().sum(), "correction");
        message::say(&format!("{corrections} made in {}", count(made.len(), "file")));
    }
    Ok(told(checked, walked, global))
}

/// Shows what would be corrected.
pub(super) fn diff(desk: &Desk<'_>, walked: &Walked, check: &Check) -> Result<Ending, Failure> {
    let (mut changed, mut failed) = (0, walked.lost.len());
    for lost in &walked.lost {
        message::say(&lost.to_string());
    }
    for input in &walked.inputs {
        match correct(desk, input, check) {
            Ok(Corrected { before, fixed, fail_on }) => {
                let name = input.name();
                let folder = input.folder();
                let beside = |name: &str| files::beside(&folder, name);
                let options = desk.options(input, &beside);
                let shown = fix::unified(&name, (&before, &fixed.bytes), &options);
                message::print(shown.as_bytes())?;
                changed += usize::from(before != fixed.bytes);
                failed += usize::from(Exit::of(&fixed.report, fail_on) == Exit::Failed);
                fix::words(&name, &fixed.left).iter().for_each(|line| message::say(line));
            }
            Err(one) => {
                failed += 1;
                one.unopened.iter().for_each(|words| message::say(words));
            }
        }
    }
    Ok(match (failed, changed) {
        (0, 0) => Ending::new(Exit::Clean, "nothing would change"),
        (0, _) => Ending::new(Exit::Findings, format!("{} would change", count(changed, "file"))),
        (_, _) => Ending::new(Exit::Failed, "not every input could be read wholly"),
    })
}

fn correct(desk: &Desk<'_>, input: &Input, check: &Check) -> Result<Corrected, Checked> {
    let trust = if check.fixing.unsafe_fixes { Trust::Inferred } else { Trust::Safe };
    // A recording of any size has nothing to correct: it is not held.
    if input.path().is_some() && !matches!(input, Input::Edited(_)) {
        let first = desk.check(input, None);
        if first.unopened.is_some() {
            return Err(first);
        }
        if !fix::is_wanted(&first.report, trust) {
            let format = head_format(input, check);
            let left = fix::left_of(&first.report, format, trust);
            let report = first.report;
            let fixed = Fixed { bytes: Vec::new(), applied: Vec::new(), left, report };
            return Ok(Corrected { before: Vec::new(), fixed, fail_on: first.fail_on });
        }
    }
    let before = read(input).map_err(|why| Checked::unopened(&why, FailOn::Warning))?;
    let format = check.reading.input_format.unwrap_or_else(|| format_of(input, &before));
    let fail_on = desk.judge(input, Box::new(&b""[..]), None).fail_on;
    let lint = |bytes: &[u8]| desk.judge(input, Box::new(bytes.to_vec().as_slice()), None).report;
    let fixed = fix::apply_all(before.clone(), (format, trust), &lint);
    Ok(Corrected { before, fixed, fail_on })
}

fn read(input: &Input) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    let read = input.open()?.read_to_end(&mut bytes);
    read.map_err(|error| Unreadable { name: input.name(), why: message::io_error(&error) })?;
    Ok(bytes)
}

fn head_format(input: &Input, check: &Check) -> Format {
    let mut head = Vec::new();
    if let Ok(open) = input.open() {
        drop(crate::input::inflate::inflate(open).take(crate::input::HEAD).read_to_end(&mut head));
    }
    check.reading.input_format.unwrap_or_else(|| format_of(input, &head))
}

fn format_of(input: &Input, head: &[u8]) -> Format {
    found::asked(&input.name(), head).unwrap_or(Format::Shell)
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
