"""What a change of the sources means to learners and to results: two readings of one course laid beside each other."""
