"""The command line: arguments to calls, faults to one line and an exit code."""
