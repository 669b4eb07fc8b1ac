"""Exporters: reports as the bytes a platform expects. Pure."""
