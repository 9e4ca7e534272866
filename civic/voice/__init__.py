"""Voices: how written words sound, the engines that say them, and the library that keeps what was said."""
