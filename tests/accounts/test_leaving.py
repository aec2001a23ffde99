"""Taking one's data away, closing the account, and what is forgotten with time."""

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation

from maillage.accounts import actions, retention
from maillage.accounts.models import User
from maillage.core import events, outbox, registry
from maillage.core.errors import Conflict
from maillage.core.history import versions_of
from maillage.core.models import Event, OutboxMessage
from tests.accounts.conftest import PASSWORD
from tests.conftest import HouseClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def confirmed(person: User) -> HouseClient:
    """Signed in, and proved again just now."""
    client = HouseClient()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.fixture
def association(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A floor above that keeps something about people."""
    seen: dict[str, object] = {"blockers": [], "erased": []}
    source = registry.PersonalDataSource(
        key="test.association",
        label="Association",
        export=lambda user: {"role": "trésorière", "e-mail": user.email},
        erase=lambda user: seen["erased"].append((user.pk, user.email)),  # type: ignore[attr-defined]
        blockers=lambda user: seen["blockers"],  # type: ignore[arg-type,return-value]
    )
    entries = {**registry.personal_data._entries, source.key: source}
    monkeypatch.setattr(registry.personal_data, "_entries", entries)
    return seen


def test_export_holds_every_floor_for_people_and_for_machines(
    confirmed: HouseClient, person: User, association: dict[str, object]
) -> None:
    response = confirmed.post(reverse("accounts:data"))
    assert response["Content-Type"] == "application/zip"
    bundle = zipfile.ZipFile(io.BytesIO(response.content))
    assert sorted(bundle.namelist()) == ["README.txt", "data.html", "data.json"]
    data = json.loads(bundle.read("data.json"))
    assert data["test.association"] == {"role": "trésorière", "e-mail": person.email}
    assert data["accounts"]["e-mail"] == person.email
    assert len(data["accounts"]["sessions"]) == 1
    page = bundle.read("data.html").decode()
    assert "trésorière" in page
    assert "Ana Verdier" in page
    assert person.password not in bundle.read("data.json").decode()


def test_export_asks_who_it_is_first(sign_in: SignIn, person: User) -> None:
    response = sign_in(person).post(reverse("accounts:data"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_closing_erases_what_was_personal_and_keeps_a_nameless_actor(
    confirmed: HouseClient, person: User, association: dict[str, object]
) -> None:
    SocialAccount.objects.create(user=person, provider="oidc", uid="abc")
    Authenticator.objects.create(user=person, type="totp", data={})
    event = events.record(person, "accounts.tested", by=person)
    address, elsewhere = person.email, HouseClient()
    elsewhere.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    response = confirmed.post(reverse("accounts:close"), {"understood": "on"})
    assert response.status_code == 302
    person.refresh_from_db()
    assert person.email == f"closed-{person.pk}@closed.invalid"
    assert (person.full_name, person.is_active, person.has_usable_password()) == ("", False, False)
    assert str(person) in {"Closed account", "Compte fermé"}
    for model in (EmailAddress, SocialAccount, Authenticator, UserSession):
        assert model.objects.filter(user=person).count() == 0
    # The floor above erased while the person was still known to it.
    assert association["erased"] == [(person.pk, address)]
    assert Event.objects.get(pk=event.pk).actor == person
    assert set(versions_of(User).filter(pgh_obj_id=person.pk).values_list("email", "full_name")) == {
        (person.email, "")
    }
    assert elsewhere.get("/compte/").status_code == 302
    assert [message.template for message in OutboxMessage.objects.filter(recipient=address)] == [
        "accounts/email/closed"
    ]
    # The address is free again.
    actions.create_account(address, by=None)


def test_closing_needs_the_box_and_the_password(
    sign_in: SignIn, confirmed: HouseClient, person: User
) -> None:
    assert confirmed.post(reverse("accounts:close"), {}).status_code == 200
    response = sign_in(person).post(reverse("accounts:close"), {"understood": "on"})
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    person.refresh_from_db()
    assert person.closed_at is None


def test_account_that_others_need_stays_and_says_why(
    confirmed: HouseClient, person: User, association: dict[str, object]
) -> None:
    sentence = "Vous êtes la seule personne qui administre L’Établi."
    association["blockers"] = [sentence]
    page = confirmed.get(reverse("accounts:close"))
    assert sentence in page.content.decode()
    assert b"understood" not in page.content
    confirmed.post(reverse("accounts:close"), {"understood": "on"})
    with pytest.raises(Conflict, match="Établi"):
        actions.close_account(person, by=person)
    person.refresh_from_db()
    assert person.closed_at is None
    assert association["erased"] == []


def test_account_closes_once(person: User) -> None:
    actions.close_account(person, by=person)
    with pytest.raises(Conflict):
        actions.close_account(person, by=person)


def test_unverified_account_is_forgotten_after_thirty_days() -> None:
    with time_machine.travel(NOW, tick=False):
        old = User.objects.create_user("vieux@maillage.example", joined_at=NOW - dt.timedelta(days=31))
        User.objects.create_user("neuf@maillage.example", joined_at=NOW - dt.timedelta(days=29))
        verified = actions.create_account("sur@maillage.example", by=None)
        User.objects.filter(pk=verified.pk).update(joined_at=NOW - dt.timedelta(days=31))
        assert retention.forget_unverified(NOW) == 1
        assert sorted(User.objects.values_list("email", flat=True)) == [
            "neuf@maillage.example",
            "sur@maillage.example",
        ]
        assert versions_of(User).filter(pgh_obj_id=old.pk).count() == 0
        assert retention.forget_unverified(NOW) == 0


def test_ended_sessions_are_forgotten_with_their_address(person: User) -> None:
    client = HouseClient()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    later = timezone.now() + dt.timedelta(days=15)
    assert retention.forget_sessions(timezone.now()) == 0
    assert UserSession.objects.count() == 1
    assert retention.forget_sessions(later) == 1
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_messages_that_left_are_forgotten_and_waiting_ones_kept(person: User) -> None:
    old = timezone.now() - dt.timedelta(days=31)
    for state, moment in (("sent", old), ("failed", old), ("pending", old), ("sent", timezone.now())):
        message = outbox.send_email(person.email, "accounts/email/closed", {"user": person})
        OutboxMessage.objects.filter(pk=message.pk).update(
            state=state, sent_at=moment, created_at=moment, next_attempt_at=moment
        )
    retention.forget()
    left = OutboxMessage.objects.exclude(recipient="").order_by("state")
    assert list(left.values_list("state", flat=True)) == ["pending", "sent"]


def test_unused_account_is_told_then_closed(person: User) -> None:
    User.objects.filter(pk=person.pk).update(last_login=NOW - dt.timedelta(days=3 * 365 - 29))
    assert retention.close_unused(NOW) == 0
    assert retention.tell_unused(NOW) == 1
    assert retention.tell_unused(NOW) == 0
    assert OutboxMessage.objects.get().template == "accounts/email/unused"
    late = NOW + dt.timedelta(days=31)
    assert retention.close_unused(late) == 1
    person.refresh_from_db()
    assert person.closed_at is not None


def test_unused_account_whose_person_came_back_stays(person: User) -> None:
    User.objects.filter(pk=person.pk).update(last_login=NOW - dt.timedelta(days=3 * 365 - 29))
    retention.tell_unused(NOW)
    User.objects.filter(pk=person.pk).update(last_login=NOW + dt.timedelta(days=1))
    assert retention.close_unused(NOW + dt.timedelta(days=31)) == 0


def test_account_is_never_closed_without_notice(person: User) -> None:
    User.objects.filter(pk=person.pk).update(last_login=NOW - dt.timedelta(days=10 * 365))
    assert retention.close_unused(NOW) == 0


def test_daily_task_forgets_everything_due(person: User) -> None:
    from maillage.accounts.tasks import forget

    User.objects.create_user("vieux@maillage.example", joined_at=timezone.now() - dt.timedelta(days=31))
    forget(timestamp=0)
    assert User.objects.count() == 1


def test_rule_that_fails_does_not_keep_the_others_from_forgetting(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(now: dt.datetime) -> int:
        raise RuntimeError("cassé")

    User.objects.create_user("vieux@maillage.example", joined_at=NOW - dt.timedelta(days=31))
    rule = registry.RetentionRule("a.broken", "accounts.User", broken, order=-1)
    entries = {rule.key: rule, **registry.retention_rules._entries}
    monkeypatch.setattr(registry.retention_rules, "_entries", entries)
    with pytest.raises(ExceptionGroup):
        retention.forget(now=NOW)
    assert list(User.objects.all()) == [person]


def test_each_promise_of_erasure_has_a_rule_that_keeps_it() -> None:
    """A line of the register that names a number of days or years is enforced by somebody."""
    enforced = {rule.model for rule in registry.retention_rules}
    duration = re.compile(r"\b(days?|years?)\b", re.IGNORECASE)
    with translation.override("en"):
        promised = {line.model for line in registry.data_purposes if duration.search(str(line.retention))}
    loose = promised - enforced
    assert sorted(loose) == []
    assert enforced <= {line.model for line in registry.data_purposes}


PERSONAL_NAMES = {"full_name", "phone", "ip", "user_agent", "birth_date", "contact_name", "recipient"}
# Rows of the frame that hold no more about a person than what is declared beside them.
FRAME = {
    "auth.User_groups",
    "accounts.User_groups",
    "accounts.User_user_permissions",
    # A view of pghistory.Context.
    "pghistory.MiddlewareEvents",
}


def _is_about_people(model: type[models.Model]) -> bool:
    return any(
        getattr(field, "related_model", None) is User
        or isinstance(field, models.EmailField)
        or field.name in PERSONAL_NAMES
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    )


def test_everything_kept_about_people_is_in_the_register() -> None:
    declared = {line.model for line in registry.data_purposes}
    kept = {
        model._meta.label
        for model in apps.get_models()
        # A row's history is kept for what its row is kept.
        if model._meta.managed and _is_about_people(model) and not hasattr(model, "pgh_tracked_model")
    }
    assert sorted(kept - declared - FRAME) == []


def test_register_names_models_that_exist_and_says_everything() -> None:
    labels = {model._meta.label for model in apps.get_models()}
    for line in registry.data_purposes:
        assert line.model in labels
        for sentence in (line.purpose, line.basis, line.data, line.retention):
            assert str(sentence).strip() != ""


def test_privacy_page_prints_the_register(client: HouseClient) -> None:
    page = client.get(reverse("portal:privacy")).content.decode()
    assert page.count("<tr>") == len(registry.data_purposes) + 1
