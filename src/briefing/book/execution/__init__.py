"""Chapters executed in forks of one loaded process."""
