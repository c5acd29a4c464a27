"""How fast it is: ratios measured side by side in one run, written to docs/BENCHMARKS.md."""
