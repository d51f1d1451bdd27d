"""The script library (话术): what is said to a member in four steps, by situation and segment (C6)."""
