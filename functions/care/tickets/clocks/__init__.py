"""Service-level clocks of a ticket (G7): they follow its timeline, and escalate when nobody acts."""
