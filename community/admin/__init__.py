"""The desk of whoever runs the site: what happens by itself, and letters that are stuck. Never anybody's words."""
