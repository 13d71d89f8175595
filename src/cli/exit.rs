//! Exit codes: the same for every format.

use std::process::ExitCode;

use crate::cli::args::FailOn;
use crate::finding::Report;
use crate::source::ProblemKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything asked for was checked, and nothing is wrong at or above `--fail-on`.
    Clean,
    /// There are findings at or above `--fail-on`, or something else that was asked for is not so.
    Findings,
    /// The job could not be done: usage, configuration, an unreadable or damaged input.
    Failed,
    /// There was nothing to check, where that is a failure.
    Empty,
}

/// Whether nothing to check is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nothing {
    Fine,
    Fails,
}

impl Exit {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
            Self::Empty => 3,
        }
    }

    /// What a report means. Something lost outweighs every finding.
    pub(crate) fn of(report: &Report, fail_on: FailOn) -> Self {
        let lost = report.problems.iter().any(|problem| problem.kind == ProblemKind::Lost);
        if lost {
            Self::Failed
        } else if fail_on.reached(report) > 0 {
            Self::Findings
        } else {
            Self::Clean
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// How a command ended: the code, and the words that say why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    pub(crate) exit: Exit,
    /// Empty where the output speaks for itself.
    pub(crate) why: String,
}

impl Ending {
    pub(crate) const SILENT: Self = Self { exit: Exit::Clean, why: String::new() };

    pub(crate) fn new(exit: Exit, why: impl Into<String>) -> Self {
        Self { exit, why: why.into() }
    }
}

/// What all reports come to.
pub(crate) fn of(checked: &[(&Report, FailOn)], nothing: Nothing) -> Exit {
    let exits = checked.iter().map(|(report, fail_on)| Exit::of(report, *fail_on));
    match (exits.max().unwrap_or(Exit::Clean), nothing) {
        (Exit::Clean, Nothing::Fails) if is_empty(checked) => Exit::Empty,
        (exit, Nothing::Fine | Nothing::Fails) => exit,
    }
}

fn is_empty(checked: &[(&Report, FailOn)]) -> bool {
    checked.iter().all(|(report, _)| report.exchanges == 0)
}

/// Why the reports come to this code. What was found is said elsewhere.
pub(crate) fn why(exit: Exit, checked: &[(&Report, FailOn)]) -> String {
    let reports = || checked.iter().map(|(report, _)| *report);
    let damaged = reports().filter(|one| Exit::of(one, FailOn::Never) == Exit::Failed).count();
    let reaching: usize = checked.iter().map(|(report, fail_on)| fail_on.reached(report)).sum();
    let limits = checked.iter().map(|(_, fail_on)| fail_on.word());
    let same = checked.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let limit = match limits.clone().next() {
        Some(word) if same => format!("`--fail-on {word}`"),
        Some(_) | None => "`fail-on`".to_owned(),
    };
    match exit {
        Exit::Failed => format!("{} could not be read wholly", count(damaged, "input")),
        Exit::Findings if reaching == 1 => format!("1 finding reaches {limit}"),
        Exit::Findings => format!("{reaching} findings reach {limit}"),
        Exit::Clean | Exit::Empty if checked.is_empty() => "no file to check was found".to_owned(),
        Exit::Clean | Exit::Empty if is_empty(checked) => {
            format!(
                "no call was found in the {}",
                if checked.len() == 1 { "input" } else { "inputs" }
            )
        }
        Exit::Clean | Exit::Empty => format!("nothing reaches {limit}"),
    }
}

/// `1 call`, `2 calls`.
pub(crate) fn count(number: usize, word: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {word}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Finding, Severity};
    use crate::source::Problem;

    fn report(severity: Option<Severity>, problem: Option<Problem>) -> Report {
        Report {
            findings: severity.map(Finding::made).into_iter().collect(),
            problems: problem.into_iter().collect(),
            ..Report::default()
        }
    }

    #[test]
    fn the_table_of_exit_codes() {
        use Severity::{Error, Info, Warning};
        let lost = || Some(Problem::lost(None, "cut off"));
        let skipped = || Some(Problem::skipped(None, "no request"));
        for (severity, problem, fail_on, code) in [
            (None, None, FailOn::Info, 0),
            (None, skipped(), FailOn::Info, 0),
            (Some(Info), None, FailOn::Warning, 0),
            (Some(Info), None, FailOn::Info, 1),
            (Some(Warning), None, FailOn::Warning, 1),
            (Some(Warning), skipped(), FailOn::Error, 0),
            (Some(Error), None, FailOn::Error, 1),
            (Some(Error), None, FailOn::Never, 0),
            (Some(Error), lost(), FailOn::Warning, 2),
            (Some(Error), lost(), FailOn::Never, 2),
            (None, lost(), FailOn::Never, 2),
        ] {
            let exit = Exit::of(&report(severity, problem), fail_on);
            assert_eq!(exit.code(), code, "{severity:?} {fail_on:?}");
        }
    }

    #[test]
    fn the_last_line_says_why() {
        let said = |exit, reports: &[Report], fail_on| {
            why(exit, &reports.iter().map(|report| (report, fail_on)).collect::<Vec<_>>())
        };
        let mut one = report(Some(Severity::Error), None);
        one.exchanges = 2;
        let lost = report(None, Some(Problem::lost(None, "cut off")));
        assert_eq!(
            said(Exit::Findings, &[one.clone()], FailOn::Warning),
            "1 finding reaches `--fail-on warning`"
        );
        assert_eq!(
            said(Exit::Clean, &[one.clone()], FailOn::Never),
            "nothing reaches `--fail-on never`"
        );
        assert_eq!(
            said(Exit::Failed, &[lost, one], FailOn::Error),
            "1 input could not be read wholly"
        );
        let empty = [Report::default()];
        assert_eq!(said(Exit::Clean, &empty, FailOn::Error), "no call was found in the input");
        assert_eq!(said(Exit::Empty, &[], FailOn::Error), "no file to check was found");
    }

    #[test]
    fn nothing_to_check_is_a_failure_where_it_is_asked_for() {
        let call = Report { exchanges: 1, ..Report::default() };
        let lost = report(None, Some(Problem::lost(None, "cut off")));
        let nothing = Report::default();
        for (reports, fails) in [
            (vec![], Exit::Empty),
            (vec![&nothing], Exit::Empty),
            (vec![&nothing, &call], Exit::Clean),
            (vec![&nothing, &lost], Exit::Failed),
        ] {
            let checked: Vec<_> = reports.iter().map(|one| (*one, FailOn::Warning)).collect();
            assert_eq!(of(&checked, Nothing::Fails), fails);
            assert_ne!(of(&checked, Nothing::Fine), Exit::Empty);
        }
    }
}
