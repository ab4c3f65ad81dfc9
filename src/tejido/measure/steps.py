"""The steps of measuring, as English texts to say to whoever waits."""

READING = "Reading the folder"
MEASURING = "Measuring from columns and maps"
ASKING = "Estimating from answers"
CARRYING = "Carrying figures between levels"
PROTECTING = "Protecting people"
SCORING = "Scoring"
WEIGHING = "Weighing how sure the scores are"
WRITING = "Writing the release"

STEPS = (READING, MEASURING, CARRYING, ASKING, PROTECTING, SCORING, WEIGHING, WRITING)
"""In their order."""
