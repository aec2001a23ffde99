"""What the browser tests hold against every page, apart from the fixtures that hand it out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, ViewportSize, WebError

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Every rule that axe has for WCAG 2.2 AA and its own good practice.
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# A click returns as soon as it is done, before the page that it asked for is there. A page is marked from the
# moment that another one is to take its place, so that nobody judges what is about to go.
MARK_LEAVING = """{
  const mark = (leaving) => document.documentElement.toggleAttribute("data-leaving", leaving);
  navigation.addEventListener("navigate", ({ destination, downloadRequest }) => {
    if (!destination.sameDocument && downloadRequest === null) mark(true);
  });
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.method !== "dialog") mark(true);
  });
  window.addEventListener("pageshow", () => mark(false));
}"""
STAYING = "html:not([data-leaving])"


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
        context.add_init_script(MARK_LEAVING)
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


AXE = Axe()
# Only what is judged comes back from the browser: what axe passed is many times longer.
JUDGE = """([within, options]) => axe.run(within ?? document, options).then(({ violations }) =>
  violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, html }) => [id, help, target, html])))"""


def accessibility_faults(page: Page, *, within: str | None = None) -> list[str]:
    """One line per element that breaks a rule of axe: rule, place, reason."""
    page.locator(STAYING).wait_for(state="attached")
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.axe_script)
    options = {"resultTypes": ["violations"], "runOnly": AXE_RULES}
    return [
        f"{rule} at {' '.join(map(str, target))}: {reason} | {html[:200]}"
        for rule, reason, target, html in page.evaluate(JUDGE, [within, options])
    ]


def side_scroll(page: Page) -> int:
    """How many pixels the page is wider than its window; 0 when nobody has to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def resize(page: Page, size: ViewportSize) -> None:
    """Another width, as when a tablet is turned: the page has laid itself out again when this returns."""
    page.set_viewport_size(size)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def until(page: Page, met: Callable[[], object], *, seconds: float = 20) -> None:
    """Waits for what no attribute tells, such as what a canvas shows; fails when it does not come."""
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"it did not come within {seconds} s"
        page.wait_for_timeout(50)
