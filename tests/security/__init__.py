"""Who may see what, tried: every door, every role, and the usual attacks."""
