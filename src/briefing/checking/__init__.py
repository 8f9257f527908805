"""What must be true of evidence, judgements, chapters and releases: one function a rule."""
