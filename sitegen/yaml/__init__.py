"""YAML as nodes with line and column; what is wrong with a text as YAML."""
