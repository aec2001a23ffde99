"""The logbook: who writes, who reads, what stays when somebody leaves."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from maillage.core import clock
from maillage.core.errors import Conflict, DomainError, Invalid, NotAllowed
from maillage.core.models import StoredFile
from maillage.projects import retention
from maillage.projects.actions import advice as advising
from maillage.projects.actions import locks
from maillage.projects.actions import logbook as writing
from maillage.projects.enums import EntryKind, EntrySharing, ProjectRole, Visibility
from maillage.projects.models import Advice, LogbookEntry, Project
from maillage.projects.queries import thread
from maillage.projects.register import personal
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

SignIn = Callable[[Any], Any]
PRIVATE, SHARED = EntrySharing.PRIVATE, EntrySharing.SHARED


def pdf(name: str = "compte-rendu.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", "application/pdf")


def status(browser: Any, address: str) -> int:
    """The status of a page or a file, read to its end."""
    response = browser.get(address)
    if response.streaming:
        list(response.streaming_content)
    code: int = response.status_code
    return code


@pytest.mark.django_db
def test_carriers_and_advisers_with_that_right_write() -> None:
    project = ProjectFactory()
    writer = ProjectMemberFactory(project=project).user
    for person in (project.created_by, writer):
        writing.write(project, by=person, title="Rendez-vous")
    without = ProjectMemberFactory(project=project, advice__rights=["thread"]).user
    observer = ProjectMemberFactory(project=project, role=ProjectRole.OBSERVER).user
    for person in (without, observer, UserFactory()):
        with pytest.raises(NotAllowed):
            writing.write(project, by=person, title="Rendez-vous")
    assert LogbookEntry.objects.count() == 2


@pytest.mark.django_db
def test_a_private_entry_is_its_authors_alone(sign_in: SignIn) -> None:
    project = ProjectFactory()
    adviser = ProjectMemberFactory(project=project).user
    entry = writing.write(project, by=adviser, title="Mes doutes", sharing=PRIVATE, uploads=[pdf()])
    stored = StoredFile.objects.get()
    doors = [entry.get_absolute_url(), stored.get_absolute_url()]
    assert [status(sign_in(adviser), door) for door in doors] == [200, 200]
    carrier = sign_in(project.created_by)
    assert [status(carrier, door) for door in doors] == [404, 404]
    assert [row.title for row in thread.timeline(project, project.created_by).entries] == []
    assert [row.title for row in thread.timeline(project, adviser).entries] == ["Mes doutes"]
    assert carrier.get(reverse("projects:logbook", args=[project.pk])).context["page"].rows == []
    writing.change(entry, by=adviser, title="Nos doutes", text="", kind="note", sharing=SHARED)
    assert [status(carrier, door) for door in doors] == [200, 200]
    # What a private note said is in no history of its row.
    assert not {"title", "text"} & {
        field.name for field in LogbookEntry.history.rel.related_model._meta.get_fields()
    }


@pytest.mark.django_db
def test_only_its_author_changes_an_entry_and_can_put_it_back(sign_in: SignIn) -> None:
    project = ProjectFactory()
    adviser = ProjectMemberFactory(project=project).user
    entry = writing.write(project, by=adviser, title="Visite", kind=EntryKind.VISIT)
    with pytest.raises(NotAllowed):
        writing.take_away(entry, by=project.created_by)
    writing.take_away(entry, by=adviser)
    assert sign_in(project.created_by).get(entry.get_absolute_url()).status_code == 404
    assert sign_in(adviser).get(entry.get_absolute_url()).status_code == 200
    with pytest.raises(Conflict):
        writing.change(entry, by=adviser, title="Autre", text="", kind="note", sharing=SHARED)
    writing.put_back(entry, by=adviser)
    assert sign_in(project.created_by).get(entry.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_what_is_refused_is_said_by_field() -> None:
    project = ProjectFactory()
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        writing.write(project, by=project.created_by, title=" ", kind=EntryKind.MEETING, on=tomorrow)
    assert refusal.value.fields.keys() == {"title", "on"}
    with pytest.raises(Invalid) as refusal:
        writing.write(
            project, by=project.created_by, title="Tout", uploads=[pdf(f"{n}.pdf") for n in range(11)]
        )
    assert refusal.value.fields.keys() == {"uploads"}
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_withdrawn_consent_leaves_what_was_shared_and_closes_the_rest(sign_in: SignIn) -> None:
    project = ProjectFactory()
    adviser = ProjectMemberFactory(project=project).user
    shared = writing.write(project, by=adviser, title="Compte rendu", uploads=[pdf()])
    private = writing.write(project, by=adviser, title="Pour moi", sharing=PRIVATE)
    advising.withdraw(Advice.objects.get(), by=project.created_by)
    browser = sign_in(adviser)
    doors = [shared, private, StoredFile.objects.get()]
    assert [browser.get(door.get_absolute_url()).status_code for door in doors] == [404, 404, 404]
    with pytest.raises(NotAllowed):
        writing.change(shared, by=adviser, title="Non", text="", kind="note", sharing=PRIVATE)
    assert sign_in(project.created_by).get(shared.get_absolute_url()).status_code == 200
    # Their notes come with their own data for a year, then they go; what was shared stays.
    assert {row["title"] for row in personal.export(adviser)["logbook"]} == {"Compte rendu", "Pour moi"}
    assert retention.forget_entries(timezone.now() + dt.timedelta(days=364)) == 0
    assert retention.forget_entries(timezone.now() + dt.timedelta(days=366)) == 1
    assert [row.title for row in LogbookEntry.objects.all()] == ["Compte rendu"]


@pytest.mark.django_db
def test_what_was_taken_away_goes_after_a_month_with_its_files() -> None:
    project = ProjectFactory()
    entry = writing.write(project, by=project.created_by, title="Erreur", uploads=[pdf()])
    writing.take_away(entry, by=project.created_by)
    assert retention.forget_entries(timezone.now() + dt.timedelta(days=29)) == 0
    assert retention.forget_entries(timezone.now() + dt.timedelta(days=31)) == 1
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_the_logbook_over_http_with_files_filters_and_export(sign_in: SignIn) -> None:
    project = ProjectFactory()
    browser = sign_in(project.created_by)
    today = clock.today().isoformat()
    values = {"title": "Réunion", "kind": "meeting", "on": today, "text": "On avance.", "sharing": "shared"}
    path = reverse("projects:write", args=[project.pk])
    browser.post(path, {**values, "uploads": [pdf("un.pdf"), pdf("deux.pdf")]})
    browser.post(path, {**values, "title": "Pour moi", "kind": "note", "sharing": "private"})
    page = browser.get(reverse("projects:logbook", args=[project.pk]))
    assert {chip["value"]: chip["count"] for chip in page.context["filters"]} == {
        "note": 1,
        "meeting": 1,
        "private": 1,
    }
    asked = reverse("projects:logbook", args=[project.pk])
    assert [row.title for row in browser.get(f"{asked}?genre=meeting").context["page"]] == ["Réunion"]
    assert [row.title for row in browser.get(f"{asked}?q=avance+moi").context["page"]] == ["Pour moi"]
    lines = b"".join(browser.get(f"{asked}?format=csv").streaming_content).decode().splitlines()
    assert len(lines) == 3
    entry = LogbookEntry.objects.get(title="Réunion")
    joined = entry.files.order_by("pk")[0]
    browser.post(reverse("projects:remove_file", args=[project.pk, entry.pk, joined.pk]))
    assert [str(row) for row in entry.files.all()] == ["deux.pdf"]
    browser.post(reverse("projects:change", args=[project.pk, entry.pk]), {**values, "title": "Réunion 1"})
    entry.refresh_from_db()
    assert (entry.title, entry.changed_at is not None) == ("Réunion 1", True)
    browser.post(reverse("projects:take_away", args=[project.pk, entry.pk]))
    assert [row.title for row in browser.get(asked).context["page"]] == ["Pour moi"]
    browser.post(reverse("projects:put_back", args=[project.pk, entry.pk]))
    assert len(browser.get(asked).context["page"]) == 2


@pytest.mark.django_db
def test_the_thread_mixes_sources_and_is_cut_and_filtered_in_the_address(sign_in: SignIn) -> None:
    project = ProjectFactory()
    start = timezone.now() - dt.timedelta(days=60)
    for day in range(40):
        with time_machine.travel(start + dt.timedelta(days=day), tick=False):
            writing.write(project, by=project.created_by, title=f"Jour {day}")
    Project.objects.update(visibility=Visibility.TEAM)
    project.refresh_from_db()
    advising.start(project, adviser=UserFactory(), by=project.created_by)
    browser = sign_in(project.created_by)
    first = browser.get(project.get_absolute_url()).context["thread"]
    assert {chip["value"]: chip["count"] for chip in first.filters} == {"projects": 1, "logbook": 40}
    assert (len(first.entries), first.previous_cursor) == (30, None)
    second = browser.get(project.get_absolute_url(), {"cursor": first.next_cursor}).context["thread"]
    assert [entry.title for entry in second.entries] == [f"Jour {day}" for day in range(10, -1, -1)]
    assert second.next_cursor is None
    back = browser.get(project.get_absolute_url(), {"cursor": second.previous_cursor}).context["thread"]
    assert back.entries == first.entries
    only = browser.get(project.get_absolute_url(), {"quoi": "projects"}).context["thread"]
    assert len(only.entries) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(
    sign_in: SignIn, number: int, django_assert_num_queries: Any
) -> None:
    project = ProjectFactory()
    for rank in range(number):
        author = ProjectMemberFactory(project=project).user
        writing.write(project, by=author, title=f"Entrée {rank}", uploads=[pdf()])
    browser = sign_in(project.created_by)
    with django_assert_num_queries(14):
        browser.get(reverse("projects:logbook", args=[project.pk]))


# --- At the same second ------------------------------------------------------------------------------------
def _race(project: Project, adviser: Any, carrier: Any) -> list[Any]:
    start = threading.Barrier(2)

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    acts = [
        lambda: writing.write(project, by=adviser, title="Juste avant"),
        lambda: advising.withdraw(Advice.objects.get(project=project), by=carrier),
    ]
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


def _written_after_the_end(project: Project) -> bool:
    entry = LogbookEntry.objects.filter(project=project).first()
    ended_at = Advice.objects.get(project=project).ended_at
    assert ended_at is not None
    return entry is not None and entry.written_at > ended_at


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_nobody_writes_after_consent_was_withdrawn() -> None:
    for _again in range(5):
        member = ProjectMemberFactory()
        written, withdrawn = _race(member.project, member.user, member.project.created_by)
        assert not isinstance(withdrawn, DomainError)
        assert isinstance(written, LogbookEntry | NotAllowed)
        assert not _written_after_the_end(member.project)


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_control_without_the_lock_somebody_writes_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    member = ProjectMemberFactory()
    allowed, ended = threading.Event(), threading.Event()
    may_write = writing._may_write

    def checked_then_slow(project: Project, by: Any) -> None:
        may_write(project, by)
        allowed.set()
        assert ended.wait(timeout=20)

    def unlocked(project: Project) -> Project:
        return Project.objects.get(pk=project.pk)

    withdraw = advising.withdraw

    def once_checked(advice: Advice, *, by: Any) -> Advice:
        assert allowed.wait(timeout=20)
        row = withdraw(advice, by=by)
        ended.set()
        return row

    monkeypatch.setattr(writing, "_may_write", checked_then_slow)
    monkeypatch.setattr(writing, "locked", unlocked)
    monkeypatch.setattr(advising, "withdraw", once_checked)
    assert locks.locked is not unlocked
    _race(member.project, member.user, member.project.created_by)
    assert _written_after_the_end(member.project)
