"""What every builder shares: state, directives, the domain of records, freshness."""
