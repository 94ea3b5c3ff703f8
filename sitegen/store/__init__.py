"""Storage: values as JSON, sealed files, texts of pages, files written whole."""
