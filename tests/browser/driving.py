"""What the browser tests hold against every page, apart from the fixtures that hand it out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, ViewportSize, WebError

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Every rule that axe has for WCAG 2.2 AA and its own good practice.
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Watcher:
    """Notes what goes wrong behind the page: script errors, refused resources, server faults.

    A test that walks into a refusal on purpose says so beforehand: ``watcher.allow(r"404")``.
    """

    faults: list[str] = field(default_factory=list)
    allowed: list[re.Pattern[str]] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        self.allowed.append(re.compile(pattern))

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("response", self._response)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(known.search(fault) for known in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"server: {response.status} {response.url}")


def accessibility_faults(page: Page, *, within: str | None = None) -> list[str]:
    """One line per element that breaks a rule of axe: rule, place, reason."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": AXE_RULES}
    found = Axe().run(page, within, options).response["violations"]
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: "
        f"{violation['help']} | {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]


def side_scroll(page: Page) -> int:
    """How many pixels the page is wider than its window; 0 when nobody has to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
