"""The signed webhook through which cases are opened."""
