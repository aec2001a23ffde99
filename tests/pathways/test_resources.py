"""What a session shares: who may, who reads it, what the kit brings, and who is written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from maillage.core import files
from maillage.core.errors import Conflict, DomainError, Invalid, NotAllowed
from maillage.core.models import Event, OutboxMessage, StoredFile
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import exchange, seats
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import resource as resources
from maillage.pathways.actions import session as sessions
from maillage.pathways.content import KitContent, KitResource, SessionTemplate
from maillage.pathways.enums import SessionKind
from maillage.pathways.forms.kit import TemplateForm
from maillage.pathways.kit_changes import diff, merge
from maillage.pathways.models import Kit, Pathway, Session, SessionResource, Speaker
from maillage.pathways.queries import kit as kit_reads
from maillage.pathways.queries import resource as read
from maillage.pathways.ready import ready_kits
from maillage.pathways.register.personal import export
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.pathways.conftest import CONTENT, World, mails
from tests.racing import together, unguarded

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], HouseClient]
LINK = "https://lire.example/besoin"


def pdf(name: str = "fiche.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", "application/pdf")


def trainer_of(session: Session, state: str = "accepted") -> Any:
    person = UserFactory(full_name="Thierry Tuteur")
    Speaker.objects.create(session=session, user=person, name=person.full_name, state=state)
    return person


def said(sentence: str) -> str:
    """As people read it."""
    with translation.override("fr"):
        return gettext(sentence)


def linked(session: Session, by: Any, title: str = "Lire") -> SessionResource:
    return resources.add(session, title=title, url=LINK, by=by)


def shared_file(session: Session, by: Any) -> StoredFile:
    row = resources.add(session, title="Fiche", upload=pdf(), by=by)
    assert row.file is not None
    return row.file


def page(session: Session) -> str:
    return session.get_absolute_url()


def add_page(session: Session) -> str:
    return reverse("pathways:resource_add", args=[session.pathway_id, session.pk])


def told_later(**delta: float) -> int:
    """How many sessions are told of so much later."""
    moment = timezone.now() + dt.timedelta(**delta)
    untold = SessionResource.objects.live().filter(told_at=None, at__lte=moment - resources.QUIET)
    return sum(
        resources.tell(row, at=moment) for row in Session.objects.filter(resources__in=untold).distinct()
    )


# --- Who may --------------------------------------------------------------------------------------------
def test_those_who_run_or_train_in_the_session_share_and_nobody_else(world: World) -> None:
    session = world.dated()
    assert linked(session, world.runner).by == world.runner
    assert linked(session, trainer_of(session)).url == LINK
    for person in (world.people[0], world.author, UserFactory(), trainer_of(session, "invited")):
        with pytest.raises(NotAllowed):
            linked(session, person)
    elsewhere = trainer_of(world.sessions[1])
    with pytest.raises(NotAllowed):
        linked(session, elsewhere)
    row = linked(session, world.runner)
    for act in (resources.remove, resources.put_back):
        with pytest.raises(NotAllowed):
            act(row, by=world.people[0])
    assert Event.objects.filter(verb="pathways.resource_shared").count() == 3


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " ", "url": LINK}, "title"),
        ({"title": "Rien"}, "url"),
        ({"title": "Les deux", "url": LINK, "upload": pdf()}, "url"),
        ({"title": "Claire", "url": "http://lire.example/"}, "url"),
        ({"title": "Script", "url": "javascript:alert(1)"}, "url"),
        ({"title": "Long", "url": LINK, "note": "x" * 501}, "note"),
        ({"title": "Page", "upload": SimpleUploadedFile("a.html", b"<html>", "text/html")}, "file"),
    ],
)
def test_what_cannot_be_shared_is_refused_at_its_field(
    world: World, given: dict[str, Any], field: str
) -> None:
    session = world.dated()
    with pytest.raises(Invalid) as refusal:
        resources.add(session, by=world.runner, **given)
    assert list(refusal.value.fields) == [field]
    assert not session.resources.exists()


@pytest.mark.parametrize(
    "given",
    [{"url": ""}, {"url": "http://lire.example/"}, {"url": LINK, "title": ""}, {"url": LINK, "minutes": 0}],
)
def test_the_database_refuses_it_too(world: World, given: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionResource.objects.create(
            session=world.sessions[0], by=world.runner, **{"title": "Lire", **given}
        )


def test_a_cancelled_session_shares_nothing_more(world: World, sign_in: SignIn) -> None:
    session = world.dated()
    row = linked(session, world.runner)
    gone = resources.remove(linked(session, world.runner, "Retirée"), by=world.runner)
    sessions.cancel(session, why="Neige.", by=world.runner)
    with pytest.raises(Conflict):
        linked(session, world.runner)
    with pytest.raises(Conflict):
        resources.put_back(gone, by=world.runner)
    client = sign_in(world.runner)
    assert b'name="title"' not in client.get(add_page(session)).content
    assert row.title in client.get(page(session)).content.decode()


def test_a_session_shares_twenty_at_most_and_room_made_is_room(world: World) -> None:
    session = world.dated()
    rows = [linked(session, world.runner, f"Lire {rank}") for rank in range(resources.MOST)]
    with pytest.raises(Conflict, match="20"):
        linked(session, world.runner)
    resources.remove(rows[0], by=world.runner)
    linked(session, world.runner)
    with pytest.raises(Conflict, match="20"):
        resources.put_back(rows[0], by=world.runner)


def test_what_is_taken_away_comes_back_then_is_erased_with_its_file(world: World) -> None:
    session = world.dated()
    row = resources.add(session, title="Fiche", upload=pdf(), by=world.runner)
    resources.remove(row, by=world.runner)
    resources.remove(row, by=world.runner)
    assert read.of(session) == []
    assert [one.pk for one in read.removed_from(session)] == [row.pk]
    resources.put_back(row, by=world.runner)
    assert [one.pk for one in read.of(session)] == [row.pk]
    resources.remove(row, by=world.runner)
    now = timezone.now()
    assert resources.forget_removed(now + dt.timedelta(days=29)) == 0
    assert resources.forget_removed(now + dt.timedelta(days=31)) == 1
    assert not StoredFile.objects.filter(pk=row.file_id).exists()
    verbs = Event.objects.filter(verb__startswith="pathways.resource").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "pathways.resource_shared",
        "pathways.resource_removed",
        "pathways.resource_put_back",
        "pathways.resource_removed",
    ]


# --- Who reads --------------------------------------------------------------------------------------------
def test_the_file_is_for_those_who_see_the_session(world: World) -> None:
    session = world.dated(is_open=True)
    stored = shared_file(session, world.runner)
    visitor = UserFactory()
    seats.register(session, by=visitor)
    for person in (world.runner, trainer_of(session), *world.people, visitor):
        assert files.may_read(stored, person), person
    for person in (world.author, UserFactory()):
        assert not files.may_read(stored, person), person
    # A place in the group or a seat that ends, a speaker who is no longer asked: at once.
    seats.give_back(session, by=visitor)
    enrolments.leave(world.pathway.enrolments.get(user=world.people[0]), why="Déménagement.", by=world.runner)
    Speaker.objects.update(state="removed")
    assert not files.may_read(stored, visitor)
    assert not files.may_read(stored, world.people[0])
    assert files.may_read(stored, world.people[1])
    assert not any(files.may_read(stored, row.user) for row in Speaker.objects.select_related("user"))


def test_the_queue_of_the_agenda_opens_neither_it_nor_the_video(world: World, sign_in: SignIn) -> None:
    session = world.dated(is_open=True, capacity=4, link="https://visio.example/salle")
    stored = shared_file(session, world.runner)
    seated, waits = UserFactory(), UserFactory()
    assert seats.register(session, by=seated).state == "seated"
    assert seats.register(session, by=waits).state == "waiting"
    assert not files.may_read(stored, waits)
    bodies = [
        sign_in(person).get(reverse("agenda:session", args=[session.pk])).content.decode()
        for person in (seated, waits)
    ]
    assert ["Fiche" in body for body in bodies] == [True, False]
    assert ["visio.example" in body for body in bodies] == [True, False]


def test_who_waits_for_a_place_reads_the_programme_only(world: World, sign_in: SignIn) -> None:
    session = world.dated(link="https://visio.example/salle")
    stored = shared_file(session, world.runner)
    waits = UserFactory()
    assert enrolments.ask(world.pathway, by=waits).state == "waiting"
    body = sign_in(waits).get(page(session)).content.decode()
    assert session.title in body
    ics = sign_in(waits).get(reverse("pathways:session_ics", args=[session.pathway_id, session.pk]))
    assert not any("visio.example" in text for text in (body, ics.content.decode()))
    assert "Fiche" not in body
    assert not files.may_read(stored, waits)
    # So does a seat of the agenda, or a place that comes free.
    session = sessions.schedule(session, world.spans(8), is_open=True, by=world.runner)
    seats.register(session, by=waits)
    assert "visio.example" in sign_in(waits).get(page(session)).content.decode()
    assert files.may_read(stored, waits)
    seats.give_back(session, by=waits)
    assert not files.may_read(stored, waits)
    enrolments.leave(world.pathway.enrolments.get(user=world.people[0]), why="Parti.", by=world.runner)
    assert files.may_read(stored, waits)
    assert "visio.example" in sign_in(waits).get(page(session)).content.decode()


def test_a_one_to_one_shares_with_its_person_only(world: World) -> None:
    mine, other = world.pathway.enrolments.order_by("pk")[:2]
    world.dated()
    alone = sessions.add(world.pathway, title="À deux", kind="one_to_one", participant=mine, by=world.runner)
    stored = shared_file(alone, world.runner)
    assert files.may_read(stored, mine.user)
    assert not files.may_read(stored, other.user)


def test_a_removed_file_answers_nobody(world: World, sign_in: SignIn) -> None:
    session = world.dated()
    row = resources.add(session, title="Fiche", upload=pdf(), by=world.runner)
    address = row.address
    client = sign_in(world.people[0])
    response = client.get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    resources.remove(row, by=world.runner)
    assert client.get(address).status_code == 404
    assert row.title not in client.get(page(session)).content.decode()


# --- Pages ----------------------------------------------------------------------------------------------
def test_the_trainer_shares_from_the_page_and_takes_away(world: World, sign_in: SignIn) -> None:
    session = world.dated(is_open=True)
    client = sign_in(trainer_of(session))
    sent = {"title": "La fiche", "url": "", "note": "À lire avant.", "minutes": "20", "file": pdf()}
    assert client.post(add_page(session), sent).status_code == 302
    row = session.resources.get()
    assert (row.title, row.note, row.minutes, row.kit_title) == ("La fiche", "À lire avant.", 20, "")
    body = client.get(page(session)).content.decode()
    assert "La fiche" in body
    assert "fiche.pdf" in body
    remove = reverse("pathways:resource_remove", args=[session.pathway_id, session.pk, row.pk])
    client.post(remove)
    assert 'name="undo"' in client.get(page(session)).content.decode()
    client.post(remove, {"undo": "yes"})
    assert session.resources.live().count() == 1
    visitor = UserFactory()
    agenda = reverse("agenda:session", args=[session.pk])
    assert "La fiche" not in sign_in(visitor).get(agenda).content.decode()
    seats.register(session, by=visitor)
    assert "La fiche" in sign_in(visitor).get(agenda).content.decode()
    member = sign_in(world.people[0])
    body = member.get(page(session)).content.decode()
    assert "La fiche" in body
    assert remove not in body
    with translation.override("fr"):
        counted = ngettext("%(n)s resource", "%(n)s resources", 1) % {"n": 1}
    assert counted in member.get(world.pathway.get_absolute_url()).content.decode()
    for path in (add_page(session), remove):
        assert member.post(path, sent).status_code == 404


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": "Rien"}, "Give a link, or choose a file."),
        (
            {"title": "Deux", "url": LINK, "file": True},
            "A resource is a link or a file: keep one, and share the other apart.",
        ),
        (
            {"title": "Claire", "url": "http://lire.example/"},
            "This link begins with http://: only https:// links are shared.",
        ),
        ({"url": LINK}, "This field is required."),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    world: World, sign_in: SignIn, sent: dict[str, Any], sentence: str
) -> None:
    session = world.dated()
    has_file = sent.get("file", False)
    response = sign_in(world.runner).post(
        add_page(session), {**sent, "note": "Avant jeudi.", **({"file": pdf()} if has_file else {})}
    )
    body = response.content.decode()
    assert response.status_code == 200
    assert said(sentence) in body
    assert "Avant jeudi." in body
    assert (said("Choose your file again.") in body) == has_file
    assert not session.resources.exists()


def test_a_link_typed_without_its_beginning_is_an_https_one(world: World, sign_in: SignIn) -> None:
    session = world.dated()
    sign_in(world.runner).post(add_page(session), {"title": "Page", "url": "lire.example/besoin"})
    assert session.resources.get().url == LINK


def test_the_same_form_sent_twice_shares_once(world: World, sign_in: SignIn) -> None:
    session = world.dated()
    client = sign_in(world.runner)
    body = client.get(add_page(session)).content.decode()
    token = body.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = {"title": "Lire", "url": LINK, "csrfmiddlewaretoken": token}
    answers = [client.post(add_page(session), sent) for _each in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert session.resources.count() == 1


# --- The kit ----------------------------------------------------------------------------------------------
SHEET = KitResource("Fiche", note="Une page.", minutes=10)
VIDEO = KitResource("Film", "https://voir.example/film", minutes=15)


def with_resources(content: KitContent, *rows: KitResource, key: str = "besoin") -> KitContent:
    template = content.template(key)
    assert template is not None
    return content.with_template(replace(template, resources=rows))


def publish(world: World, content: KitContent) -> None:
    draft = kits.begin_draft(world.kit, by=world.author)
    for template in content.templates:
        draft = kits.save_template(draft, template, revision=draft.revision, by=world.author)
    kits.publish(world.kit, by=world.author)
    world.kit = Kit.objects.get(pk=world.kit.pk)


def begin(world: World) -> Pathway:
    return pathways.create(
        world.kit, world.organisation, title="Hiver", starts_on=timezone.localdate(), by=world.runner
    )


def test_a_content_with_resources_goes_to_json_and_back() -> None:
    content = with_resources(CONTENT, SHEET, VIDEO)
    assert KitContent.from_json(content.as_json()) == content
    # What was kept before kits had resources is read as having none.
    old = SessionTemplate.from_json({"key": "a", "kind": "workshop", "title": "A", "minutes": 60})
    assert old.resources == ()


def test_links_of_the_kit_come_with_the_pathway_and_the_rest_is_asked_for(
    world: World, sign_in: SignIn
) -> None:
    publish(world, with_resources(with_resources(CONTENT, SHEET, VIDEO), VIDEO, key="tete"))
    row = begin(world)
    session = row.sessions.get(template_key="besoin")
    assert list(session.resources.values_list("title", "url", "minutes", "by")) == [
        ("Film", VIDEO.url, 15, None)
    ]
    client = sign_in(world.runner)
    body = client.get(page(session)).content.decode()
    assert said("The kit asks you to bring:") in body
    form = client.get(f"{add_page(session)}?demande=Fiche").content.decode()
    assert "Une page." in form
    client.post(add_page(session), {"title": "Notre fiche", "url": LINK, "kit_title": "Fiche"})
    assert session.resources.get(by=world.runner).kit_title == "Fiche"
    assert said("The kit asks you to bring:") not in client.get(page(session)).content.decode()
    # A one-to-one that the kit foresees has its links too.
    person = enrolments.enrol(row, UserFactory(), by=world.runner)
    alone = sessions.add(
        row, title="À deux", kind="one_to_one", participant=person, template_key="tete", by=world.runner
    )
    assert alone.resources.get().url == VIDEO.url
    # Nobody is written to about what was there from the first day.
    assert told_later(hours=1) == 0


def test_a_later_version_brings_its_links_to_sessions_without_a_day(world: World) -> None:
    publish(world, with_resources(CONTENT, SHEET, VIDEO))
    row = begin(world)
    free, dated = row.sessions.get(template_key="besoin"), row.sessions.get(template_key="modele")
    sessions.schedule(dated, world.spans(), by=world.runner)
    mine = resources.add(free, title="Notre fiche", url=LINK, kit_title="Fiche", by=world.runner)
    other = KitResource("Livre", "https://lire.example/livre")
    content = with_resources(CONTENT, SHEET, other)
    publish(world, with_resources(content, other, key="modele"))
    assert world.kit.published is not None
    pathways.adopt_version(row, world.kit.published, by=world.runner)
    assert [one.title for one in read.of(free)] == [mine.title, "Livre"]
    # People know this one as it is.
    assert read.of(dated) == []


def test_a_session_where_somebody_shared_outlives_its_template(world: World) -> None:
    publish(world, with_resources(CONTENT, VIDEO))
    row = begin(world)
    used, plain = row.sessions.get(template_key="besoin"), row.sessions.get(template_key="modele")
    stored = shared_file(used, world.runner)
    draft = kits.begin_draft(world.kit, by=world.author)
    for key in ("besoin", "modele"):
        draft = kits.remove_template(draft, key, revision=draft.revision, by=world.author)
    version = kits.publish(world.kit, by=world.author)
    done = pathways.adopt_version(row, version, by=world.runner)
    assert (done.removed, done.kept) == ((plain.title,), (used.title,))
    assert StoredFile.objects.filter(pk=stored.pk).exists()


def test_differences_name_resources_and_bring_them_in(world: World) -> None:
    changed = with_resources(CONTENT, SHEET, VIDEO)
    changes = diff(CONTENT, changed)
    assert [(one.key, one.field) for one in changes] == [("besoin", "resources")]
    line = kit_reads.in_words(changes)[0]
    assert line.before == "—"
    assert line.after.splitlines()[1] == "Film · 15\u00a0min · https://voir.example/film"
    assert line.after.startswith("Fiche · 10\u00a0min · ")
    ours = replace(CONTENT, group_max=9)
    assert merge(CONTENT, ours, changed).content == replace(changed, group_max=9)
    clash = merge(CONTENT, with_resources(CONTENT, VIDEO), changed)
    assert [one.field for one in clash.clashes] == ["resources"]


def test_resources_travel_upstream_and_back(world: World) -> None:
    taker = UserFactory()
    home = OrganisationFactory(administrator=taker)
    taken = kits.take_up(world.kit, home, title="Le nôtre", by=taker)
    draft = kits.begin_draft(taken, by=taker)
    template = with_resources(CONTENT, VIDEO).template("besoin")
    assert template is not None
    kits.save_template(draft, template, revision=draft.revision, by=taker)
    kits.publish(taken, by=taker)
    proposal = exchange.propose(Kit.objects.get(pk=taken.pk), message="Un film.", by=taker)
    exchange.accept(proposal, answer="Merci.", by=world.author)
    kits.publish(world.kit, by=world.author)
    published = Kit.objects.get(pk=world.kit.pk).published
    assert published is not None
    found = published.says.template("besoin")
    assert found is not None
    assert found.resources == (VIDEO,)


def test_the_author_writes_resources_in_the_draft(world: World, sign_in: SignIn) -> None:
    draft = kits.begin_draft(world.kit, by=world.author)
    address = reverse("kits:template", args=[world.kit.pk, "besoin"])
    client = sign_in(world.author)
    sent = {
        "revision": draft.revision,
        "title": "Le besoin",
        "kind": "workshop",
        "minutes": "180",
        "modality": "in_person",
        "resource_title_0": "Film",
        "resource_url_0": VIDEO.url,
        "resource_minutes_0": "15",
        "resource_title_1": "Fiche",
        "resource_note_1": "Une page.",
        "resource_minutes_1": "10",
    }
    refused = client.post(address, {**sent, "resource_title_1": ""})
    assert said("Give it a title.") in refused.content.decode()
    assert client.post(address, sent).status_code == 302
    draft.refresh_from_db()
    found = draft.says.template("besoin")
    assert found is not None
    assert found.resources == (VIDEO, SHEET)
    body = client.get(address).content.decode()
    # There is a line for another one.
    assert "resource_title_2" in body
    assert "resource_title_3" not in body
    kits.publish(world.kit, by=world.author)
    assert VIDEO.url in HouseClient().get(world.kit.get_absolute_url()).content.decode()


def test_the_form_of_a_session_keeps_every_resource() -> None:
    rows = tuple(KitResource(f"Lire {rank}", LINK) for rank in range(6))
    template = SessionTemplate("a", SessionKind.RESOURCE, "À lire", 60, resources=rows)
    initial = TemplateForm.initial_of(template, 1)
    form = TemplateForm({name: "" if value is None else value for name, value in initial.items()})
    assert form.is_valid(), form.errors
    assert form.template("a") == template


def test_each_week_of_the_eight_steps_has_its_sheet() -> None:
    weekly = next(kit for kit in ready_kits() if kit.key == "huit-etapes")
    weeks = [row for row in weekly.content.templates if row.key.startswith("semaine-")]
    assert [row.resources[0].title for row in weeks] == [f"Fiche de la semaine {n}" for n in range(1, 9)]
    links = [page.url for row in weeks for page in row.resources if page.url]
    assert len(links) == 4
    assert all(link.startswith("https://") for link in links)


# --- Who is told --------------------------------------------------------------------------------------------
def test_one_message_a_day_a_quarter_of_an_hour_after_the_last(world: World) -> None:
    session = world.dated(is_open=True)
    visitor = UserFactory()
    seats.register(session, by=visitor)
    absent = world.people[0]
    seats.give_back(session, by=absent)
    OutboxMessage.objects.all().delete()
    linked(session, world.runner, "Lire")
    resources.add(session, title="Fiche", upload=pdf(), note="Avant jeudi.", by=world.runner)
    assert told_later(minutes=10) == 0
    assert told_later(minutes=20) == 1
    expected = sorted([*(row.email for row in world.people[1:]), visitor.email])
    assert mails("resources") == expected
    message = OutboxMessage.objects.filter(recipient=visitor.email).get()
    for words in ("Lire", "Fiche", "Avant jeudi.", reverse("agenda:session", args=[session.pk])):
        assert words in message.body_text
    assert told_later(minutes=40) == 0
    # What comes the same day waits for the next one.
    linked(session, world.runner, "Voir")
    assert told_later(hours=3) == 0
    assert told_later(hours=25) == 1
    assert mails("resources") == sorted(expected * 2)
    assert told_later(hours=60) == 0


def test_what_is_taken_away_in_time_is_told_to_nobody(world: World) -> None:
    session = world.dated()
    resources.remove(linked(session, world.runner), by=world.runner)
    assert told_later(hours=1) == 0
    assert resources.tell_due() == 0


def test_nobody_is_told_before_the_opening_nor_of_a_cancelled_session(world: World) -> None:
    before = sessions.schedule(world.sessions[0], world.spans(), by=world.runner)
    linked(before, world.runner)
    pathways.open_(world.pathway, by=world.runner)
    assert told_later(hours=1) == 0
    world.pathway = Pathway.objects.get(pk=world.pathway.pk)
    cancelled = sessions.schedule(world.sessions[1], world.spans(9), by=world.runner)
    linked(cancelled, world.runner)
    sessions.cancel(cancelled, why="Neige.", by=world.runner)
    assert told_later(hours=1) == 0
    assert mails("resources") == []
    assert not SessionResource.objects.filter(told_at=None).exists()


def test_who_left_is_not_told_of_a_session_that_they_came_to(world: World) -> None:
    session = world.dated()
    Session.objects.filter(pk=session.pk).update(state="held", starts_at=world.at(-2), ends_at=world.at(-1))
    gone = world.people[0]
    enrolments.leave(world.pathway.enrolments.get(user=gone), why="Déménagement.", by=world.runner)
    linked(Session.objects.get(pk=session.pk), world.runner)
    assert told_later(hours=1) == 1
    assert mails("resources") == sorted(row.email for row in world.people[1:])


def test_a_session_without_a_day_tells_the_group(world: World) -> None:
    world.dated()
    linked(world.sessions[1], world.runner)
    assert told_later(hours=1) == 1
    assert mails("resources") == sorted(row.email for row in world.people)


def test_the_clock_tells_what_is_due(world: World) -> None:
    linked(world.dated(), world.runner)
    assert resources.tell_due() == 0
    SessionResource.objects.update(at=timezone.now() - dt.timedelta(minutes=16))
    assert resources.tell_due() == 1
    assert resources.tell_due() == 0
    # A message that could not leave for days is no longer news.
    SessionResource.objects.update(at=timezone.now() - dt.timedelta(days=4), told_at=None)
    assert resources.tell_due() == 0


def test_a_person_takes_away_what_they_shared(world: World) -> None:
    session = world.dated()
    resources.add(session, title="Lire", url=LINK, note="Avant.", by=world.runner)
    shared_file(session, world.runner)
    found = export(world.runner)["resources"]
    assert [(row["title"], row["link"], row["file"], row["note"]) for row in found] == [
        ("Lire", LINK, None, "Avant."),
        ("Fiche", "", "fiche.pdf", ""),
    ]
    assert export(world.people[0])["resources"] == []


# --- Two at once ------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_two_who_share_at_once_stay_within_the_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world.dated()
    trainer = trainer_of(session)

    def race() -> tuple[int, int]:
        session.resources.all().delete()
        for rank in range(resources.MOST - 1):
            linked(session, world.runner, f"Lire {rank}")
        answers = together(
            *(lambda by=by: linked(session, by, "La dernière") for by in (world.runner, trainer))
        )
        refused = sum(isinstance(answer, DomainError) for answer in answers)
        return session.resources.live().count(), refused

    assert race() == (resources.MOST, 1)
    unguarded(monkeypatch, SessionResource, "save")
    assert race() == (resources.MOST + 1, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_two_clocks_write_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world.dated()

    def race() -> int:
        OutboxMessage.objects.all().delete()
        session.resources.all().delete()
        linked(session, world.runner)
        moment = timezone.now() + dt.timedelta(minutes=20)
        together(*[lambda: resources.tell(session, at=moment)] * 2)
        return len(mails("resources"))

    assert race() == len(world.people)
    unguarded(monkeypatch, resources, "followers")
    assert race() == 2 * len(world.people)
