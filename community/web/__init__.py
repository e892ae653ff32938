"""What every view shares: who may enter, how a page is answered, when a request commits. Knows no feature."""
