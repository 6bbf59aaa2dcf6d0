"""What `signpost-report` can do, one command a file."""
