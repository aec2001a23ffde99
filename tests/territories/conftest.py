"""France for the tests that need all of it: the files that the project ships, loaded once a session."""

from __future__ import annotations

import csv
import io
import lzma
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from maillage.territories.actions import load_territories
from maillage.territories.actions.vintage import DATA
from maillage.territories.models import Commune


@pytest.fixture
def commune(france: None) -> Any:
    """``commune("07204")`` gives the row of an INSEE code."""
    return lambda code: Commune.objects.select_related("epci", "department", "region").get(pk=code)


#: Enough of France for a vintage to change in: two départements of the mainland, two overseas.
LITTLE = {"07", "01", "976", "987", "989"}


@pytest.fixture(scope="session")
def little_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped files, cut down to a few départements."""
    folder = tmp_path_factory.mktemp("little") / "2026"
    shutil.copytree(DATA, folder)
    communes = [row for row in read(folder, "communes") if row["department"] in LITTLE]
    kept = {row["code"] for row in communes}
    write(folder, "communes", communes)
    write(
        folder,
        "former_communes",
        [row for row in read(folder, "former_communes") if row["successor"] in kept],
    )
    return folder


@pytest.fixture
def little_france(db: None, little_folder: Path) -> None:
    """Some nine hundred communes, in place of all of them until the test ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE territories_commune, territories_epci, territories_department, territories_region,"
            " territories_vintage CASCADE"
        )
    load_territories(little_folder)


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with lzma.open(folder / f"{table}.csv.xz", "rt", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / f"{table}.csv.xz").write_bytes(lzma.compress(out.getvalue().encode(), preset=1))
