"""``maillage demo``: an empty database becomes a network that can be walked through."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.utils import translation

from maillage.config import preflight
from maillage.config.serving import serve
from maillage.core import registry
from maillage.core.registry import DemoBuilder
from maillage.portal.demo import content, progress


class Command(BaseCommand):
    help = (
        "Sets the platform up, builds the demonstration network (once: a second run changes nothing), "
        "and prints one account per role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale",
            choices=["regular", "national"],
            default="regular",
            help="“national” adds 100,000 projects, 60,000 sessions, 1,500,000 attendances, for measuring.",
        )
        parser.add_argument("--serve", action="store_true", help="Then serve, until interrupted.")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, **options: Any) -> None:
        self.verbosity: int = options["verbosity"]
        if settings.ENV.is_production:
            raise CommandError(
                "The demonstration is not for production: it makes accounts with a known password."
            )
        if options["serve"]:
            preflight.require_port(options["host"], options["port"])
        call_command("setup", verbosity=self.verbosity, stdout=self.stdout)
        long = [builder for builder in registry.demo_builders if builder.is_long]
        self._build([builder for builder in registry.demo_builders if not builder.is_long])
        if options["scale"] == "national":
            self._load_national()
        if not options["serve"]:
            self._build(long)
            self._tell_accounts()
            return
        self._tell_accounts()
        # What takes longer is made while people look around already.
        code = serve(options["host"], options["port"], beside=lambda: self._build(long), tell=self._tell)
        if code:
            sys.exit(code)

    def _build(self, builders: list[DemoBuilder]) -> None:
        # The network is written in French, whatever the language of the shell.
        with translation.override("fr"), progress.shown(len(builders)) as step:
            for builder in builders:
                step(str(builder.label or builder.key))
                started = time.monotonic()
                builder.build()
                took = time.monotonic() - started
                if took > 0.5 or self.verbosity > 1:
                    self._tell(f"  {builder.key:<14}{took:5.1f} s")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _load_national(self) -> None:
        from maillage.portal.demo import national

        started = time.monotonic()
        with translation.override("fr"):
            national.load(tell=lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(f"  {'national scale':<14}{time.monotonic() - started:5.1f} s")

    def _tell_accounts(self) -> None:
        written = content.accounts()
        width = max(len(account.email) for account in written.accounts)
        self.stdout.write("")
        self.stdout.write(f"Sign in with any of these, password {written.password}")
        for account in written.accounts:
            self.stdout.write(f"  {account.email:<{width}}  {account.label} – {account.job}")
        self.stdout.write("")
