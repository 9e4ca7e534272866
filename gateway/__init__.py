"""The web side: Flask application, conversations, cases, staff pages and everything that meets the internet."""
