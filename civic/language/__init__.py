"""Reading what a resident typed: cleaning, folding for matching, and language detection."""
