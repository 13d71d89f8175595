//! One line a finding: `file:line:column: severity[rule] message`, as compilers write it.

use std::io;

use super::Run;
use super::found::line;

pub(super) fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for found in run.findings() {
        let (finding, at) = (found.finding, found.start());
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            line(&found.report.file),
            at.line,
            at.column,
            finding.severity.word(),
            finding.rule,
            line(&finding.message)
        )?;
    }
    for lost in run.lost() {
        let place = lost.problem.place.map_or(String::new(), |at| format!(":{}", at.line));
        let (file, message) = (line(&lost.report.file), line(&lost.problem.message));
        writeln!(out, "{file}{place}: lost: {message}")?;
    }
    Ok(())
}
