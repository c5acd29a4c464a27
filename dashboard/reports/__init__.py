"""An answer as a file: CSV and JSON (slides, PDF and sheets come with the meeting)."""
