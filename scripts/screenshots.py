"""Takes a picture of every page type, as every role sees it, at 390 and 1440 px.

    python scripts/screenshots.py [--role officer] [--only programmes:call] [--width 390]

The demonstration network is built when it is missing. From the home page each role follows
links, and the first address of each page type (the name of its URL) is pictured: a new page
appears here by being linked. A page that answers 5xx, or writes an error in the console, is
told at the end and the script fails.

Everything goes to docs/screenshots/ as PNG, which git ignores; the few that the documentation
shows (KEPT) are written beside as JPEG, which git keeps.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
os.environ.setdefault("MAILLAGE_ENVIRONMENT", "demo")
os.environ.setdefault("MAILLAGE_LOG_LEVEL", "WARNING")
# Playwright's loop runs in this thread; Django would take it for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

OUT = ROOT / "docs/screenshots"
WIDTHS = {390: 844, 1440: 900}
# A map drawn without a graphics card, on a busy machine, takes its time.
PATIENCE_MS = 180_000
MAX_PAGES = 500  # per role, twice what is linked today; a run that meets it says so
# What leads out of the pages, or ends the session.
SKIPPED = ("/admin/", "/static/", "/compte/logout", "/compte/deconnexion", "/healthz", "/api/")
# (role, page type, width) → file of the documentation.
KEPT: dict[tuple[str, str, int], str] = {
    ("visitor", "portal:map", 1440): "carte.jpg",
    ("officer", "programmes:applications", 1440): "candidatures.jpg",
    ("visitor", "programmes:programme", 1440): "programme.jpg",
    ("officer", "programmes:space", 1440): "pilotage.jpg",
    ("officer", "programmes:jury", 1440): "jury.jpg",
    ("officer", "programmes:round", 1440): "lectures.jpg",
    ("officer", "questionnaires:builder", 1440): "questionnaire.jpg",
    ("reviewer", "programmes:my_reviews", 1440): "relire.jpg",
    ("manufacture", "programmes:complete", 1440): "completer.jpg",
    ("officer", "programmes:cohorts", 1440): "promotions.jpg",
}


@dataclass
class Found:
    """What a run saw: page types with their address, and what went wrong."""

    pages: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def chromium() -> str:
    spec = importlib.util.spec_from_file_location("ensure_chromium", ROOT / "scripts/ensure_chromium.py")
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - a file beside this one
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = module.find()
    if path is None:
        sys.exit("No Chromium: run `make chromium`, or give its path in MAILLAGE_CHROMIUM.")
    return str(path)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """The platform on a free port of this machine; gives its address."""
    from django.core.wsgi import get_wsgi_application

    with make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def cookies_of(email: str | None, address: str) -> list[dict[str, str]]:
    """The session of an account, without the sign-in page; none for a visitor."""
    if email is None:
        return []
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(
        get_user_model().objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend"
    )
    return [{"name": name, "value": each.value, "url": address} for name, each in client.cookies.items()]


def page_type(path: str) -> str | None:
    """The name of a path's URL; None when nothing answers there."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(path).view_name or None
    except Resolver404:
        return None


def links(page: Any, address: str) -> list[str]:
    """The paths of this site that a page links to, in their order, forms and downloads apart."""
    found = page.eval_on_selector_all(
        "a[href]:not([download])", "anchors => anchors.map(anchor => anchor.href)"
    )
    return [
        urlsplit(link).path + (f"?{urlsplit(link).query}" if urlsplit(link).query else "")
        for link in found
        if link.startswith(address)
    ]


def crawl(browser: Any, role: str, email: str | None, address: str, options: argparse.Namespace) -> Found:
    """Pictures the first page of each type that a role reaches from the home page."""
    found = Found()
    context = browser.new_context(
        base_url=address, locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce"
    )
    context.add_cookies(cookies_of(email, address))
    page = context.new_page()
    page.on(
        "console",
        lambda message: message.type == "error" and found.faults.append(f"{role} {page.url}: {message.text}"),
    )
    page.on("pageerror", lambda error: found.faults.append(f"{role} {page.url}: {error}"))
    queue: deque[str] = deque(["/", *(["/composants/"] if role == "visitor" else [])])
    queued = set(queue)
    while queue and len(found.pages) < MAX_PAGES:
        path = queue.popleft()
        kind = page_type(path.partition("?")[0])
        if kind is None or kind in found.pages or path.startswith(SKIPPED):
            continue
        page.set_viewport_size({"width": 1440, "height": WIDTHS[1440]})
        try:
            response = page.goto(path, wait_until="load")
        except PlaywrightError as error:  # a download is no page
            if "Download" not in error.message:
                found.faults.append(f"{role} {path}: {error.message}")
            found.pages[kind] = ""
            continue
        if response is not None and response.status >= 500:
            found.faults.append(f"{role} {path}: answers {response.status}")
        found.pages[kind] = path
        # A page that is not for this role leads elsewhere: what is seen is that other page.
        seen = page_type(urlsplit(page.url).path)
        if seen is not None and seen != kind:
            if seen in found.pages:
                continue
            kind = seen
            found.pages[kind] = path
        if response is None or "html" not in response.headers.get("content-type", ""):
            continue
        for link in links(page, address):
            if link not in queued:
                queued.add(link)
                queue.append(link)
        if not options.only or kind in options.only:
            try:
                picture(page, role, kind, options.width)
            except PlaywrightError as error:
                found.faults.append(f"{role} {path}: no picture ({error.message.splitlines()[0]})")
    context.close()
    if queue and len(found.pages) >= MAX_PAGES:
        found.faults.append(f"{role}: stopped at {MAX_PAGES} page types, {len(queue)} addresses were left")
    return found


def picture(page: Any, role: str, kind: str, widths: list[int]) -> None:
    folder = OUT / role
    folder.mkdir(parents=True, exist_ok=True)
    for width in widths:
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.wait_for_timeout(400 if width == widths[0] else 250)  # the map and the fonts settle
        name = kind.replace(":", "-")
        page.screenshot(
            path=folder / f"{name}-{width}.png", full_page=True, animations="disabled", timeout=PATIENCE_MS
        )
        if kept := KEPT.get((role, kind, width)):
            page.screenshot(
                path=OUT / kept, type="jpeg", quality=78, animations="disabled", timeout=PATIENCE_MS
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--role", action="append", default=[], help="one role (several times); all by default"
    )
    parser.add_argument("--only", action="append", default=[], help="one page type, as programmes:call")
    parser.add_argument("--width", action="append", type=int, choices=sorted(WIDTHS), default=[])
    options = parser.parse_args()
    options.width = options.width or sorted(WIDTHS)

    import django

    django.setup()
    from django.core.management import call_command
    from playwright.sync_api import sync_playwright

    from maillage.portal.demo import content

    call_command("demo", verbosity=0)
    people: dict[str, str | None] = {"visitor": None}
    people |= {account.key: account.email for account in content.accounts().accounts}
    if unknown := set(options.role) - set(people):
        parser.error(f"no such role: {', '.join(sorted(unknown))}; there are {', '.join(people)}")

    faults: list[str] = []
    started = time.monotonic()
    with serving() as address, sync_playwright() as playwright:
        arguments = ["--disable-dev-shm-usage", "--force-color-profile=srgb", "--font-render-hinting=none"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        for role, email in people.items():
            if options.role and role not in options.role:
                continue
            found = crawl(browser, role, email, address, options)
            faults += found.faults
            print(f"{role:<16}{len(found.pages):4d} page types", flush=True)
        browser.close()
    print(f"{time.monotonic() - started:.0f} s, in {OUT.relative_to(ROOT)}/")
    for fault in faults:
        print(f"! {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
