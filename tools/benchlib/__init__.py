"""The measures behind tools/bench.py: one module a group of the page. Each has measure(), show() and missed()."""
