"""Pages of the tray, and the bell that leads there."""
