"""Measures WhatsApp on the whole stack: fifty residents at once through the signed webhook, Meta at 80 ms a call."""
