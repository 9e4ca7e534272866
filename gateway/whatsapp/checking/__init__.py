"""The parts of `make whatsapp-check`: each asks about one thing, and only reads."""
