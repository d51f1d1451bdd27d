"""How members reach us (G3): published by an operator, shown on every order and case."""
