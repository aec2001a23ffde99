"""The accounts of the demonstration: one per role, and the invented applicants."""

from __future__ import annotations

from django.db import transaction

from maillage.accounts import actions
from maillage.accounts.models import User
from maillage.core import events
from maillage.portal.demo import content
from maillage.portal.demo.applicants import Person, slug
from maillage.portal.demo.content import Account, Juror, Reviewer


def build() -> None:
    """Makes the accounts that are printed, with their common password."""
    written = content.accounts()
    present = set(
        User.objects.filter(email__in=[account.email for account in written.accounts]).values_list(
            "email", flat=True
        )
    )
    missing = [account for account in written.accounts if account.email not in present]
    with transaction.atomic():
        for account in missing:
            user = actions.create_account(
                account.email,
                by=None,
                full_name=f"{account.first_name} {account.last_name}",
                password=written.password,
            )
            if account.role == "platform_administrator":
                # As `maillage createsuperuser` does: no action of the platform gives this right.
                user.is_staff = user.is_superuser = True
                user.save(update_fields=["is_staff", "is_superuser"])
                events.record(user, "accounts.made_administrator", by=None)


def account(key: str) -> User:
    """The user of a printed account, by its key in ``accounts.toml``."""
    written: Account = next(each for each in content.accounts().accounts if each.key == key)
    return User.objects.get(email=written.email)


def applicant(person: Person) -> User:
    """The user of an invented applicant, made when missing; signs in by e-mailed code only."""
    found = User.objects.filter(email=person.email).first()
    return found or actions.create_account(
        person.email, by=None, full_name=f"{person.first_name} {person.last_name}"
    )


def reviewer(written: Reviewer) -> User:
    """The user of a reviewer: a printed account, or somebody invented, made when missing."""
    return account(written.account) if written.account else applicant(invented(written))


def juror(written: Juror) -> User:
    return applicant(invented(written))


def invented(written: Reviewer | Juror) -> Person:
    """Their addresses are not those of applicants: a shared domain would bind them to every file."""
    name = f"{slug(written.first_name)}.{slug(written.last_name)}"
    return Person(written.first_name, written.last_name, f"{name}@lecture.example")
