"""What only Rasa reads: domain, rules, components and how the training data is put together."""
