"""Illustrated guides per role, made by doing in a real browser what they explain."""

from __future__ import annotations

from scripts.guides import admin, bridge, desk, editor, resident

ALL = (*resident.GUIDES, *desk.GUIDES, *bridge.GUIDES, *editor.GUIDES, *admin.GUIDES)
