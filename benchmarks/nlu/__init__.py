"""`make bench-nlu`: our classifier beside others, on the same training and test sentences."""
