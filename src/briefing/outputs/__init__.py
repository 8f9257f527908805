"""One execution to all outputs: the Sphinx run, staging, downloads and notebooks."""
