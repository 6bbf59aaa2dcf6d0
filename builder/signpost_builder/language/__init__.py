"""The language server: what an editor shows of a project while somebody types. It reads, and never writes a file."""
