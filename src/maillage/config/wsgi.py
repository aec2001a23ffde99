"""The web server's entry point."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from maillage.core.room import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
_answer = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's, with room for the deep calls that a page takes."""
    return with_room(_answer, environ, start_response)
