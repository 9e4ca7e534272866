"""Lighthouse on the pages that people use, in three languages, as a slow phone sees them."""
