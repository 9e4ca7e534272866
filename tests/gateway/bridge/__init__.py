"""The life of a case and the relay of words."""
