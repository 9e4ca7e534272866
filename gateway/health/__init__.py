"""Tells machines whether the service lives and is ready."""
