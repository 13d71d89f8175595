"""Runs the steps of a workflow or a composite action as GitHub's runner would, as far as ours need it.

Scripts run as they are written, under the shell they name. An action of this repository runs from
its checkout; one of others is noted and counts as done. Expressions know what ours use: inputs,
outputs of steps, the runner, the outcome so far, comparison and logic.
"""

import os
import re
import subprocess
import tempfile
import uuid
from pathlib import Path

import yaml

WORD = re.compile(r"\s*(&&|\|\||==|!=|[!()]|'(?:[^']|'')*'|[A-Za-z_][\w.-]*)")


class Expression:
    """Logic over strings; a name is looked up in the contexts of a run."""

    def __init__(self, text, run):
        self.run = run
        self.words = []
        at = 0
        text = text.strip()
        while at < len(text):
            match = WORD.match(text, at)
            if not match:
                raise ValueError(f"not understood: {text!r}")
            self.words.append(match[1])
            at = match.end()

    def value(self):
        value = self.either()
        if self.words:
            raise ValueError(f"left over: {self.words}")
        return value

    def take(self, *words):
        return self.words.pop(0) if self.words and self.words[0] in words else None

    def either(self):
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value or other
        return value

    def both(self):
        value = self.compared()
        while self.take("&&"):
            other = self.compared()
            value = value and other
        return value

    def compared(self):
        value = self.one()
        if sign := self.take("==", "!="):
            return (text_of(value) == text_of(self.one())) == (sign == "==")
        return value

    def one(self):
        word = self.words.pop(0)
        if word == "!":
            return not self.one()
        if word == "(":
            value = self.either()
            assert self.take(")")
            return value
        if word.startswith("'"):
            return word[1:-1].replace("''", "'")
        if self.take("("):
            assert self.take(")")
            return {
                "always": True,
                "cancelled": False,
                "success": not self.run.failed,
                "failure": self.run.failed,
            }[word]
        return self.run.look_up(word)


def text_of(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Run:
    """One job, or one use of an action inside it."""

    def __init__(self, steps, folder, env, inputs=None, actions=None):
        self.steps, self.folder, self.env = steps, Path(folder), dict(env)
        self.inputs, self.actions = inputs or {}, actions or {}
        self.outputs, self.failed = {}, False
        self.said, self.used = "", []

    def look_up(self, name):
        first, _, rest = name.partition(".")
        if first == "inputs":
            return self.inputs.get(rest, "")
        if first == "runner" and rest == "temp":
            return self.env["RUNNER_TEMP"]
        if first == "steps":
            step, kind, output = rest.split(".", 2)
            assert kind == "outputs"
            return self.outputs.get(step, {}).get(output, "")
        raise ValueError(f"unknown context: {name}")

    def fill(self, text):
        found = lambda match: text_of(Expression(match[1], self).value())
        return re.sub(r"\$\{\{(.*?)\}\}", found, text_of(text))

    def wanted(self, step):
        condition = str(step.get("if", "success()"))
        condition = condition.strip().removeprefix("${{").removesuffix("}}")
        asks = re.search(r"\b(always|success|failure|cancelled)\(\)", condition)
        return (asks or not self.failed) and Expression(condition, self).value()

    def go(self):
        for step in self.steps:
            if not self.wanted(step):
                continue
            outputs = self.script(step) if "run" in step else self.action(step)
            if "id" in step:
                self.outputs[step["id"]] = outputs
        return self

    def script(self, step):
        assert "${{" not in step["run"], "an expression inside a script"
        output = Path(self.env["RUNNER_TEMP"]) / f"output-{uuid.uuid4()}"
        output.touch()
        env = self.env | {name: self.fill(value) for name, value in step.get("env", {}).items()}
        env["GITHUB_OUTPUT"] = str(output)
        with tempfile.NamedTemporaryFile("w", suffix=".sh", dir=self.env["RUNNER_TEMP"]) as file:
            file.write(step["run"])
            file.flush()
            # What `shell: bash` means, and what no word about the shell means.
            shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") else ["bash", "-e"]
            folder = self.folder / self.fill(step.get("working-directory", "."))
            done = subprocess.run(
                [*shell, file.name], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
        self.said += done.stdout
        self.failed |= done.returncode != 0
        pairs = (line.split("=", 1) for line in output.read_text().splitlines())
        return {name: value for name, value in pairs}

    def action(self, step):
        name = step["uses"]
        given = {key: self.fill(value) for key, value in step.get("with", {}).items()}
        self.used.append((name, given))
        checkout = self.actions.get(name.partition("@")[0])
        if checkout is None:
            return {}
        inner = use(checkout, given, self.folder, self.env)
        self.said += inner.said
        self.used += inner.used
        self.failed |= inner.failed
        return inner.result


def use(checkout, given, folder, env):
    """Runs the action of this checkout with these inputs in a folder."""
    action = yaml.safe_load((Path(checkout) / "action.yml").read_text())
    unknown = set(given) - set(action["inputs"])
    assert not unknown, f"inputs that the action does not have: {unknown}"
    inputs = {name: str(about.get("default", "")) for name, about in action["inputs"].items()}
    env = env | {"GITHUB_ACTION_PATH": str(checkout)}
    run = Run(action["runs"]["steps"], folder, env, inputs | given).go()
    run.result = {name: run.fill(about["value"]) for name, about in action["outputs"].items()}
    return run


def workflow(text, folder, env, actions):
    """Runs every job of a workflow in a folder; gives the last."""
    run = None
    for job in yaml.safe_load(text)["jobs"].values():
        run = Run(job["steps"], folder, env, actions=actions).go()
    return run


def environment(scratch, **more):
    """What a runner gives a job, below a scratch folder."""
    scratch = Path(scratch)
    temporary = scratch / "runner temp"
    temporary.mkdir(parents=True, exist_ok=True)
    summary = scratch / "summary.md"
    summary.write_text("")
    kept = ("PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME", "CARGO_TARGET_DIR", "TMPDIR")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    ours = {
        "CI": "true", "GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(temporary),
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    return env | ours | more
