"""What comes to a pickup point on a day: its leader's group reads it the day before (P5), its leader any time (T1)."""
