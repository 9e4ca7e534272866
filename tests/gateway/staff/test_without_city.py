"""Without the setting there is no sign-in through the city."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from gateway.settings import BadSettings, Settings


@pytest.mark.parametrize("path", ["/staff/city", "/staff/city/back"])
def test_the_pages_do_not_exist(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert "/staff/city" not in client.get("/staff/sign-in").get_data(as_text=True)


def test_half_a_set_up_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="OIDC_CLIENT_ID"):
        Settings.from_env({"VAR_FOLDER": str(tmp_path), "OIDC_ISSUER": "https://city.example"})
