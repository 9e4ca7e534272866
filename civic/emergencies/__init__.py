"""Finds a plain emergency in what someone writes and says which numbers to call."""

from civic.emergencies.finding import Emergencies, Emergency, Kind, find_emergency, load_emergencies

__all__ = ["Emergencies", "Emergency", "Kind", "find_emergency", "load_emergencies"]
