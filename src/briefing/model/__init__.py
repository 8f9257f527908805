"""The frozen records and the words for them: what everything else passes around."""
