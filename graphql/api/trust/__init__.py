"""How a member stands (G11): for agents and managers alone."""
