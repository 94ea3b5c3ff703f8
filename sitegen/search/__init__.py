"""The full-text index of the finished pages: what is in it, and the program that makes it."""
