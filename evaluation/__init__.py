"""Measures how well messages are understood, on the test sets in tests/nlu that no training data has seen."""
