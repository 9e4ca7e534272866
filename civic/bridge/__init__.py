"""What teams and residents agree on, without a store: when a team is there."""
