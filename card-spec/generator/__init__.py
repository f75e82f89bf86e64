"""Reads, checks and writes the card's specification; started by tools/generate_card_spec.py."""
