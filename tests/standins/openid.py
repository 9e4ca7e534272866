"""A stand-in for a city's OpenID Connect server on loopback: discovery, keys, and codes for tokens, with PKCE."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "wiedoetwat"
CLIENT_SECRET = "the-secret-of-the-client"


@dataclass
class City:
    """How the stand-in behaves, and the codes it gave out; `claims` go over what a right token says."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    signed_with: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign_in(self, address: str) -> str:
        """What the city's page does with someone who comes from `address`: the query that they take back with them."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return urlencode({"code": code, "state": asked["state"]})


@contextlib.contextmanager
def running_city() -> Iterator[City]:
    """Serve on a free loopback port until the block ends."""
    city = City()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers = {"/.well-known/openid-configuration": _discovery, "/keys": _keys}
            self._answer(*((city.status, answers[self.path](city)) if self.path in answers else (404, {})))

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            self._answer(*_token(city, form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    city.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield city
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _discovery(city: City) -> dict[str, Any]:
    return {
        "issuer": city.url,
        "authorization_endpoint": f"{city.url}/authorize",
        "token_endpoint": f"{city.url}/token",
        "jwks_uri": f"{city.url}/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
    }


def _keys(city: City) -> dict[str, Any]:
    return {"keys": [city.key.as_dict(private=False)]}


def _token(city: City, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
    if city.status != 200:
        return city.status, {}
    wanted = "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    asked = city.codes.pop(form.get("code", ""), None)
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    if asked is None or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
        return 400, {"error": "invalid_grant"}
    if authorization != wanted or form.get("redirect_uri") != asked["redirect_uri"]:
        return 401, {"error": "invalid_client"}
    now = int(time.time())
    right = {"iss": city.url, "aud": CLIENT_ID, "nonce": asked["nonce"], "iat": now, "exp": now + 300, "sub": "1"}
    header = {"alg": "RS256", "kid": "first"}
    token = jwt.encode(header, {**right, **city.claims}, city.signed_with or city.key)
    return 200, {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "id_token": token}
