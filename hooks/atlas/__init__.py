"""The UNTOC Atlas: from YAML records to pages, documents and public formats.

Layers are folders, and every import points down: cli, build, editing, documents, site, exports, checks,
catalogue, model. ARCHITECTURE.md says what each holds.
"""
