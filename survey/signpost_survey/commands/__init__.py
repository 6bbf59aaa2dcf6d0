"""What `signpost-survey` can do: a file for each command or group of them. Heavy modules are imported by the command that needs them."""
