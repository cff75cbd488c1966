"""Blocks become Word or PDF."""
