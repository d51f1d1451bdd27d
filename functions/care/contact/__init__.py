"""Messages to members (P6): one decision per key, quiet hours, opt-out by purpose, claimed before they are sent."""
