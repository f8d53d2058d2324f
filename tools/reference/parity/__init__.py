"""Builds the parity corpus: small models with random weights and what sentence-transformers computes with them."""
