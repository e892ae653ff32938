"""Letters about notices: what is due is gathered from all rooms, put into one letter, and noted as told."""
