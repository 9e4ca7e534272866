"""`python -m scripts.reload`: changed texts go live in the running stack, without training and without a pause.

The content is checked first: a broken text never reaches a running process.
"""

from __future__ import annotations

import os
import signal
import sys

from civic.content.load import ContentError, load_content
from gateway.settings import BadSettings, Settings

# Both take a hang-up as "read your content again": gunicorn with new workers, the actions in place.
RELOADED = ("actions", "gateway")


def main() -> int:
    """0 when both were told; 1 with the reason when content is broken or nothing runs."""
    try:
        load_content()
        logs = Settings.from_env().var_folder / "logs"
    except (ContentError, BadSettings) as error:
        print(f"✗ not reloaded:\n{error}", file=sys.stderr)
        return 1
    for name in RELOADED:
        try:
            os.kill(int((logs / f"{name}.pid").read_text()), signal.SIGHUP)
        except (FileNotFoundError, ProcessLookupError, ValueError):
            print(f"✗ {name} is not running here. Start it with `make run`.", file=sys.stderr)
            return 1
    print("The changed texts are live.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
