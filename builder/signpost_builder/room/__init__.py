"""The room's server: the trainer's page on this computer, and the page that phones open. Votes are in its memory alone."""
