"""What the tests of all parts share: how long one may take, and how a process that one starts begins and ends."""
