"""延时保管 (P5): what has come is kept at the pickup point for its member, as long as the goods keep."""
