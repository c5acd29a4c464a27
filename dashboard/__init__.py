"""Sightline: from the extracts a partnership already has to one honest picture."""
