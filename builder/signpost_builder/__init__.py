"""Compiles training modules kept as Markdown and YAML into packages that learning platforms run."""
