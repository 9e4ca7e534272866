"""The sample clients in docs/examples work as they stand, against the running service and its secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from civic.case_codes import find_code
from civic.signatures import is_authentic, sign
from tests.gateway.openapi.running import ROOT, SECRET, running_gateway
from tests.standins.webhook_receiver import running_webhook_receiver

EXAMPLES = ROOT / "docs" / "examples"
CLIENTS = {
    "sh": ["bash", str(EXAMPLES / "escalate.sh")],
    "py": [sys.executable, str(EXAMPLES / "escalate.py"), "Waar kan ik mijn oude zetel kwijt?"],
}
ALL = pytest.mark.parametrize("client", CLIENTS)
NEW, FORMER = "the-secret-of-this-year", "the-secret-of-last-year"
Done = subprocess.CompletedProcess[str]


def call(client: str, url: str, *, secret: str = SECRET, key: str = "", **more: str) -> Done:
    """Run the client as its first lines say."""
    environment = {"PATH": os.environ["PATH"], "ESCALATION_SECRET": secret, "GATEWAY_URL": url, "NO_PROXY": "*", **more}
    if key:
        environment["KEY"] = key
    return subprocess.run(CLIENTS[client], env=environment, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603


def case_of(done: Done) -> str:
    """The code that it printed."""
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (find_code(told["case"]), told["state"]) == (told["case"], "new")
    return str(told["case"])


@ALL
def test_it_opens_a_case_once_for_each_key(service: str, client: str) -> None:
    first, again, other = (case_of(call(client, service, key=f"{client}-{key}")) for key in ("a", "a", "b"))
    assert first == again
    assert first != other


@ALL
def test_without_a_key_each_call_is_a_new_question(service: str, client: str) -> None:
    assert case_of(call(client, service)) != case_of(call(client, service))


@ALL
def test_a_wrong_secret_is_said(service: str, client: str) -> None:
    done = call(client, service, secret="another-secret-altogether")
    assert done.returncode != 0
    assert "invalid_signature" in done.stdout + done.stderr


def test_any_body_goes_through_the_shell_unchanged(service: str) -> None:
    body = json.dumps({"language": "ar", "question": "من يأخذ الأريكة؟ $HOME `x` \"y\" %s\\n 'z'"}, ensure_ascii=False)
    case_of(call("sh", service, BODY=body))


def test_the_shell_needs_three_lines() -> None:
    lines = (EXAMPLES / "escalate.sh").read_text("utf-8").splitlines()
    assert len([line for line in lines if line and not line.startswith(("#", "set "))]) == 3


@pytest.fixture
def sample() -> dict[str, Callable[..., object]]:
    """What is defined in the Python client."""
    defined: dict[str, Callable[..., object]] = {"__name__": "sample"}  # type: ignore[dict-item]
    exec(compile((EXAMPLES / "escalate.py").read_text("utf-8"), "escalate.py", "exec"), defined)  # noqa: S102
    return defined


@pytest.mark.parametrize("body", [b"{}", '{"question": "çöp نفايات"}'.encode(), b""])
def test_the_python_client_signs_and_verifies_as_the_gateway_does(
    sample: dict[str, Callable[..., object]], body: bytes
) -> None:
    now = int(time.time())
    signature = sample["sign"](body, now, SECRET)
    assert signature == sign(body, timestamp=now, secret=SECRET)
    assert is_authentic(body, timestamp=str(now), signature=str(signature), secrets=(SECRET,), now=now)
    assert sample["verify"](body, str(now), signature, SECRET)
    assert not sample["verify"](body + b" ", str(now), signature, SECRET)
    assert not sample["verify"](body, str(now + 1), signature, SECRET)
    assert not sample["verify"](body, str(now), signature, NEW)


def test_the_python_client_tries_again_when_the_other_side_is_in_trouble(
    sample: dict[str, Callable[..., object]],
) -> None:
    sample["PAUSE_SECONDS"] = 0  # type: ignore[assignment]
    with running_webhook_receiver() as receiver:
        receiver.status = 503
        with pytest.raises(SystemExit, match="not delivered"):
            sample["escalate"](f"http://127.0.0.1:{receiver.port}", SECRET, {}, "k")
        assert receiver.tries == 4
        receiver.status = 422
        with pytest.raises(SystemExit, match="422"):
            sample["escalate"](f"http://127.0.0.1:{receiver.port}", SECRET, {}, "k")
        assert receiver.tries == 5


def test_the_secret_is_replaced_without_a_pause(rasa_port: int, tmp_path: Path) -> None:
    """The steps of docs/webhook.md: before, both, after. A question sent again in between stays one case."""
    cases = []
    for secret, former, good, bad in (
        (FORMER, "", (FORMER,), (NEW,)),
        (NEW, FORMER, (FORMER, NEW), ()),
        (NEW, "", (NEW,), (FORMER,)),
    ):
        settings = {"ESCALATION_SECRET": secret, "ESCALATION_SECRET_OLD": former}
        with running_gateway(tmp_path, rasa_port=rasa_port, **settings) as url:
            for client in CLIENTS:
                cases += [(client, case_of(call(client, url, secret=each, key=client))) for each in good]
                for each in bad:
                    refused = call(client, url, secret=each)
                    assert "invalid_signature" in refused.stdout + refused.stderr
    assert len(cases) == 8
    assert len(set(cases)) == 2
