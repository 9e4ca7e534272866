"""The gateway for a WSGI server: `gunicorn server:app`."""

from __future__ import annotations

import logging
import sys

from civic.content.load import ContentError
from civic.loaded import set_aside_loaded
from gateway.application import create_app
from gateway.settings import BadSettings, Settings

logging.basicConfig(format="%(asctime)s gateway %(levelname)s %(message)s")

try:
    app = create_app(Settings.from_env())
except (BadSettings, ContentError) as error:
    sys.exit(f"WieDoetWat cannot start:\n{error}")
set_aside_loaded()
# Of many threads that have something to say at once, each soon gets to say it: as a rule they need no more than this.
sys.setswitchinterval(0.001)
