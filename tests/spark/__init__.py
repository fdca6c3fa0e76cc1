"""What runs on Spark gives what DuckDB gives. Skipped, with the reason, where Spark cannot be had."""
