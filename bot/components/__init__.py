"""Our own parts for Rasa's graph; they run in Rasa's environment (Python 3.10)."""
