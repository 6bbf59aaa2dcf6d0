"""Answer sheets on paper to sealed records: `signpost-survey paper`. Pictures live in memory alone."""
