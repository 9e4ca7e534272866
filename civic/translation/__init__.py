"""Translation of what people write to each other, with personal numbers kept out of it."""
