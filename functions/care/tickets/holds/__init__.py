"""G11: a person looks before a claim is paid. The member reads what any review tells; a wrong hold is made good."""
