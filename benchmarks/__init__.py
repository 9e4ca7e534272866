"""Measures our whole stack against the stock Rasa pipeline, in one run on one machine: `python -m benchmarks`."""
