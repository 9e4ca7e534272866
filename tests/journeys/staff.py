"""A member of staff with a browser of their own: signs in through the form, reads the inbox."""

from __future__ import annotations

import re
from html import unescape

import requests

from tests.journeys.resident import direct_session

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Staff:
    """Not signed in until `signs_in`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = direct_session()

    def opens(self, path: str) -> requests.Response:
        """Open a page, following redirects."""
        return self._session.get(self._url + path, timeout=30)

    def signs_in(self, login: str, password: str, *, token: str | None = None) -> requests.Response:
        """Fill in the form with the token it carries, or with `token`."""
        form = self.opens("/staff/sign-in").text
        found = TOKEN.search(form)
        assert found, "the form carries no token"
        data = {"login": login, "password": password, "csrf_token": found[1] if token is None else token}
        return self._session.post(f"{self._url}/staff/sign-in", data=data, timeout=30)

    def reads(self, path: str) -> str:
        """The words of a page."""
        response = self.opens(path)
        assert response.status_code == 200
        return unescape(response.text)

    def takes(self, code: str) -> str:
        """Take a case from its page; the words of the page after that."""
        return self.does(code, "claim")

    def does(self, code: str, action: str, **fields: str) -> str:
        """Send one of the forms of a case's page; the words of the page after that."""
        found = TOKEN.search(self.opens(f"/inbox/{code}").text)
        assert found, "the page carries no form"
        data = {"csrf_token": found[1], **fields}
        answer = self._session.post(f"{self._url}/inbox/{code}/{action}", data=data, timeout=30)
        assert answer.status_code == 200, answer.text[:500]
        return unescape(answer.text)
