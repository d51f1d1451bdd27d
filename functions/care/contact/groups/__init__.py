"""What is posted into a community's group, through the robot that its leader has let in (P5)."""
