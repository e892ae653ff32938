"""buddying."""
