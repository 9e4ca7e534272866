"""`python -m tests.standins.graph`: the stand-in as a program of its own, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence

from tests.standins.graph.serving import running_graph

PORT = 8090
GATEWAY = "http://127.0.0.1:8000/webhooks/whatsapp"


def main(arguments: Sequence[str]) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m tests.standins.graph", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"where it listens, on loopback (default {PORT})")
    parser.add_argument("--webhook", default=GATEWAY, help=f"the webhook it calls (default {GATEWAY})")
    parser.add_argument("--delay", type=float, default=0.0, help="milliseconds that each call takes (default 0)")
    parser.add_argument("--show-settings", action="store_true", help="print the settings that a gateway needs for it")
    options = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with running_graph(port=options.port, webhook=options.webhook) as graph:
        graph.behaviour.delay_seconds = options.delay / 1000
        if options.show_settings:
            print("\n".join(f"{name}={value}" for name, value in graph.environment().items()))
        print(f"The phones: {graph.url}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
