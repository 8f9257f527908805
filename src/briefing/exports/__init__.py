"""The ledger for machines: one module a format, each of which declares its files in the catalogue."""
