"""The paths of the Graph API: every call is looked at for its token, and answered as Meta does."""

from __future__ import annotations

import re
import time
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from tests.standins.graph.errors import GraphError, bad_parameter, expired_token, missing_object
from tests.standins.graph.media import check_upload
from tests.standins.graph.sending import send
from tests.standins.graph.state import Graph

blueprint = Blueprint("api", __name__)
VERSION = re.compile(r"^v\d{1,2}\.\d$")
OLDEST = 17.0


def graph() -> Graph:
    """The stand-in that this application serves."""
    return current_app.extensions["graph"]  # type: ignore[no-any-return]


@blueprint.before_request
def _as_slow_as_told() -> Response | None:
    behaviour = graph().behaviour
    time.sleep(behaviour.delay_seconds)
    if behaviour.is_down:
        return Response("<html><body>upstream unavailable</body></html>", status=503, mimetype="text/html")
    return None


@blueprint.after_request
def _keep_call(response: Response) -> Response:
    graph().calls.append((request.method, request.path, response.status_code))
    return response


@blueprint.errorhandler(GraphError)
def _refused(error: GraphError) -> tuple[Response, int]:
    return jsonify(error.answer()), error.kind.status


@blueprint.post("/<version>/<phone_id>/messages")
def messages(version: str, phone_id: str) -> Response:
    """Send a message, or say that one of a resident was read."""
    _allow(version)
    _own_number(phone_id)
    message = request.get_json(silent=True)
    if not isinstance(message, dict):
        raise bad_parameter("The parameter messaging_product is required.")
    return jsonify(send(graph(), message))


@blueprint.post("/<version>/<phone_id>/media")
def upload(version: str, phone_id: str) -> Response:
    """Hold a file: multipart with `file`, `type` and `messaging_product`."""
    _allow(version)
    _own_number(phone_id)
    file = request.files.get("file")
    if request.form.get("messaging_product") != "whatsapp":
        raise bad_parameter("The parameter messaging_product is required.")
    if file is None:
        raise bad_parameter("The parameter file is required.")
    content, mime_type = file.read(), request.form.get("type") or file.mimetype
    check_upload(content, mime_type)
    return jsonify({"id": graph().keep_media(content, mime_type).id})


@blueprint.get("/whatsapp_business/attachments/")
def download() -> Response:
    """The file itself, for who has the token and comes within five minutes."""
    if request.headers.get("Authorization") != f"Bearer {graph().account.token}":
        return Response(status=401)
    media = graph().media.get(request.args.get("mid", ""))
    if media is None or int(request.args.get("ext", "0")) < time.time():
        return Response(status=404)
    return Response(media.content, mimetype=media.mime_type)


@blueprint.get("/<version>/debug_token")
def debug_token(version: str) -> Response:
    """What Meta thinks of a token: for the token itself, or for the app with its secret."""
    _allow(version, for_app=True)
    return jsonify({"data": graph().account.token_data(request.args.get("input_token", ""))})


@blueprint.get("/<version>/<object_id>/message_templates")
def templates(version: str, object_id: str) -> Response:
    """The templates of the account, a page at a time."""
    _allow(version)
    _own_account(object_id)
    found = graph().account.templates
    if request.args.get("name"):
        found = [each for each in found if each["name"] == request.args["name"]]
    most, first = int(request.args.get("limit", 25)), int(request.args.get("after", 0))
    page = {"data": found[first : first + most]}
    if first + most < len(found):
        after = str(first + most)
        page["paging"] = {"cursors": {"after": after}, "next": f"{request.base_url}?limit={most}&after={after}"}  # type: ignore[assignment]
    return jsonify(page)


@blueprint.get("/<version>/<object_id>/subscribed_apps")
def subscribed_apps(version: str, object_id: str) -> Response:
    """The apps that get this account's webhooks."""
    _allow(version)
    _own_account(object_id)
    account = graph().account
    app = {"id": account.app_id, "name": account.verified_name, "link": "https://www.facebook.com/games/"}
    return jsonify({"data": [{"whatsapp_business_api_data": app}] if account.subscribed else []})


@blueprint.get("/<version>/<object_id>/phone_numbers")
def phone_numbers(version: str, object_id: str) -> Response:
    """The numbers of the account."""
    _allow(version)
    _own_account(object_id)
    return jsonify({"data": [graph().account.phone()]})


@blueprint.get("/<version>/<object_id>/subscriptions")
def subscriptions(version: str, object_id: str) -> Response:
    """What the app is subscribed to; only the app itself may ask."""
    account = graph().account
    _allow(version, for_app=True)
    if object_id != account.app_id or _token() == account.token:
        raise missing_object(object_id, "GET")
    return jsonify({"data": account.subscriptions(graph().hook.url)})


@blueprint.route("/<version>/<object_id>", methods=["GET", "DELETE"])
def one(version: str, object_id: str) -> Response:
    """One object by its id: the number, the account, or a file."""
    _allow(version)
    account, media = graph().account, graph().media
    if request.method == "DELETE":
        if media.pop(object_id, None) is None:
            raise missing_object(object_id, "DELETE")
        return jsonify({"success": True})
    if object_id in media:
        return jsonify(media[object_id].described(graph().url))
    if object_id == account.phone_id:
        return jsonify(_chosen(account.phone()))
    if object_id == account.account_id:
        return jsonify(_chosen({"id": account.account_id, "name": account.verified_name, "timezone_id": "1"}))
    raise missing_object(object_id, "GET")


def _chosen(fields: dict[str, Any]) -> dict[str, Any]:
    """Only the asked fields, and the id; a name that does not exist is refused as a whole."""
    asked = [name for name in request.args.get("fields", "").split(",") if name]
    unknown = [name for name in asked if name not in fields]
    if unknown:
        raise bad_parameter(f"Tried accessing nonexisting field ({unknown[0]})")
    return {name: value for name, value in fields.items() if not asked or name in (*asked, "id")}


def _token() -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or request.args.get("access_token", "")


def _allow(version: str, *, for_app: bool = False) -> None:
    if not VERSION.match(version) or float(version[1:]) < OLDEST:
        raise GraphError(2635, message=f"You are calling a version of the API ({version}) that does not exist.")
    account, token = graph().account, _token()
    if for_app and token == f"{account.app_id}|{account.app_secret}":
        return
    if not token:
        raise GraphError(190, message="An access token is required to request this resource.")
    if token != account.token:
        raise GraphError(190)
    if account.token_expired:
        raise expired_token()


def _own_number(phone_id: str) -> None:
    if phone_id != graph().account.phone_id:
        raise missing_object(phone_id, "POST")


def _own_account(object_id: str) -> None:
    if object_id != graph().account.account_id:
        raise missing_object(object_id, "GET")
