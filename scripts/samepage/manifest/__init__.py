"""Reads dbt's manifests into a catalog.

load_catalog(company)                       # of what dbt parsed last
read_catalog(semantic, project, connected)  # of manifests at hand
"""

from samepage.manifest.read import load_catalog, read_catalog

__all__ = ["load_catalog", "read_catalog"]
