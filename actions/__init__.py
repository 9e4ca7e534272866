"""What the assistant does, one rasa-sdk action per file; each is thin and leaves the work to civic."""
