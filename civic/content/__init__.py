"""What the city knows: organisations, topics, wording and cities, loaded from content/."""
