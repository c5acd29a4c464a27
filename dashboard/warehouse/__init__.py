"""Snapshots, their tables, facts and cubes, and the engine that reads them."""
