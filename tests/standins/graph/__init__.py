"""A stand-in for Meta's WhatsApp Cloud API on loopback, with its paths, payloads, errors and limits, and phones.

In a test: `with running_graph() as graph:`, settings from `graph.environment()`, then `graph.phone("32470000001")`.
By hand: `make fake-whatsapp`, or this program alone: `python -m tests.standins.graph --help`.
"""

from tests.standins.graph.account import Account
from tests.standins.graph.errors import GraphError
from tests.standins.graph.phones import Phone
from tests.standins.graph.serving import running_graph
from tests.standins.graph.state import Graph, Sent

__all__ = ["Account", "Graph", "GraphError", "Phone", "Sent", "running_graph"]
