"""What is published, compared with what was built: SHA-256 of every file, and what was added on the host."""
