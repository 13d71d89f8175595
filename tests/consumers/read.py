"""Reads what was written with programs that others wrote, and compares it with the JSON report of the same run."""
import json
import re
import sys
from pathlib import Path

import jsonschema
import junitparser
from lxml import etree
from markdown_it import MarkdownIt
from sarif import loader

scratch, schemas = Path(sys.argv[1]), Path(sys.argv[2])


def same(what, ours, theirs):
    if ours != theirs:
        sys.exit(f"{what}: {ours} was written and {theirs} was read")


def check(name):
    report = json.loads((scratch / f"{name}.json").read_text())
    errors, warnings, infos = (report["summary"][word] for word in ("errors", "warnings", "infos"))
    lost = sum(problem["kind"] == "lost" for problem in report["problems"])
    found = len(report["findings"])

    path = scratch / f"{name}.sarif"
    schema = json.loads((schemas / "sarif-2.1.0.json").read_text())
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(json.loads(path.read_text()))
    sarif = loader.load_sarif_files(str(path))
    issues = sarif.get_report()
    same(f"{name}.sarif", [errors, warnings, infos], [issues.get_issue_count_for_severity(word) for word in ("error", "warning", "note")])

    path = scratch / f"{name}.junit"
    etree.XMLSchema(etree.parse(str(schemas / "junit-10.xsd"))).assertValid(etree.parse(str(path)))
    suites = junitparser.JUnitXml.fromfile(str(path))
    results = [result for suite in suites for case in suite for result in case.result]
    same(f"{name}.junit failures", found, sum(isinstance(one, junitparser.Failure) for one in results))
    same(f"{name}.junit errors", lost, sum(isinstance(one, junitparser.Error) for one in results))
    same(f"{name}.junit counts", [found, lost], [suites.failures, suites.errors])

    entries = json.loads((scratch / f"{name}.gitlab").read_text())
    jsonschema.validate(entries, json.loads((schemas / "gitlab-code-quality.json").read_text()))
    same(f"{name}.gitlab", found + lost, len({entry["fingerprint"] for entry in entries}))

    lines = (scratch / f"{name}.ndjson").read_text().splitlines()
    kinds = [json.loads(line)["type"] for line in lines]
    same(f"{name}.ndjson", [found, "summary"], [kinds.count("finding"), kinds[-1]])

    places = [line for line in (scratch / f"{name}.concise").read_text().splitlines() if re.match(r"^[^:]+:\d+:\d+: (error|warning|info)\[", line)]
    same(f"{name}.concise", found, len(places))

    commands = (scratch / f"{name}.github").read_text().splitlines()
    of = [sum(line.startswith(f"::{level} ") for line in commands) for level in ("error", "warning", "notice")]
    same(f"{name}.github", [min(errors + lost, 10), min(warnings, 10), min(infos, 10)], of)

    # As a service renders it: with tables, and HTML only where the text itself would bring it.
    page = (scratch / f"{name}.markdown").read_text()
    tokens = [child for token in MarkdownIt("commonmark").enable("table").parse(page) for child in [token, *(token.children or [])]]
    same(f"{name}.markdown html", 0, sum(token.type in ("html_block", "html_inline", "image") for token in tokens))
    links = {token.attrs["href"] for token in tokens if token.type == "link_open"}
    same(f"{name}.markdown links", set(), {link for link in links if "/docs/rules/" not in link})
    print(f"{name}: {found} findings ({errors} errors, {warnings} warnings, {infos} notes), {lost} lost, {report['summary']['files']} files: read back alike from 8 formats")


for run in ("all", "found", "clean", "unreadable"):
    check(run)
