"""Callers of other services; each raises one error of its own and logs ids and states only."""
