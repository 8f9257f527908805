"""The preview: a server of the built book that watches, rebuilds and shows what changed in the open page."""
