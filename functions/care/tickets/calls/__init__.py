"""The task to call a member (P6): opened for what `care.contact.calls` wants, begun, ended, or lapsed."""
