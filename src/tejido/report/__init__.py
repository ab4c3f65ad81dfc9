"""The Human Mobility Profile: a report written from a public release, whose figures cannot say anything else.

In: a public release and the editor's folder (words by chapter and language, decisions on recommendations). Out: one document of blocks
(`blocks.Document`), rendered as HTML, PDF, DOCX and Markdown; findings about the editor's words where the figures moved on.
"""
