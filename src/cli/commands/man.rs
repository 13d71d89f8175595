//! `man`: all commands on one page of the manual.

use std::fmt::Write as _;
use std::io;

use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::completions::as_typed;
use crate::cli::exit::Ending;
use crate::cli::failure::Failure;
use crate::cli::message;

const TITLE: &str = concat!(
    ".TH frontegg-lint 1 \"\" \"frontegg-lint ",
    env!("CARGO_PKG_VERSION"),
    "\" \"User Commands\"\n"
);

/// What a code says.
const CODES: &[(&str, &str)] = &[
    ("0", "everything asked for was checked, and nothing was found at or above --fail-on"),
    ("1", "something was found at or above --fail-on, or --diff has changes"),
    (
        "2",
        "the job could not be done: arguments, configuration, a rule file, or an input that \
         could not be read wholly; also beside findings, and whatever --fail-on says",
    ),
    ("3", "there was nothing to check, with --fail-on-empty"),
];

/// What is read of the environment beside what options name.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("NO_COLOR", "not empty: no colours, unless --color says otherwise"),
    ("COLUMNS", "how wide the report is, where no terminal says it"),
    ("TERM", "dumb: neither colours nor links"),
    ("FORCE_HYPERLINK", "not 0: rule ids are links on a terminal, whatever it is known for"),
    ("FRONTEGG_LINT_FORMAT", "what is written without --format; several with commas"),
    ("GITHUB_ACTIONS, GITLAB_CI", "true: annotations of that service are written without --format"),
    ("CI", "not empty: --online asks nobody without permission in the configuration"),
    ("FRONTEGG_CLIENT_ID, FRONTEGG_API_KEY", "the credentials that probe asks about"),
    (
        "HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE",
        "how the network is reached, by those who ask it",
    ),
];

const FILES: &[(&str, &str)] = &[(
    ".frontegg-lint.yaml",
    "the configuration, looked for from the folder of each input upwards",
)];

const EXAMPLES: &[(&str, &str)] = &[
    ("frontegg-lint", "asks for a paste: a curl command, and the answer if you have it"),
    ("frontegg-lint curl https://api.frontegg.com/…", "checks the command behind curl"),
    ("frontegg-lint --format sarif=out.sarif --format human recordings/", "checks a folder"),
    ("frontegg-lint explain ER-01052", "explains an error"),
    ("frontegg-lint probe region", "asks every region for the credentials in the environment"),
];

pub(crate) fn run() -> Result<Ending, Failure> {
    let mut page = Vec::new();
    write(&mut page).expect("memory takes every byte");
    message::print(in_ascii(&String::from_utf8_lossy(&page)).as_bytes())?;
    Ok(Ending::SILENT)
}

fn write(out: &mut Vec<u8>) -> io::Result<()> {
    // Of `help` every manual would tell the same.
    let mut command = as_typed().disable_help_subcommand(true);
    command.build();
    let man = Man::new(told(command.clone()));
    // An empty date goes missing where the library writes this line.
    out.extend(TITLE.bytes());
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    heading("SH", "OPTIONS", out);
    let mut options = Vec::new();
    man.render_options_section(&mut options)?;
    for line in String::from_utf8_lossy(&options).lines().filter(|line| is_words(line)) {
        let line = line.replacen(".SH ", ".SS ", 1);
        out.extend(line.bytes().chain(*b"\n"));
    }
    heading("SH", "COMMANDS", out);
    let (check, others): (Vec<_>, Vec<_>) =
        command.get_subcommands().partition(|one| one.get_name() == "check");
    for one in check.into_iter().chain(others) {
        subcommand(one, "frontegg-lint", out)?;
    }
    list("EXIT STATUS", CODES, out);
    list("ENVIRONMENT", ENVIRONMENT, out);
    let named = command.get_arguments().filter_map(Arg::get_env);
    for name in named.map(|name| name.to_string_lossy().into_owned()) {
        let option = name.trim_start_matches("FRONTEGG_LINT_").to_lowercase().replace('_', "-");
        item(&name, &format!("what --{option} says, where it is not given"), out);
    }
    list("FILES", FILES, out);
    list("EXAMPLES", EXAMPLES, out);
    Ok(())
}

/// A command and those below it, each under its whole name.
fn subcommand(command: &Command, above: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let name = format!("{above} {}", command.get_name());
    heading("SS", &name, out);
    let about = command.get_long_about().or_else(|| command.get_about());
    if let Some(about) = about {
        text(&[roman(about.to_string())], out);
    }
    // What stands everywhere, and what `check` takes, is said above.
    let own = |arg: &Arg| !arg.is_global_set() && arg.get_id() != "help";
    let is_known = command.get_name() == "check";
    if command.get_arguments().any(own) && !is_known {
        let command = told(command.clone()).mut_args(|arg| {
            let hidden = !own(&arg);
            arg.hide(hidden)
        });
        let mut options = Vec::new();
        Man::new(command).render_options_section(&mut options)?;
        let options = String::from_utf8_lossy(&options).into_owned();
        let lines = options.lines().filter(|line| is_words(line) && !line.starts_with(".SH "));
        lines.for_each(|line| out.extend(line.bytes().chain(*b"\n")));
    }
    command.get_subcommands().try_for_each(|one| subcommand(one, &name, out))
}

/// Whether a line says something: the preamble is there once, and so is the heading of options.
fn is_words(line: &str) -> bool {
    ![".ie ", ".el ", ".SH OPTIONS"].iter().any(|start| line.starts_with(start))
}

/// The same command, whose options name their values in one line.
fn told(command: Command) -> Command {
    command.mut_args(|arg| {
        let values: Vec<String> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let help = arg.get_help().map(ToString::to_string);
        match help {
            Some(help) if !values.is_empty() && arg.get_action().takes_values() => {
                arg.hide_possible_values(true).help(format!("{help}: {}", values.join(", ")))
            }
            Some(_) | None => arg,
        }
    })
}

/// Letters that not every formatter reads, by their numbers.
fn in_ascii(page: &str) -> String {
    let mut ascii = String::with_capacity(page.len());
    for letter in page.chars() {
        if letter.is_ascii() {
            ascii.push(letter);
        } else {
            let _ = write!(ascii, "\\[u{:04X}]", u32::from(letter));
        }
    }
    ascii
}

fn heading(kind: &str, words: &str, out: &mut Vec<u8>) {
    let mut roff = Roff::new();
    roff.control(kind, [words]);
    out.extend(roff.to_roff().bytes());
}

fn text(words: &[Inline], out: &mut Vec<u8>) {
    let mut roff = Roff::new();
    roff.text(words.to_vec());
    out.extend(roff.to_roff().bytes());
}

fn list(title: &str, items: &[(&str, &str)], out: &mut Vec<u8>) {
    heading("SH", title, out);
    for (name, words) in items {
        item(name, words, out);
    }
}

fn item(name: &str, words: &str, out: &mut Vec<u8>) {
    out.extend(*b".TP\n");
    text(&[bold(name)], out);
    text(&[roman(words)], out);
}
