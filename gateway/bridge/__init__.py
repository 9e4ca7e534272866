"""From a question that waits for a person to the answer that comes back."""
