"""outreach takes a petition to governments and proves what arrived, was answered and was done.

The folders are the trip, in order: petition, signatures, recipients → rounds → dossiers → reviews →
delivery → replies → responses → accountability. Each stage imports only those before it.
"""

__version__ = "0.1.0"
