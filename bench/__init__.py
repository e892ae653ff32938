"""What pages cost, beside a bare floor measured in the same run."""
