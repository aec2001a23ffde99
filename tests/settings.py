"""The platform's one settings module, told that this is a test run."""

import os

os.environ["MAILLAGE_ENVIRONMENT"] = "test"

from maillage.config.settings import *  # noqa: F403
