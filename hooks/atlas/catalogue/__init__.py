"""Files in, one catalogue out: read, validated, withheld, cross-referenced; every problem kept."""
