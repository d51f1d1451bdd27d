"""Who bears what was paid: liabilities, statements, rules (G9)."""
