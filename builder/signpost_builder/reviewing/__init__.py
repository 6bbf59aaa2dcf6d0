"""Sign-off that means something: what was read, bound to what it said, and what of it has changed since."""
