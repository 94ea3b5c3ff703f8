"""A build from start to end, and what the next one remembers of it."""
