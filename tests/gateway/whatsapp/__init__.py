"""WhatsApp: in, out, and how it looks there."""
