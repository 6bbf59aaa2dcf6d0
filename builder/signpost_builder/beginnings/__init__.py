"""`signpost new`: small, good examples to begin from. The texts stand in `files/`."""
