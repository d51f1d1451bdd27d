"""What comes in from providers: verified before it is read, read before it is believed. No I/O but replays.py."""
