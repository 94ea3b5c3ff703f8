"""Builds on several machines: an executor on Dask distributed, for `sitegen build --cluster`."""
