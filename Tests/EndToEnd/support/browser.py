# SPDX-License-Identifier: Apache-2.0
"""A browser without a screen, which may load one file and nothing else."""

import shutil
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

# What scripts/lib/setup.sh looks for; without one of them Playwright has its own.
NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
DEADLINE = 10_000


class Page:
    """An open page and all that went wrong in it."""

    def __init__(self, page):
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(DEADLINE)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog):
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@contextmanager
def opened(file: Path, **options):
    """`options` are those of a browser context: color_scheme, java_script_enabled, viewport…"""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        # Root has no sandbox to offer, and the file is ours.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            page = Page(browser.new_context(**options).new_page())
            page.page.goto(file.as_uri())
            yield page
        finally:
            browser.close()
