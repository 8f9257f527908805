"""Editions and releases: identity, comparison, numbering, the store, verification, feed and site."""
