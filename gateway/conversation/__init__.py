"""One turn of a conversation, whatever the channel: emergency, ownership, language, handover, Rasa, translation."""
