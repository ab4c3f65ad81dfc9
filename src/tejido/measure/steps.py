"""The steps of measuring, as English texts to say to whoever waits."""

READING = "Reading the folder"
MEASURING = "Measuring from columns and maps"
CARRYING = "Carrying figures between levels"
PROTECTING = "Protecting people"
SCORING = "Scoring"
WRITING = "Writing the release"

STEPS = (READING, MEASURING, CARRYING, PROTECTING, SCORING, WRITING)
"""In their order."""
