"""Topics as data and as pages to read and print."""
