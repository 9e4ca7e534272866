"""Conversations, messages, cases and staff in the database (SQLite, or PostgreSQL by setting)."""
