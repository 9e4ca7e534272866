"""The resident's side: the chat page, its API, the embeddable widget and the audio."""
