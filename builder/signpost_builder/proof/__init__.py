"""Proof of training without a platform: the code on a certificate (docs/formats/proof.md), and the laptop's key that signs one."""
