"""Takes a message of the business: limits, checks, the 24-hour window, and what is reported of it later."""

from __future__ import annotations

from typing import Any

from tests.standins.graph import notifications
from tests.standins.graph.checks import check_message
from tests.standins.graph.errors import GraphError, wrong_value
from tests.standins.graph.media import cannot_be_heard
from tests.standins.graph.state import Graph, Sent, new_id

# What may not be reported after what.
RANKS = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 3}


def send(graph: Graph, message: dict[str, Any]) -> dict[str, Any]:
    """The answer of POST /{phone_id}/messages. Raises GraphError."""
    if graph.behaviour.refusals:
        raise GraphError(graph.behaviour.refusals.popleft())
    if message.get("status"):
        return _mark_read(graph, message)
    with graph.lock:
        number = check_message(message, graph.account, graph.media, users=graph.users)
    over = graph.limits.exceeded(number)
    if over is not None:
        raise GraphError(over)
    problem = _why_it_cannot_arrive(graph, number, message)
    if problem is not None and graph.behaviour.refuses_at_once:
        raise problem
    sent = Sent(id=new_id(), to=number, message=message)
    graph.keep_sent(sent)
    if graph.behaviour.reports:
        _report_by_itself(graph, sent, problem)
    told: dict[str, Any] = {"id": sent.id}
    if sent.type == "template":
        told["message_status"] = "accepted"
    contact = {"input": message.get("to") or message["recipient"], "wa_id": number}
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [told]}


def report(graph: Graph, sent: Sent, state: str, *, problem: GraphError | None = None, after: float = 0.0) -> None:
    """Call back that `sent` has come to `state`, in `after` seconds."""
    errors = [problem.report()] if problem is not None else []
    payload = notifications.of_status(graph.account, message_id=sent.id, number=sent.to, state=state, errors=errors)
    tracker = sent.message.get("biz_opaque_callback_data")
    if tracker:
        payload["entry"][0]["changes"][0]["value"]["statuses"][0]["biz_opaque_callback_data"] = tracker

    def note() -> None:
        with graph.lock:
            if RANKS[state] > RANKS[sent.state]:
                sent.state = state
                sent.problem = problem.code if problem is not None else None
        graph.changed()

    graph.hook.call_later(payload, after=after, first=note)


def open_chat(graph: Graph, number: str) -> None:
    """The phone was looked at: what waits for it is delivered and read."""
    phone = graph.phone(number)
    if not phone.is_on or not graph.behaviour.reports:
        return
    for sent in graph.sent_to(number):
        if RANKS[sent.state] < RANKS["delivered"]:
            report(graph, sent, "delivered")
        if RANKS[sent.state] < RANKS["read"] and phone.reads:
            report(graph, sent, "read", after=graph.behaviour.read_after)


def _report_by_itself(graph: Graph, sent: Sent, problem: GraphError | None) -> None:
    behaviour, phone = graph.behaviour, graph.phone(sent.to)
    if problem is not None:
        report(graph, sent, "failed", problem=problem, after=behaviour.sent_after)
        return
    report(graph, sent, "sent", after=behaviour.sent_after)
    if phone.is_on:
        report(graph, sent, "delivered", after=behaviour.sent_after + behaviour.delivered_after)
    if phone.is_on and phone.reads:
        report(graph, sent, "read", after=behaviour.sent_after + behaviour.delivered_after + behaviour.read_after)


def _why_it_cannot_arrive(graph: Graph, number: str, message: dict[str, Any]) -> GraphError | None:
    phone = graph.phone(number)
    if not phone.on_whatsapp:
        return GraphError(131026)
    if message.get("type") != "template" and not phone.window_is_open:
        return GraphError(131047)
    sound = graph.media.get((message.get("audio") or {}).get("id", ""))
    unheard = cannot_be_heard(sound) if sound is not None else ""
    return GraphError(131053, unheard) if unheard else None


def _mark_read(graph: Graph, message: dict[str, Any]) -> dict[str, Any]:
    """The two ticks under a resident's message turn blue; with an indicator, "is typing" shows."""
    asked = str(message.get("message_id"))
    if message["status"] != "read" or not asked.startswith("wamid."):
        raise wrong_value("Message ID is not valid or its status cannot be changed.")
    graph.read[asked] = bool(message.get("typing_indicator")) or graph.read.get(asked, False)
    graph.changed()
    return {"success": True}
