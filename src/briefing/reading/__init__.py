"""From files to records: YAML with line numbers, articles byte for byte, quotes anchored to their spans."""
