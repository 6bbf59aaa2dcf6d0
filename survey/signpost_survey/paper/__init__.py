"""Answer sheets on paper to sealed records: `signpost-survey paper`. Pictures live in memory alone."""

import os

from signpost_survey.paper.limits import MOST_PIXELS

# OpenCV reads these as it starts: a picture that is too large is refused before it takes memory, and a damaged one is our sentence alone.
os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(MOST_PIXELS)
os.environ.setdefault("OPENCV_LOG_LEVEL", "OFF")
