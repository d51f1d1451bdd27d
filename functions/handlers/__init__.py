"""One short file per Lambda function: it only translates (docs/architecture.md)."""
