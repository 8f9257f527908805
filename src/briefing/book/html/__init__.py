"""The HTML of the book: pages, cards, search, source texts and the theme."""
