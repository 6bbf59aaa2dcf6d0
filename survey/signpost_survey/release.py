"""placeholder"""
def zipped(document: bytes) -> bytes:
    return document
