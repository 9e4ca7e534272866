"""`make fake-whatsapp`: the whole stack with a WhatsApp that is all on this machine, and phones to try it from.

Each run begins with an empty database of its own, so that nothing gets into the real one; and nobody outside is told.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from gateway.settings import BadSettings, Settings, read_environment
from scripts.fake_graph import running_fake_graph
from scripts.run import demo_login, stopped
from scripts.stack import ROOT, CannotStart, Stack, running

PORT = 8090
FOLDER = "fake-whatsapp"
DAY_SECONDS = 24 * 3600
# What would reach real people or real data.
OFF = dict.fromkeys(("NOTIFY_URLS", "REDIS_URL", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"), "")


def main(arguments: Sequence[str]) -> int:
    """Run until Ctrl-C; 1 when something could not start or stopped by itself."""
    parser = argparse.ArgumentParser(prog="python -m scripts.fake_whatsapp", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"port of the phones' page (default {PORT})")
    port = parser.parse_args(arguments).port
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        return _run(port)
    except KeyboardInterrupt:
        print("\n▸ Stopped.")
        return 0
    except (BadSettings, CannotStart) as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1


def settings_for(environment: Mapping[str, str], graph: Mapping[str, str]) -> dict[str, str]:
    """The environment of the stack: as it is set, but with its own data, the fake WhatsApp, and nobody outside."""
    folder = Path(environment.get("VAR_FOLDER") or ROOT / "var") / FOLDER
    own = {"VAR_FOLDER": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'wiedoetwat.db'}"}
    return {**environment, **OFF, **own, **graph}


def _run(port: int) -> int:
    environment = read_environment()
    before = Settings.from_env(settings_for(environment, {}))
    shutil.rmtree(before.var_folder, ignore_errors=True)
    webhook = f"http://{before.host}:{before.port}/webhooks/whatsapp"
    with running_fake_graph(port=port, webhook=webhook, log=before.var_folder / "logs" / "graph.log") as graph:
        chosen = settings_for(environment, graph.environment)
        settings = Settings.from_env(chosen)
        stack = Stack(settings=settings, environment=chosen, logs=settings.var_folder / "logs")
        print("▸ Starting Rasa, the actions, the gateway and the worker, with a fake WhatsApp", flush=True)
        with running(stack):
            _announce(settings, graph.url)
            while (name := stopped(stack, seconds=DAY_SECONDS)) is None:
                continue
            print(f"\n✗ {name} stopped by itself. See {stack.logs}", file=sys.stderr)
            return 1


def _announce(settings: Settings, phones: str) -> None:
    login = demo_login(settings)
    print(f"\n✓ Write to the assistant from a phone: {phones}")
    print(f"  staff: {settings.public_url}/inbox")
    if login:
        print(f"  demo staff login: {login[0]}   password: {login[1]}")
    print("  Ctrl-C stops everything.", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main(sys.argv[1:]))
