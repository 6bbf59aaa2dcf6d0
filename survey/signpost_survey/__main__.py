"""python -m signpost_survey: the command, for where it is not on the path."""

from signpost_survey.cli import main

main(prog_name="signpost-survey")
