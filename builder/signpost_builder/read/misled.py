"""Link addresses that lead nowhere, and what their author most likely meant."""

import re

from signpost_builder.diagnostics import nearest
from signpost_builder.source.contacts import Fault, email_fault, telephone, web_address_fault
from signpost_builder.source.markdown_lines import slug
from signpost_builder.source.tokens import NAMES as TOKENS

WITHOUT_QUOTES = "take the quotes away: an address stands between its brackets alone"
SCHEMES = ("https", "http", "mailto", "tel", "page")
BROKEN_SCHEME = re.compile(r"(https?)(?::/{1}(?=[^/])|:(?=[^/])|/{2}|;//)(.*)", re.IGNORECASE)
HOST = re.compile(r"(?:www\.)?(?:[\w-]+\.)+(?P<end>[A-Za-z]{2,24})(?:[/?#]\S*)?")
# Endings of websites that no file has here; others count with "www." before or a path behind them.
WEBSITES = {"uk", "org", "com", "net", "eu", "gov", "info", "int", "edu", "scot", "wales", "ie"}
SOURCE = re.compile(r"(?:\.\./|modules/)*(?P<module>[\w-]+)/module\.md(?:#(?P<page>[\w-]+))?")


def meant(address: str, module: str) -> str:
    """A hint: the address as it should be written; empty when nothing is likely. `module`: where the link stands."""
    if address.startswith("{"):
        return f"write {address} alone, without [words](…): it becomes a link by itself"
    if address.strip("“”„‘’‚«»\"'") != address:
        return WITHOUT_QUOTES
    if broken := BROKEN_SCHEME.fullmatch(address):
        return f"write {broken[1].lower()}://{broken[2]}"
    if "@" in address and email_fault(address) is None:
        return f"write mailto:{address}"
    if not isinstance(number := telephone(address), Fault):
        return f"write tel:{''.join(number.number.split())}, with the same digits in the words"
    host = HOST.fullmatch(address)
    if host and (host["end"].lower() in WEBSITES or address.lower().startswith("www.") or "/" in address):
        return f"write https://{address}" if web_address_fault(f"https://{address}") is None else ""
    if source := SOURCE.fullmatch(address):
        return f"write page:{source['module']}.{source['page'] or 'start'}"
    if address.startswith("#") and (name := slug(address)):
        return f"write page:{name}" if module else "write page:module.page"
    return ""


def scheme_meant(kind: str) -> str:
    """A hint for `kind:` that no link begins with."""
    if kind in TOKENS:
        return f"write {{{kind}:…}} alone, without [words](…): it becomes a link by itself"
    if kind == "file" or len(kind) == 1:
        return "copy the file into the module's folder and write its name: what is on your computer is nowhere else"
    close = nearest(f"{kind}:", [f"{each}:" for each in SCHEMES])
    return close if close.startswith("did") else "use https:, page:, mailto: or tel:"
