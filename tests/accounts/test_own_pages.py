"""Profile, language, sessions, e-mails: what a person decides for themselves."""

import re
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse

from maillage.accounts import actions, notifications, queries
from maillage.accounts.models import NotificationPreference, User
from maillage.accounts.notifications import NotificationKind
from maillage.core.errors import Invalid
from maillage.core.models import Event, OutboxMessage
from tests.accounts.conftest import PASSWORD
from tests.conftest import HouseClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> tuple[NotificationKind, NotificationKind]:
    news = NotificationKind(key="test.news", label="Nouvelles du lieu", description="Une fois par mois.")
    receipt = NotificationKind(key="test.receipt", label="Accusés de réception", is_refusable=False)
    monkeypatch.setattr(notifications.kinds, "_entries", {kind.key: kind for kind in (news, receipt)})
    return news, receipt


def send(user: User, kind: NotificationKind) -> OutboxMessage | None:
    return notifications.notify(user, kind.key, "accounts/email/closed", {})


def test_profile_keeps_name_and_language(sign_in: SignIn, person: User) -> None:
    client = sign_in(person)
    response = client.post("/compte/", {"full_name": "  Ana V. ", "language": "en"})
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.language) == ("Ana V.", "en")
    verbs = list(Event.objects.filter(actor=person).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["accounts.renamed", "accounts.language_chosen"]


def test_event_log_never_holds_the_name(sign_in: SignIn, person: User) -> None:
    sign_in(person).post("/compte/", {"full_name": "Ana V.", "language": "fr"})
    for event in Event.objects.all():
        assert "Ana" not in event.subject_label
        assert "@" not in event.subject_label


def test_language_switch_is_kept_by_cookie_for_a_visitor(client: HouseClient) -> None:
    client.post(reverse("core:set_language"), {"language": "en", "next": "/"})
    assert client.get(reverse("account_login")).headers["Content-Language"] == "en"


def test_language_switch_is_kept_by_the_account_for_a_person(sign_in: SignIn, person: User) -> None:
    sign_in(person).post(reverse("core:set_language"), {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"
    # On another device, without the cookie.
    assert sign_in(person).get("/compte/").headers["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["xx", "", "../fr"])
def test_unknown_language_changes_nothing(sign_in: SignIn, person: User, language: str) -> None:
    sign_in(person).post(reverse("core:set_language"), {"language": language, "next": "/"})
    person.refresh_from_db()
    assert person.language == "fr"


def test_newcomer_registers_in_the_language_they_read(client: HouseClient) -> None:
    client.post(reverse("core:set_language"), {"language": "en", "next": "/"})
    client.post(
        reverse("account_signup"),
        {"full_name": "Sam", "email": "sam@maillage.example", "password1": PASSWORD},
    )
    assert User.objects.get().language == "en"
    assert OutboxMessage.objects.get().subject == "Your code to create your account"


def test_refused_kind_is_not_sent_and_needed_kind_always_is(
    sign_in: SignIn, person: User, kinds: tuple[NotificationKind, NotificationKind]
) -> None:
    news, receipt = kinds
    assert send(person, news) is not None
    page = sign_in(person).get(reverse("accounts:notifications"))
    # One box: what is needed has none.
    assert re.findall(r'type="checkbox" name="(\w+)"', page.content.decode()) == ["kind0"]
    sign_in(person).post(reverse("accounts:notifications"), {})
    assert send(person, news) is None
    assert send(person, receipt) is not None
    sign_in(person).post(reverse("accounts:notifications"), {"kind0": "on"})
    assert send(person, news) is not None


def test_needed_kind_cannot_be_refused(
    person: User, kinds: tuple[NotificationKind, NotificationKind]
) -> None:
    with pytest.raises(Invalid):
        actions.choose_notifications(person, {kinds[1].key: False}, by=person)
    assert NotificationPreference.objects.count() == 0


def test_kind_that_nobody_declared_is_a_fault_of_the_program(person: User) -> None:
    with pytest.raises(LookupError):
        notifications.notify(person, "test.unheard", "accounts/email/closed", {})


def test_refusable_mail_says_how_to_stop_it_without_signing_in(
    client: HouseClient, person: User, kinds: tuple[NotificationKind, NotificationKind]
) -> None:
    news, receipt = kinds
    message = send(person, news)
    assert message is not None
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message.headers["List-Unsubscribe"].strip("<>")
    assert link in message.body_text
    assert link in message.body_html
    path = link.removeprefix("http://127.0.0.1:8000")
    # A scanner that follows the link stops nothing; the button does.
    page = client.get(path)
    assert page.status_code == 200
    assert send(person, news) is not None
    assert client.post(path).status_code == 200
    assert send(person, news) is None
    needed = send(person, receipt)
    assert needed is not None
    assert "List-Unsubscribe" not in needed.headers
    assert "arreter" not in needed.body_text


def test_mail_program_stops_it_in_one_post_without_a_cookie(
    person: User, kinds: tuple[NotificationKind, NotificationKind]
) -> None:
    link = notifications.refuse_url(person, kinds[0]).removeprefix("http://127.0.0.1:8000")
    machine = HouseClient(enforce_csrf_checks=True)
    assert machine.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert queries.notification_choices(person)[0].is_wanted is False


@pytest.mark.parametrize("token", ["x", "W10:1abc:zzz"])
def test_altered_link_stops_nothing(client: HouseClient, token: str) -> None:
    assert client.get(reverse("accounts:refuse", args=[token])).status_code == 404


def test_signing_out_everywhere_else_ends_the_other_sessions_only(person: User) -> None:
    here, there = HouseClient(), HouseClient()
    for client in (here, there):
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert UserSession.objects.filter(user=person).count() == 2
    shown = here.get(reverse("accounts:security")).context["sessions"]
    assert len(shown) == 2
    here.post(reverse("accounts:end_sessions"))
    assert here.get("/compte/").status_code == 200
    assert there.get("/compte/").status_code == 302
    assert Session.objects.count() == 1


def test_nobody_ends_a_strangers_identity(sign_in: SignIn, person: User) -> None:
    from allauth.socialaccount.models import SocialAccount

    other = actions.create_account("autre@maillage.example", by=None, password=PASSWORD)
    row = SocialAccount.objects.create(user=other, provider="oidc", uid="x")
    client = sign_in(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(reverse("accounts:unlink_identity", args=[row.pk])).status_code == 404
    assert SocialAccount.objects.count() == 1


def test_account_for_an_address_that_has_one_is_refused(person: User) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.create_account("ANA.verdier@maillage.example", by=None)
    assert set(refusal.value.fields) == {"email"}
