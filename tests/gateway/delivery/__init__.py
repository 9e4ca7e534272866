"""Deliveries, notices and the worker."""
