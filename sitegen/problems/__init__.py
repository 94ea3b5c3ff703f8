"""Problems as text, JSON and annotations, with suggestions for misspelt names."""
