"""Writes the shipped stories (infra/stories) from short scripts, so that a hundred lines of JSON stay readable."""
