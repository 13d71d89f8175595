//! Rule files become rules: what is written is taken apart, checked against the laws, and joined.

use crate::facts::table::Spot;
use crate::rules::condition::Condition;
use crate::rules::error::{RuleError, from_yaml};
use crate::rules::laws::{self, Names};
use crate::rules::pitfalls;
use crate::rules::schema::{
    CauseFile, ErrorExampleFile, ErrorFile, ExampleFile, FixFile, MatchFile, OnUnknownWord,
    Renaming, RuleFile,
};
use crate::rules::set::{
    BodyStep, Candidate, Compiled, ErrorExample, ErrorPage, Example, Explanation, Fix, KnownError,
    Match, OnUnknown, Outside, Pages, Pointer, QueryStep, Rule, RulePage, Scene, Severities, Step,
};
use crate::rules::shapes::{Line, Pairs};
use crate::rules::template::Template;

/// A file of a rules folder.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// Relative to the folder, with slashes: `gateway/wrong-region.yaml`.
    pub path: String,
    pub text: String,
}

/// A file that could be read, with its text for places.
pub struct Read<'a, T> {
    pub path: &'a str,
    pub text: &'a str,
    pub file: T,
}

/// Where a rule's topic stands in the order of causes: what was never sent comes first.
pub const TOPICS: [(&str, u8); 12] = [
    ("shell", 0),
    ("authorization", 1),
    ("context", 2),
    ("gateway", 3),
    ("token", 4),
    ("route", 5),
    ("headers", 6),
    ("query", 7),
    ("body", 8),
    ("vendor-auth", 8),
    ("flow", 9),
    ("secrets", 9),
];

/// Compiles all files of a folder, or says all that is wrong with them. `beside` are rules and
/// errors that exist besides and may be named.
pub fn compile(files: &[RuleText], beside: &Names) -> Result<(Compiled, Pages), Vec<RuleError>> {
    let mut errors = Vec::new();
    let mut rules: Vec<Read<'_, RuleFile>> = Vec::new();
    let mut known: Vec<Read<'_, ErrorFile>> = Vec::new();
    for RuleText { path, text } in files.iter().filter(|file| is_ours(&file.path)) {
        let (path, text) = (path.as_str(), text.as_str());
        if path.starts_with("errors/") {
            match serde_yaml::from_str(text) {
                Ok(file) => known.push(Read { path, text, file }),
                Err(error) => errors.push(from_yaml(path, &error)),
            }
        } else {
            match serde_yaml::from_str(text) {
                Ok(file) => rules.push(Read { path, text, file }),
                Err(error) => errors.push(from_yaml(path, &error)),
            }
        }
    }
    // A file that cannot be read is known by its name all the same, so that one mistake is one.
    let mut names = beside.clone();
    for file in files.iter().filter(|file| is_ours(&file.path)) {
        names.add(&file.path);
    }
    for rule in &rules {
        laws::of_rule(rule, &names, &mut errors);
    }
    for error in &known {
        laws::of_error(error, &names, &mut errors);
    }
    laws::of_all(&rules, &known, &mut errors);
    let listed = files.iter().find(|file| file.path == pitfalls::FILE);
    let listed = listed.map(|file| pitfalls::read(&file.text, &names, &mut errors));
    if errors.is_empty() {
        let (compiled, pages) = join(rules, known);
        return Ok((compiled, Pages { pitfalls: listed.unwrap_or_default(), ..pages }));
    }
    errors.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    Err(errors)
}

/// The catalogue and what is no YAML belong to others.
fn is_ours(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    let is_yaml = ending == Some("yaml");
    is_yaml && path.contains('/') && !path.starts_with("catalog/")
}

/// The folder a rule stands in.
pub fn topic_of(path: &str) -> &str {
    path.rsplit('/').nth(1).unwrap_or_default()
}

/// The name a file gives its rule.
pub fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn join(
    mut rules: Vec<Read<'_, RuleFile>>,
    mut known: Vec<Read<'_, ErrorFile>>,
) -> (Compiled, Pages) {
    rules.sort_by(|a, b| a.file.id.cmp(&b.file.id));
    known.sort_by(|a, b| a.file.id.cmp(&b.file.id));
    let mut compiled = Compiled::default();
    let mut pages = Pages::default();
    for rule in rules {
        let (rule, page) = rule_of(rule);
        compiled.rules.push(rule);
        pages.rules.push(page);
    }
    for error in known {
        let (error, page) = error_of(error.file);
        compiled.errors.push(error);
        pages.errors.push(page);
    }
    (compiled, pages)
}

fn rule_of(read: Read<'_, RuleFile>) -> (Rule, RulePage) {
    let topic = topic_of(read.path).to_owned();
    let file = read.file;
    let page = RulePage {
        id: file.id.clone(),
        topic: topic.clone(),
        pitfalls: file.pitfalls,
        why: file.why.trim_end().to_owned(),
        sources: file.sources,
        examples: file.examples.into_iter().map(example).collect(),
    };
    let when = file.when.0.cheapest_first();
    let explanation = |explains: crate::rules::schema::ExplainsFile| Explanation {
        error: explains.error,
        strength: explains.strength,
        when: explains.when.map(|when| when.0),
    };
    let rule = Rule {
        step: TOPICS.iter().find(|(name, _)| *name == topic).map_or(10, |(_, step)| *step),
        id: file.id,
        topic,
        severity: Severities { cases: file.severity.cases, rest: file.severity.rest },
        claims: file.claims,
        guard: when.guard(),
        when,
        places: file.at.0.into_iter().chain(file.also_at.0).map(pointer).collect(),
        message: file.message.0,
        help: template(file.help),
        fixes: file.fix.0.into_iter().map(fix).collect(),
        explains: file.explains.into_iter().map(explanation).collect(),
        rules_out: template(file.rules_out),
        settle: file.settle.map(|text| text.trim().to_owned()),
        on_unknown: match file.on_unknown {
            Some(OnUnknownWord::Silent) => OnUnknown::Silent,
            None => OnUnknown::Ask,
        },
        folds: file.folds,
        folds_later: file.folds_later,
    };
    (rule, page)
}

fn template(line: Option<Line>) -> Option<Template> {
    line.map(|line| line.0)
}

fn pointer((spot, label): (Spot, Option<Template>)) -> Pointer {
    Pointer { spot, label }
}

fn fix(file: FixFile) -> Fix {
    let steps = steps(&file);
    Fix { when: file.when.map(|when| when.0), safety: file.safety, steps }
}

/// The steps of a fix, the method and the address first.
pub fn steps(file: &FixFile) -> Vec<Step> {
    let line = |line: &Option<Line>| line.as_ref().map(|line| line.0.clone());
    let mut steps = Vec::new();
    steps.extend(line(&file.set_method).map(Step::SetMethod));
    steps.extend(line(&file.set_scheme).map(Step::SetScheme));
    steps.extend(line(&file.set_host).map(Step::SetHost));
    steps.extend(line(&file.set_path).map(Step::SetPath));
    steps.extend(query_steps(file).into_iter().map(Step::Query));
    steps.extend(renamings(&file.rename_header, |from, to| Step::RenameHeader { from, to }));
    steps.extend(file.drop_header.0.iter().map(|name| Step::DropHeader(name.0.clone())));
    steps.extend(file.set_token.map(Step::SetToken));
    steps.extend(file.set_bearer.filter(|wanted| *wanted).map(|_| Step::SetBearer));
    steps.extend(pairs(&file.set_header, Step::SetHeader));
    steps.extend(body_steps(file).into_iter().map(Step::Body));
    steps.extend(file.repair.map(Step::Repair));
    steps
}

fn query_steps(file: &FixFile) -> Vec<QueryStep> {
    let mut steps = Vec::new();
    steps.extend(renamings(&file.rename_query.0, |from, to| QueryStep::Rename { from, to }));
    steps.extend(file.drop_query.0.iter().map(|name| QueryStep::Drop(name.0.clone())));
    steps.extend(pairs(&file.set_query, QueryStep::Set));
    steps
}

fn body_steps(file: &FixFile) -> Vec<BodyStep> {
    let mut steps = Vec::new();
    steps.extend(renamings(&file.rename_field.0, |from, to| BodyStep::Rename { from, to }));
    steps.extend(pairs(&file.set_field, BodyStep::Set));
    steps.extend(pairs(&file.set_field_raw, BodyStep::SetRaw));
    steps.extend(file.drop_field.0.iter().map(|pointer| BodyStep::DropField(pointer.0.clone())));
    let wanted = [
        (file.straight_quotes, BodyStep::StraightenQuotes),
        (file.wrap_body, BodyStep::Wrap),
        (file.drop_body, BodyStep::Drop),
    ];
    steps.extend(wanted.into_iter().filter(|(is, _)| *is == Some(true)).map(|(_, step)| step));
    steps
}

/// One step for each old name and its new one.
fn renamings<'f, S>(
    names: impl IntoIterator<Item = &'f Renaming>,
    step: fn(Template, Template) -> S,
) -> impl Iterator<Item = S> {
    names.into_iter().map(move |names| step(names.from.0.clone(), names.to.0.clone()))
}

fn pairs<S>(pairs: &Pairs, step: fn(Template, Template) -> S) -> impl Iterator<Item = S> {
    pairs.0.iter().map(move |(name, value)| step(name.clone(), value.clone()))
}

/// The program whose recordings hold every header, where an example names none.
const RECORDER: &str = "Firefox";

/// The laws have made sure that there is one text.
fn text(
    input: Option<String>,
    recorded: Option<String>,
    by: Option<String>,
) -> (String, Option<String>) {
    match (input, recorded) {
        (Some(input), _) => (input, None),
        (None, Some(recorded)) => (recorded, Some(by.unwrap_or_else(|| RECORDER.to_owned()))),
        (None, None) => (String::new(), None),
    }
}

fn example(file: ExampleFile) -> Example {
    let (input, recorder) = text(file.input, file.recorded, file.recorder);
    Example {
        name: file.name,
        scene: Scene {
            input,
            recorder,
            config: file.config,
            now: file.now,
            status: file.status,
            answers: file.answers,
        },
        expect: file.expect,
        severity: file.severity,
        explains: file.explains,
        fixed: file.fixed,
    }
}

fn error_of(file: ErrorFile) -> (KnownError, ErrorPage) {
    let page = ErrorPage {
        id: file.id.clone(),
        title: file.title.clone(),
        meaning: file.meaning.trim_end().to_owned(),
        why: file.why.trim_end().to_owned(),
        sources: file.sources,
        examples: file.examples.into_iter().map(error_example).collect(),
    };
    let error = KnownError {
        id: file.id,
        title: file.title,
        meaning: page.meaning.clone(),
        matches: file.matches.0.into_iter().map(matches).collect(),
        causes: file.causes.into_iter().filter_map(candidate).collect(),
    };
    (error, page)
}

fn matches(file: MatchFile) -> Match {
    Match {
        status: file.status.0,
        text: file.text.0.iter().map(|text| text.to_lowercase()).collect(),
        error_code: file.error_code,
        when: file.when.map(|when| when.0.cheapest_first()),
    }
}

/// The laws have made sure that it is either a rule or a cause that can be settled.
fn candidate(file: CauseFile) -> Option<Candidate> {
    let condition = |when: crate::rules::when::When| -> Condition { when.0 };
    match (file.rule, file.cause) {
        (Some(rule), _) => Some(Candidate::Rule(rule)),
        (None, Some(id)) => Some(Candidate::Outside(Outside {
            id,
            when: file.when.map(condition),
            rules_out: template(file.rules_out),
            settle: template(file.settle)?,
        })),
        (None, None) => None,
    }
}

fn error_example(file: ErrorExampleFile) -> ErrorExample {
    let (input, recorder) = text(file.input, file.recorded, file.recorder);
    ErrorExample {
        name: file.name,
        scene: Scene {
            input,
            recorder,
            config: file.config,
            now: file.now,
            status: file.status,
            answers: file.answers,
        },
        confirmed: file.confirmed,
        excluded: file.excluded,
        open: file.open,
    }
}
