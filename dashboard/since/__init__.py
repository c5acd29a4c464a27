"""What has changed since a meeting, part by part: each makes sentences of two pictures."""
