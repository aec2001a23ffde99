"""A browser without script, as far as forms go: what a page's form would send."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.utils.datastructures import MultiValueDict


class Form(HTMLParser):
    """The controls of a page. ``fields`` are [name, value] pairs as a browser sends them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.controls: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[tuple[str, str]] = []
        self._in_label = 0
        self._text: dict[str, Any] | None = None
        self._select: dict[str, Any] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label":
            self._in_label += 1
            self.labels.add(str(given.get("for")))
        control = {**given, "tag": tag, "in_label": self._in_label > 0}
        name, kind = str(given.get("name") or ""), given.get("type", "text")
        if tag == "input":
            self.controls.append(control)
            ticked = kind not in {"checkbox", "radio"} or "checked" in given
            if name and ticked and kind not in {"file", "submit"}:
                self.fields.append((name, str(given.get("value") or "")))
        elif tag == "textarea":
            self.controls.append(control)
            self._text = control | {"value": ""}
        elif tag == "select":
            self.controls.append(control)
            self._select = control | {"options": []}
        elif tag == "option" and self._select is not None:
            self._select["options"].append((given.get("value") or "", "selected" in given))

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._in_label -= 1
        elif tag == "textarea" and self._text is not None:
            # A browser drops the first newline, and sends the others as two characters.
            value = self._text["value"].removeprefix("\n").replace("\n", "\r\n")
            self.fields.append((str(self._text.get("name")), value))
            self._text = None
        elif tag == "select" and self._select is not None:
            options = self._select["options"]
            chosen = next((value for value, is_chosen in options if is_chosen), options[0][0])
            self.fields.append((str(self._select.get("name")), chosen))
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text["value"] += data

    def sent(self, **_none: Any) -> MultiValueDict[str, Any]:
        """What is sent, untouched."""
        data: MultiValueDict[str, Any] = MultiValueDict()
        for name, value in self.fields:
            data.appendlist(name, value)
        return data

    def filled(self, changes: dict[str, Any]) -> dict[str, Any]:
        """What is sent once these were typed, ticked or chosen: for Django's test client."""
        return {name: self.sent().getlist(name) for name in self.sent()} | changes
