"""A cache of made files (pictures, social cards, sheets) that several machines share, each file signed."""
