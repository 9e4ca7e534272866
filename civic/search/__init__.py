"""Finds topics for words: by letters (SQLite FTS5) and by meaning (sentence-transformers)."""
