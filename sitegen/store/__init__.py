"""Storage: values as JSON, sealed files, bodies of documents, and atomic writing of files."""
