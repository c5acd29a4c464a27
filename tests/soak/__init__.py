"""Twenty people click while pictures are published, undone and published."""
