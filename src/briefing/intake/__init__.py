"""Adding an article: the copy, and what is proposed to the person who codes it."""
