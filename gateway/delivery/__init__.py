"""Brings messages to people: rows written with what caused them, worked off by `python -m gateway.delivery`."""

from gateway.delivery.outbox import enqueue, failed_deliveries, send_again

__all__ = ["enqueue", "failed_deliveries", "send_again"]
