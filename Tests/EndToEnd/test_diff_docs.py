# SPDX-License-Identifier: Apache-2.0
"""docs/diff.md: the rules are those of the registry, the settings are taken, the job for CI does what is said of it."""

import json
import os
import re
import subprocess
import sys

import pytest
import yaml
from support.drift import answers, rewritten
from support.tapedeck import BINARY, ROOT, environment

PAGE = (ROOT / "docs/diff.md").read_text(encoding="utf-8")
SESSION = """
import sys, boto3
c = boto3.client("codestar-connections")
for name in ["one", "two"]:
    c.get_connection(ConnectionArn=c.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"])
"""


def blocks(language, after):
    """The code blocks of a language below a heading."""
    section = PAGE.split(f"\n## {after}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


def test_every_rule_is_documented_with_its_severity(deck):
    rules = json.loads(deck.run("drift-rules", "--no-config", "--json").out)["rules"]
    wanted = [f"| `{rule['id']}` | {rule['severity']} | {rule['title']} | {rule['reason']} |" for rule in rules]
    table = PAGE.split("\n## Rules\n")[1].split("\n## ")[0]
    assert [line for line in table.splitlines() if line.startswith("| `")] == wanted


def test_every_key_of_the_file_is_documented(deck):
    deck.path("tapedeck.yaml").write_text("drift: {no-such-key-at-all: 1}")
    keys = re.search(r"there are (.*)", deck.run("drift-rules").err)[1].split(", ")
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    for key in keys:
        assert f"| `drift.{key}` |" in text and re.search(rf"^  {key}:", text, re.MULTILINE), key


def test_the_settings_of_the_pages_are_taken(deck):
    pages = [*blocks("yaml", "Severities"), *blocks("yaml", "Pins")]
    configuration = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    pages.append(re.search(r"```yaml\n(version: 1\n.*?)```", configuration, re.DOTALL)[1])
    assert len(pages) == 3
    for page in pages:
        deck.path("tapedeck.yaml").write_text(page)
        ended = deck.run("drift-rules")
        assert ended.status == 0 and "of this project:" in ended.out, ended


def test_approve_writes_what_the_page_shows(deck):
    command = re.search(r"\$ tapedeck (approve .*)", PAGE)[1].replace("2026-12-31", "2099-12-31")
    shown = blocks("yaml", "Approvals")[0].replace("2026-12-31", "2099-12-31")
    prefix = ["sh", "-c", f'"$0" {command}']
    ended = deck.start(prefix=prefix).wait()
    assert ended.status == 0, ended
    assert deck.path("drift-approvals.yaml").read_text() == shown


@pytest.fixture
def job(tmp_path):
    """Runs the steps of the job in a clone of a repository with a recording, with a `gh` that keeps what it is told."""
    recipe = yaml.safe_load(blocks("yaml", "In CI")[0])
    steps = [step for step in recipe["jobs"]["record"]["steps"] if "run" in step]
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "tapedeck").symlink_to(BINARY)
    for name, script in {
        "gh": 'printf "%s\\n" "$@" > "$GH_SAID"; cp drift.md "$GH_SAID.md"',
        # The tests of the project: its session, or one that fails.
        "pytest": f'exec "{sys.executable}" "$SESSION"',
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{script}\n")
        (tools / name).chmod(0o755)
    (tmp_path / "home").mkdir()
    (tmp_path / "session.py").write_text(SESSION)
    env = environment(tmp_path / "home", GITHUB_RUN_ID="7", GITHUB_OUTPUT=str(tmp_path / "output"))
    env |= {"PATH": f"{tools}{os.pathsep}{env['PATH']}", "GH_SAID": str(tmp_path / "gh")}
    env["SESSION"] = str(tmp_path / "session.py")
    clone = tmp_path / "clone"

    def run(script, **extra):
        command = ["bash", "-e", "-o", "pipefail", "-c", script]
        return subprocess.run(command, cwd=clone, env={**env, **extra}, capture_output=True, text=True, timeout=120)

    clone.mkdir()
    origin = tmp_path / "origin.git"
    made = run(
        f"""
        git init -q --bare {origin} && git init -q -b main . && git remote add origin {origin}
        mkdir cassettes && echo 'record: {{upstream: simulator}}' > tapedeck.yaml
        tapedeck record cassettes/app.cassette -- pytest tests/
        git add . && git -c user.name=n -c user.email=n@example.org commit -qm first && git push -q origin main
        """
    )
    assert made.returncode == 0, made

    def whole(**extra):
        """The job to its end, as the conditions of its steps have it."""
        ended = []
        for step in steps:
            verdict = (tmp_path / "output").read_text().rpartition("verdict=")[2].strip() if ended else ""
            if step.get("if", "true") == "true" or verdict == "drift":
                ended.append(run(step["run"], **extra))
                if ended[-1].returncode != 0:
                    break
        return ended

    whole.clone, whole.origin, whole.said = clone, origin, tmp_path / "gh"
    return whole


def test_the_job_ends_quietly_without_drift(job):
    ended = job()
    assert [one.returncode for one in ended] == [0] and "no drift" in ended[0].stderr, ended
    assert not job.said.exists()


def test_the_job_opens_a_pull_request_with_the_drift(job):
    def older(header, exchanges):
        for answer in answers(exchanges, "GetConnection"):
            answer["Connection"].update(ConnectionStatus=5)

    cassette = job.clone / "cassettes/app.cassette"
    rewritten(cassette, cassette, older)
    ended = job()
    assert [one.returncode for one in ended] == [0, 0], ended
    assert "--body-file\ndrift.md" in job.said.read_text()
    assert "kind.changed" in job.said.with_suffix(".md").read_text()
    sarif = json.loads((job.clone / "drift.sarif").read_text())
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["kind.changed"]
    log = subprocess.run(
        ["git", "log", "--name-only", "--format=", "-1", "drift-7"], cwd=job.origin, capture_output=True, text=True
    )
    assert log.stdout.split() == ["cassettes/app.cassette"], log


def test_the_job_fails_where_the_tests_do(job):
    ended = job(SESSION="/nowhere.py")
    assert len(ended) == 1 and ended[0].returncode != 0 and not job.said.exists(), ended
