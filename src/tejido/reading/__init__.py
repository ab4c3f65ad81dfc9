"""What a release says: its public tables read once for whoever shows them, and the plain sentences that its figures carry.

In: a public release. Out: facts (scores, values, units, sources, gaps), and sentences about them by language. The viewer's pages and
the report both speak from here, so that neither says what the other does not.
"""
