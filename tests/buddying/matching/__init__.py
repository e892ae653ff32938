"""The pure matching: rules, score, reasons, suggestions."""
