"""Orders, merged from the mall's events: any order and any repetition of them gives the same end state."""
