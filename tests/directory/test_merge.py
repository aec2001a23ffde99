"""Duplicates: proposed, merged with every link, undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from maillage.core.errors import Conflict, Invalid
from maillage.directory import actions
from maillage.directory.actions.merging import links_to
from maillage.directory.enums import (
    DuplicateReason,
    DuplicateState,
    LocationPrecision,
    MembershipRole,
    PlaceType,
    RelationKind,
    Trade,
)
from maillage.directory.models import (
    DuplicateProposal,
    ExternalId,
    Membership,
    MergeRecord,
    Organisation,
    OrganisationRelation,
    Place,
    Service,
)
from tests.directory.counting import MOST_QUERIES, queries_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.territories import LE_CHEYLARD, PRIVAS, SAINT_AGREVE, commune

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


def proposed() -> set[tuple[Any, Any, str]]:
    return {(p.first, p.second, p.reason) for p in DuplicateProposal.objects.all()}


# --- Proposing --------------------------------------------------------------------------------------------
def test_one_siret_is_one_organisation() -> None:
    first = OrganisationFactory(name="La Fabrique", siret="55203253400646")
    second = OrganisationFactory(name="Tout autre nom", siret="55203253400646", commune=commune(PRIVAS))
    OrganisationFactory(name="La Forge")
    assert actions.propose_duplicates() == 1
    assert proposed() == {(first, second, DuplicateReason.SIRET)}


def test_close_names_in_close_places() -> None:
    first = PlaceFactory(name="La Menuiserie partagée")
    second = PlaceFactory(name="Menuiserie partagee")
    PlaceFactory(name="La Menuiserie partagée", commune=commune(PRIVAS))
    PlaceFactory(name="La Filature")
    actions.propose_duplicates()
    assert proposed() == {(first, second, DuplicateReason.NAME_DISTANCE)}


def test_two_siren_are_two_organisations_whatever_their_names() -> None:
    OrganisationFactory(name="Les Ateliers du Plateau", siret="55203253400646")
    OrganisationFactory(name="Les Ateliers du Plateau", siret="35600000000100")
    assert actions.propose_duplicates() == 0


def test_organisations_alike_in_neighbouring_communes() -> None:
    first = OrganisationFactory(name="Les Ateliers du Plateau")
    second = OrganisationFactory(name="Ateliers du Plateau")
    OrganisationFactory(name="Les Ateliers du Plateau", commune=commune(PRIVAS))
    actions.propose_duplicates()
    assert (first, second, DuplicateReason.NAME_DISTANCE) in proposed()
    assert len(proposed()) == 1


def test_numbers_in_names_tell_places_apart() -> None:
    for name in ("Atelier numéro 12", "Atelier numéro 13"):
        PlaceFactory(name=name)
    assert actions.propose_duplicates() == 0


def test_a_decided_pair_is_not_proposed_again() -> None:
    PlaceFactory.create_batch(2, name="La Menuiserie")
    actions.propose_duplicates()
    actions.dismiss_duplicate(DuplicateProposal.objects.get(), by=UserFactory(staff=True))
    assert actions.propose_duplicates() == 0
    assert DuplicateProposal.objects.get().state == DuplicateState.DISMISSED
    actions.reopen_duplicate(DuplicateProposal.objects.get(), by=None)
    assert DuplicateProposal.objects.get().state == DuplicateState.PROPOSED


# --- Merging ----------------------------------------------------------------------------------------------
def everything_that_points_to(record: Any) -> set[tuple[str, Any, str]]:
    return {
        (model._meta.label, pk, column.name)
        for model, column in links_to(type(record))
        for pk in model._base_manager.filter(**{column.attname: record.pk}).values_list("pk", flat=True)
    }


def linked_organisation(**values: Any) -> Organisation:
    organisation: Organisation = OrganisationFactory(
        administrator=UserFactory(), perimeter=[("department", "07")], **values
    )
    place = PlaceFactory(organisation=organisation)
    ServiceFactory(organisation=organisation).places.add(place)
    actions.invite(organisation, "invite@maillage.example", MembershipRole.MEMBER, by=None)
    actions.relate(organisation, RelationKind.PARTNER, OrganisationFactory(), by=None)
    actions.relate(OrganisationFactory(), RelationKind.FUNDER, organisation, by=None)
    ExternalId.objects.create(source="liste", identifier=str(organisation.pk), organisation=organisation)
    return organisation


def test_the_walk_finds_every_app_and_many_to_many_table() -> None:
    found = {f"{model._meta.label}.{column.name}" for model, column in links_to(Place)}
    assert {
        "directory.PlacePhoto.place",
        "directory.ExternalId.place",
        "directory.Place.merged_into",
    } <= found
    assert "directory.Service_places.place" in found
    # Whatever app points to a place from above, it is in the walk; history tables are not.
    for relation in Place._meta.related_objects:
        through = getattr(relation, "through", None) or relation.related_model
        if through._meta.label.endswith("History"):
            assert f"{through._meta.label}.pgh_obj" not in found
        elif through is not DuplicateProposal:
            assert any(name.startswith(f"{through._meta.label}.") for name in found), through
    assert not [name for name in found if "History" in name]


def test_every_link_moves_and_comes_back() -> None:
    commune(SAINT_AGREVE)
    keep, drop = OrganisationFactory(), linked_organisation()
    before_keep, before_drop = everything_that_points_to(keep), everything_that_points_to(drop)
    assert len(before_drop) >= 7
    record = actions.merge(keep, drop, by=None)
    assert everything_that_points_to(drop) == set()
    drop.refresh_from_db()
    assert drop.merged_into == keep
    assert everything_that_points_to(keep) == before_keep | before_drop | {
        ("directory.Organisation", drop.pk, "merged_into")
    }
    _record, lost = actions.undo_merge(record, by=None)
    assert lost == 0
    assert everything_that_points_to(keep) == before_keep
    assert everything_that_points_to(drop) == before_drop
    drop.refresh_from_db()
    assert drop.merged_into is None


def test_a_link_that_the_kept_record_has_already_stays_and_nothing_is_lost() -> None:
    keep, drop = OrganisationFactory(), OrganisationFactory()
    network = OrganisationFactory()
    for organisation in (keep, drop):
        actions.relate(organisation, RelationKind.MEMBER_OF_NETWORK, network, by=None)
    between = actions.relate(drop, RelationKind.PARTNER, keep, by=None)
    record = actions.merge(keep, drop, by=None)
    assert OrganisationRelation.objects.get(pk=between.pk).source == drop
    assert {(entry["model"], entry["field"]) for entry in record.left} == {
        ("directory.OrganisationRelation", "source_id")
    }
    assert OrganisationRelation.objects.filter(target=network).count() == 2


def test_someone_in_both_keeps_the_higher_role() -> None:
    keep, drop = OrganisationFactory(), OrganisationFactory()
    person = UserFactory()
    MembershipFactory(user=person, organisation=keep)
    MembershipFactory(user=person, organisation=drop, administrator=True)
    record = actions.merge(keep, drop, by=None)
    assert Membership.objects.get(user=person, organisation=keep).role == MembershipRole.ADMINISTRATOR
    actions.undo_merge(record, by=None)
    assert Membership.objects.get(user=person, organisation=keep).role == MembershipRole.MEMBER
    assert Membership.objects.get(user=person, organisation=drop).role == MembershipRole.ADMINISTRATOR


def test_what_the_kept_record_lacks_is_filled_and_emptied_again() -> None:
    keep = PlaceFactory(types=[PlaceType.FABLAB], trades=[], website="", surface_m2=None)
    drop = PlaceFactory(
        types=[PlaceType.COWORKING, PlaceType.FABLAB],
        trades=[Trade.METAL],
        website="https://lieu.example",
        surface_m2=120,
        description="Autre texte",
        latitude=45.0101,
        longitude=4.3951,
        location_precision=LocationPrecision.EXACT,
    )
    record = actions.merge(keep, drop, by=None)
    merged = Place.objects.get(pk=keep.pk)
    assert merged.types == [PlaceType.FABLAB, PlaceType.COWORKING]
    assert (merged.trades, merged.website, merged.surface_m2) == ([Trade.METAL], "https://lieu.example", 120)
    assert merged.description == keep.description
    assert (merged.latitude, merged.location_precision) == (45.0101, LocationPrecision.EXACT)
    # What somebody changed since stays as they wrote it.
    actions.update_place(merged, {"surface_m2": 150}, by=None)
    actions.undo_merge(record, by=None)
    back = Place.objects.get(pk=keep.pk)
    assert (back.types, back.trades, back.website) == ([PlaceType.FABLAB], [], "")
    assert (back.latitude, back.location_precision) == (keep.latitude, LocationPrecision.COMMUNE)
    assert back.surface_m2 == 150


def test_a_link_changed_since_is_counted_and_left() -> None:
    keep, drop, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    place = PlaceFactory(organisation=drop)
    record = actions.merge(keep, drop, by=None)
    Place.objects.filter(pk=place.pk).update(organisation=third)
    _record, lost = actions.undo_merge(record, by=None)
    assert lost == 1
    assert Place.objects.get(pk=place.pk).organisation == third


def test_signposts_lead_straight_to_the_last_one() -> None:
    first, second, third = PlaceFactory(), PlaceFactory(), PlaceFactory()
    one = actions.merge(second, first, by=None)
    actions.merge(third, second, by=None)
    assert Place.objects.get(pk=first.pk).merged_into == third
    with pytest.raises(Conflict):
        actions.undo_merge(one, by=None)


def test_no_merge_twice_nor_with_itself_nor_across_kinds() -> None:
    keep, drop = PlaceFactory(), PlaceFactory()
    record = actions.merge(keep, drop, by=None)
    with pytest.raises(Conflict):
        actions.merge(keep, drop, by=None)
    with pytest.raises(Conflict):
        actions.merge(drop, PlaceFactory(), by=None)
    with pytest.raises(Invalid):
        actions.merge(keep, keep, by=None)
    with pytest.raises(Invalid):
        actions.merge(keep, OrganisationFactory(), by=None)
    actions.undo_merge(record, by=None)
    with pytest.raises(Conflict):
        actions.undo_merge(record, by=None)
    actions.merge(keep, drop, by=None)


def test_a_merged_record_is_no_longer_edited() -> None:
    keep, drop = PlaceFactory(), PlaceFactory()
    actions.merge(keep, drop, by=None)
    with pytest.raises(Conflict):
        actions.update_place(drop, {"name": "Nouveau nom"}, by=None)


def test_a_service_that_follows_its_organisation_goes_on_doing_so() -> None:
    commune(SAINT_AGREVE), commune(LE_CHEYLARD)
    follower = ServiceFactory(organisation=OrganisationFactory(perimeter=[("commune", SAINT_AGREVE)]))
    other = ServiceFactory(area=[("commune", LE_CHEYLARD)])
    actions.merge(follower, other, by=None)
    assert list(Service.objects.public().covering(commune(SAINT_AGREVE))) == [follower]
    assert list(Service.objects.public().covering(commune(LE_CHEYLARD))) == []
    own, second = (
        ServiceFactory(area=[("commune", SAINT_AGREVE)]),
        ServiceFactory(area=[("commune", LE_CHEYLARD)]),
    )
    actions.merge(own, second, by=None)
    assert own in Service.objects.public().covering(commune(LE_CHEYLARD))


# --- The team's pages -------------------------------------------------------------------------------------
def test_the_team_compares_merges_and_undoes(sign_in: SignIn) -> None:
    team = sign_in(UserFactory(staff=True))
    first, second = PlaceFactory(name="La Menuiserie"), PlaceFactory(name="La Menuiserie")
    team.post("/doublons/")
    proposal = DuplicateProposal.objects.get()
    assert "La Menuiserie" in team.get("/doublons/").content.decode()
    assert team.get(f"/doublons/{proposal.pk}/").status_code == 200
    team.post(f"/doublons/{proposal.pk}/", {"keep": str(second.pk)})
    record = MergeRecord.objects.get()
    assert (record.kept_id, record.dropped_id) == (second.pk, first.pk)
    assert DuplicateProposal.objects.get().state == DuplicateState.MERGED
    assert team.get(f"/doublons/fusions/{record.pk}/").status_code == 200
    team.post(f"/doublons/fusions/{record.pk}/annuler/")
    assert Place.objects.get(pk=first.pk).merged_into is None
    assert DuplicateProposal.objects.get().state == DuplicateState.PROPOSED
    team.post(f"/doublons/{proposal.pk}/", {"keep": ""})
    assert DuplicateProposal.objects.get().state == DuplicateState.DISMISSED


def test_nobody_else_knows_of_these_pages(sign_in: SignIn, client: Client) -> None:
    administrator = MembershipFactory(administrator=True).user
    for address in ("/doublons/", "/doublons/1/", "/doublons/fusions/1/"):
        assert sign_in(administrator).get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_the_review_list_costs_the_same_for_one_and_for_thirty(sign_in: SignIn) -> None:
    team = sign_in(UserFactory(staff=True))
    PlaceFactory.create_batch(2, name="La Menuiserie")
    actions.propose_duplicates()
    assert DuplicateProposal.objects.count() == 1
    for_one = queries_of(lambda: team.get("/doublons/"))
    PlaceFactory.create_batch(7, name="La Menuiserie")
    actions.propose_duplicates()
    assert DuplicateProposal.objects.count() == 36
    assert queries_of(lambda: team.get("/doublons/")) == for_one <= MOST_QUERIES


def test_apps_registry_has_no_other_generic_links() -> None:
    """A generic foreign key would be out of the walk's reach: only the append-only log has one."""
    generic = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.private_fields
        if type(field).__name__ == "GenericForeignKey"
    }
    assert generic <= {"core.Event"}
