"""The trainer pack: its plan, its words, its PDFs and what reaches no learner."""
