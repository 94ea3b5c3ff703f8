"""What the last build knew, kept in one file below `.sitegen/`. In: a snapshot. Out: a snapshot.

It decides nothing: a damaged or foreign file is an empty snapshot, and then everything is made anew.
"""
