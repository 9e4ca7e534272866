"""`make guides`: start everything in a scratch folder, tell every guide, write docs/guides."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from civic.content.load import load_content
from gateway.settings import Settings
from scripts.guides import ALL
from scripts.guides.cast import ask_for_a_person, hire
from scripts.guides.telling import tell
from scripts.run import demo_login
from scripts.stack import ROOT, CannotStart, Stack, free_ports, running

FOLDER = ROOT / "docs" / "guides"
CHROMIUM = Path("/usr/bin/chromium")


def main() -> int:
    """Write every guide; 1 when something could not start."""
    if not CHROMIUM.exists():
        print(f"There is no browser at {CHROMIUM}. On Debian: apt install chromium", file=sys.stderr)
        return 1
    try:
        with tempfile.TemporaryDirectory() as folder, running(_stack(Path(folder))) as stack:
            demo_login(stack.settings)
            _tell_all(stack.settings)
    except CannotStart as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    return 0


def _stack(folder: Path) -> Stack:
    """Everything on free ports, with its database and logs in `folder` and nothing that leaves this machine."""
    port, rasa_port, actions_port = free_ports(3)
    environment = {
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "ACTIONS_PORT": str(actions_port),
        "VAR_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'guides.db'}",
        "TRANSLATOR": "none",
        "VOICE": "espeak",
    }
    return Stack(settings=Settings.from_env(environment), environment=environment, logs=folder / "logs")


def _tell_all(settings: Settings) -> None:
    content, logins = load_content(), hire(settings)
    for old in FOLDER.glob("images/*.png"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for guide in ALL:
            code = ask_for_a_person(settings.public_url, content)
            told = tell(guide, browser, url=settings.public_url, folder=FOLDER, logins=logins, code=code)
            print(f"✓ docs/guides/{guide.name}.md, {len(told.told)} steps")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
