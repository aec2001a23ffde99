from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from maillage.config.doctor import Level, examine


class Command(BaseCommand):
    help = "Checks every part of the installation and gives a remedy for what ails. Exits with 1 on a fault."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument("--quick", action="store_true", help="without the invariants of the data")

    def handle(self, **options: Any) -> None:
        styles = {
            Level.OK: self.style.SUCCESS,
            Level.ATTENTION: self.style.WARNING,
            Level.FAULT: self.style.ERROR,
        }
        findings = []
        for finding in examine(invariants=not options["quick"]):
            findings.append(finding)
            if options["json"]:
                continue
            self.stdout.write(
                f"{styles[finding.level](f'{finding.level:<10}')} {finding.part}: {finding.detail}"
            )
            if finding.remedy:
                self.stdout.write(f"{'':<10} → {finding.remedy}")
        if options["json"]:
            self.stdout.write(
                json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2)
            )
        if any(finding.level == Level.FAULT for finding in findings):
            sys.exit(1)
