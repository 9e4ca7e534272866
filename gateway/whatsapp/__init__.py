"""The same help over WhatsApp: what residents send comes in, what is told to them goes out."""
