from __future__ import annotations

import json
import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.config import preflight
from maillage.config.bench import Measure, TaskMeasure, measure, measure_tasks
from maillage.core import registry


class Command(BaseCommand):
    help = (
        "Measures the registered pages on the present data: time from one web process, queries, rows read, "
        "bytes. Exits with 1 when one misses its target."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", action="append", dest="keys", help="only this one; may be repeated")
        parser.add_argument("--requests", type=int, default=200)
        parser.add_argument(
            "--json", metavar="FILE", help="also write the measures there (“-”: only that, here)"
        )
        parser.add_argument("--list", action="store_true", help="name the cases and stop")

    def handle(self, **options: Any) -> None:
        preflight.require_database()
        # The pass inside this process would print a line per request among the measures.
        logging.getLogger("maillage").setLevel(logging.WARNING)
        cases, tasks = list(registry.bench_cases), list(registry.bench_tasks)
        if options["list"]:
            for key, label in [(each.key, each.label) for each in cases] + [
                (each.key, each.label) for each in tasks
            ]:
                self.stdout.write(f"{key:<34} {label}")
            return
        if options["keys"]:
            unknown = set(options["keys"]) - {case.key for case in cases} - {task.key for task in tasks}
            if unknown:
                raise CommandError(f"No such case: {', '.join(sorted(unknown))}. “--list” names them.")
            cases = [case for case in cases if case.key in options["keys"]]
            tasks = [task for task in tasks if task.key in options["keys"]]
        only_json = options["json"] == "-"
        if not only_json:
            heads = ("p50 ms", "p95 ms", "/target", "queries", "rows", "kB", "gz kB", "MiB")
            self.stdout.write(f"{'case':<34}" + "".join(f"{head:>9}" for head in heads))
        measures, memory = measure(
            cases,
            requests=max(1, options["requests"]),
            tell=(lambda _measured: None) if only_json else self._tell,
        )
        computed = measure_tasks(tasks, tell=(lambda _measured: None) if only_json else self._tell_task)
        written = json.dumps(
            {
                "web_process_bytes": memory,
                "cases": [one.as_dict() for one in measures],
                "tasks": [one.as_dict() for one in computed],
            },
            ensure_ascii=False,
            indent=2,
        )
        if only_json:
            self.stdout.write(written)
        else:
            self.stdout.write(f"Memory of the web process: {memory / 2**20:.0f} MiB")
            if options["json"]:
                with open(options["json"], "w") as file:
                    file.write(written + "\n")
        if any(one.faults for one in measures) or any(one.faults for one in computed):
            sys.exit(1)

    def _tell_task(self, one: TaskMeasure) -> None:
        self.stdout.write(
            f"{one.key:<34}{one.p50_ms:>9.1f}{one.worst_ms:>9.1f}{one.p50_ms / one.target_ms:>9.2f}"
            f"{'':>36}{one.peak_bytes / 2**20:>9.0f}"
        )
        for note in one.notes:
            self.stdout.write(f"    {note}")
        for fault in one.faults:
            self.stdout.write(self.style.ERROR(f"    → {fault}"))

    def _tell(self, one: Measure) -> None:
        line = (
            f"{one.key:<34}{one.p50_ms:>9.1f}{one.p95_ms:>9.1f}{one.p95_ms / one.target_p95_ms:>9.2f}"
            f"{one.queries:>9}{one.rows_read:>9}{one.bytes / 1000:>9.1f}{one.gzip_bytes / 1000:>9.1f}"
            f"{one.peak_bytes / 2**20:>9.0f}"
        )
        self.stdout.write(line)
        for fault in one.faults:
            self.stdout.write(self.style.ERROR(f"    → {fault}"))
