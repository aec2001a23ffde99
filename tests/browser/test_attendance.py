"""A trainer takes attendance on a telephone, without a network, then with it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from maillage.pathways.enums_attendance import Means, Presence
from maillage.pathways.models import Mark
from tests.browser.driving import Watcher
from tests.factories.attendance import group

Person = Callable[..., Page]
Judge = Callable[..., None]


def test_a_trainer_takes_attendance_offline_then_online(
    transactional_db: None, new_person: Person, axe: Judge, watcher: Watcher
) -> None:
    """Marks made without a network stay on the telephone, leave once, and are co-signed."""
    watcher.allow("marques|ERR_INTERNET_DISCONNECTED|Failed to load resource")
    scene = group(language="en")
    first, second, third = scene.people
    page = new_person(scene.trainer, phone=True)
    page.goto(f"/emargement/seances/{scene.session.pk}/")
    status = page.locator("[data-status]")
    expect(status).to_have_text("Everything is sent.")
    axe(page)

    def line(person: Any) -> Any:
        return page.locator(f'[data-person="{person.pk}"]')

    page.context.set_offline(True)
    line(first).get_by_label("Present").check()
    line(second).get_by_label("Absent").check()
    line(third).get_by_role("button", name="Sign").tap()
    frame = page.locator("#signing canvas")
    box = frame.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 20 + 25 * step, box["y"] + 30 + (step % 3) * 15)
    page.mouse.up()
    page.get_by_role("button", name="I am here: keep my signature").click()
    expect(status).to_contain_text("3 mark(s) kept on this device")
    assert not Mark.objects.exists()

    page.context.set_offline(False)
    expect(status).to_have_text("Everything is sent.")
    marks = {mark.user_id: mark for mark in Mark.objects.counting()}
    assert {key: (mark.presence, mark.means) for key, mark in marks.items()} == {
        first.pk: (Presence.PRESENT, Means.TRAINER),
        second.pk: (Presence.ABSENT, Means.TRAINER),
        third.pk: (Presence.PRESENT, Means.SIGNATURE),
    }
    assert sum(len(stroke) for stroke in marks[third.pk].strokes) >= 4

    # The answer is lost on its way back: the telephone sends the same marks again, and nothing doubles.
    page.route("**/marques/", lambda route: (route.fetch(), route.abort()))
    line(first).get_by_label("Absent").check()
    expect(status).to_contain_text("1 mark(s) kept on this device")
    page.unroute("**/marques/")
    page.reload()
    expect(status).to_have_text("Everything is sent.")
    assert Mark.objects.count() == 4

    page.get_by_role("link", name="Co-sign the sheet").click()
    axe(page)
    page.get_by_role("button", name="Co-sign").click()
    expect(page.get_by_text("This sheet is co-signed.")).to_be_visible()
    axe(page)
