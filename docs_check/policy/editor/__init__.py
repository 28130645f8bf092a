"""`docs-check policy edit`: a pack beside its forms, in the browser."""
