"""People."""

from __future__ import annotations

import factory

from maillage.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne{n}@maillage.example")
    full_name = factory.Sequence(lambda n: f"Personne Numéro {n}")

    class Params:
        staff = factory.Trait(is_staff=True)
        closed = factory.Trait(is_active=False, closed_at=factory.Faker("past_datetime", tzinfo=None))
