"""What the partnership itself records."""
