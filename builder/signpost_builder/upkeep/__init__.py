"""What has to be looked up again, and when: every figure with its source, its days and the places that show it."""
