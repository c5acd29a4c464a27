"""From any export to a published snapshot: read, recognise, map, check, stage, publish."""
