"""One page a file: it registers itself, and its layout asks what it shows."""
