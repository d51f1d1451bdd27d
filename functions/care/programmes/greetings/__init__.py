"""Greetings (L7): thanks at a festival; drafted, counted, approved by a second person, sent in waves."""
