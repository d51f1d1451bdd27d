"""A call by one of us as a way to a member (P6): wanted by a claim, made by a person, its outcome a receipt."""
