"""The platform's one settings module, told that this is a test run."""

import os

os.environ["MAILLAGE_ENVIRONMENT"] = "test"
# A line per request would be written twice, and sent to whoever runs the tests, some thirty thousand times.
os.environ.setdefault("MAILLAGE_LOG_LEVEL", "WARNING")

from maillage.config.settings import *  # noqa: F403

# Watches relations from the moment it is installed: N+1 queries then fail in `tests.conftest.HouseClient`.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # noqa: F405
# Signing in, one person's rows are looked up again at each stage, by allauth and under a lock; content types
# are looked up once each, then kept by the process. None is a list of ours. An action takes each record that
# it changes under a lock of its own, one after the other in a fixed order.
ZEAL_ALLOWLIST = [
    {"model": "contenttypes.ContentType", "field": "get()"},
    {"model": "account.EmailAddress", "field": "get()"},
    {"model": "accounts.User", "field": "get()"},
    {"model": "sessions.Session", "field": "get()"},
    {"model": "directory.Organisation", "field": "get()"},
    {"model": "directory.Place", "field": "get()"},
]
