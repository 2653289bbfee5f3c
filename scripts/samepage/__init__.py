"""Definitions to compiled metrics to pages: the library behind the verbs in scripts/.

Modules stand on floors and import only downwards; HACKING.md draws them and
tests/test_floors.py holds them to it.
"""
