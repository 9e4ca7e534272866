"""The pure core: content, cards, language, search, voice and privacy, without Flask or Rasa."""
