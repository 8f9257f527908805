"""What every builder shares: state and freshness, directives, the domain of records."""
