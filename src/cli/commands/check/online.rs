//! `--online`: the network is asked what would settle open causes, before everything is judged.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::desk::{Desk, clock};
use crate::cli::answers;
use crate::cli::args::{Check, Global};
use crate::cli::config::{self, Config};
use crate::cli::failure::Failure;
use crate::cli::files::Input;
use crate::cli::message;
use crate::exchange::{Response, Time};
use crate::facts::catalog::Catalog;
use crate::facts::{Answers, Facts};
use crate::finding::Diagnosis;
use crate::lint::Onlooker;
use crate::online::{Hosts, Question, Replies, Request, plan};
use crate::rules::RuleSet;

/// A question, and the numbers of its requests.
type Asked = (Question, Vec<usize>);

/// More credentials than anybody records by hand, and fewer calls than the gateways count.
const MOST: usize = 20;

/// Asks what would settle open causes, and gives the desk the answers. Where nothing comes back
/// the offline verdict stands, and that is said.
pub(super) fn ask(
    desk: &mut Desk<'_>,
    (inputs, answer): (&[Input], Option<&Response>),
    global: &Global,
) -> Result<(), Failure> {
    let check = desk.check;
    if !check.asking.online {
        return without(check);
    }
    let here = config::here(global, Catalog::built_in())?;
    permitted(&here)?;
    if let Some(path) = &check.asking.save {
        answers::may_write(path)?;
    }
    // Only who starts this says whom to trust: what lies beside a recording may be a stranger's.
    let hosts = Hosts::new(Catalog::built_in(), &here.settings);
    let now = clock();
    let (asked, requests) = planned(questions(desk, inputs, answer), (&hosts, now));
    if asked.is_empty() {
        if !global.quiet {
            let kept = check.asking.save.as_ref().map_or("", |_| ", and nothing is kept");
            message::say(&format!(
                "no open cause that the network could settle; nothing is asked{kept}"
            ));
        }
        return Ok(());
    }
    if check.asking.network.dry_run {
        for line in check.asking.network.lines(&requests) {
            message::say(&format!("would ask: {line}"));
        }
        return Ok(());
    }
    if let Some(replies) = check.asking.network.ask(&requests)? {
        take(&mut desk.answers, (&asked, &hosts), (&replies, now));
    }
    match &check.asking.save {
        Some(path) => answers::write(path, &desk.answers, now),
        None => Ok(()),
    }
}

/// Options about asking, where nobody is asked.
fn without(check: &Check) -> Result<(), Failure> {
    let network = &check.asking.network;
    if network.dry_run || network.gateway.is_some() {
        return Err(Failure::usage("`--dry-run` and `--gateway` go with `--online`"));
    }
    Ok(())
}

/// Where nobody looks on, the configuration has to permit it.
fn permitted(here: &Config) -> Result<(), Failure> {
    let told = |name: &str| {
        let told = std::env::var(name).unwrap_or_default();
        !matches!(told.as_str(), "" | "false" | "0")
    };
    let in_ci = ["CI", "GITHUB_ACTIONS", "GITLAB_CI"].iter().any(|name| told(name));
    if in_ci && here.online_in_ci != Some(true) {
        return Err(Failure::Usage {
            what: "`--online` asks nobody in CI without permission".to_owned(),
            help: Some(
                "`online-in-ci: true` in the configuration of this folder gives it".to_owned(),
            ),
        });
    }
    Ok(())
}

/// What all inputs leave open, each credential once, in the order of its first call.
fn questions(desk: &Desk<'_>, inputs: &[Input], answer: Option<&Response>) -> Vec<Question> {
    let mut met = BTreeSet::new();
    let mut questions = Vec::new();
    for input in inputs {
        let (Some(station), Ok(bytes)) = (desk.station_of(input), desk.opened(input)) else {
            continue;
        };
        let asks = Asks { rules: &station.judges.rules, questions: RefCell::default() };
        desk.judge_before(input, (bytes, answer.cloned()), &asks);
        for question in asks.questions.into_inner() {
            let print = question.print();
            let answered = desk.answers.of.contains_key(&print);
            if !answered && met.insert(print) {
                questions.push(question);
            }
        }
    }
    if questions.len() > MOST {
        message::say(&format!("only the first {MOST} credentials are asked about"));
        questions.truncate(MOST);
    }
    questions
}

/// Who looks on, and asks.
struct Asks<'a> {
    rules: &'a RuleSet,
    questions: RefCell<Vec<Question>>,
}

impl Onlooker for Asks<'_> {
    fn diagnosed(&self, facts: &Facts<'_>, diagnosis: &Diagnosis) {
        self.questions.borrow_mut().extend(plan(facts, diagnosis, self.rules));
    }
}

/// The questions that are asked, each with the numbers of its requests. Several questions may be
/// answered by one request, such as for an issuer's keys.
fn planned(
    questions: Vec<Question>,
    (hosts, now): (&Hosts<'_>, Time),
) -> (Vec<Asked>, Vec<Request>) {
    let mut requests: Vec<Request> = Vec::new();
    let mut asked = Vec::new();
    for question in questions {
        match question.requests(hosts, now) {
            Err(why) => message::say(&format!("{} is not asked about: {why}", question.words())),
            Ok(own) => {
                let place = |request: Request| {
                    let same = requests.iter().position(|other| *other == request);
                    same.unwrap_or_else(|| {
                        requests.push(request);
                        requests.len() - 1
                    })
                };
                let places = own.into_iter().map(place).collect();
                asked.push((question, places));
            }
        }
    }
    (asked, requests)
}

/// Reads what came back; what nobody answered is said.
fn take(
    answers: &mut Answers,
    (asked, hosts): (&[Asked], &Hosts<'_>),
    (replies, now): (&Replies, Time),
) {
    let mut silent = Vec::new();
    for (question, places) in asked {
        let own: Vec<_> = places.iter().map(|place| replies[*place].clone()).collect();
        match question.read(hosts, &own, now) {
            Some(said) => drop(answers.of.insert(question.print(), said)),
            None => silent.push(question.words()),
        }
    }
    if replies.iter().all(Result::is_err) {
        message::say("the network did not answer; what follows is judged offline");
    } else if !silent.is_empty() {
        message::say(&format!("the answers do not settle {}", silent.join(", ")));
    }
}
