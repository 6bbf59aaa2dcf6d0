"""Drawings as authors and attackers write them; `{site}` stands for another server."""

SVG = 'xmlns="http://www.w3.org/2000/svg"'
HARMLESS = {
    "plain": f'<svg {SVG} viewBox="0 0 9 9" role="img" aria-labelledby="t"><title id="t">A map</title><path d="M0 0h9" class="a"/></svg>',
    "prefixed": '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:circle r="3"/></s:svg>',
    "style": f'<svg {SVG}><style>.a {{ fill: url(#g); transform: rotate(9deg) }} text {{ font-family: "Arial" }}</style><text y="9">x</text></svg>',
    "declared": f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><!-- by hand --><svg {SVG} xml:space="preserve"><rect width="9" height="9"/></svg>',
    "gradient": f'<svg {SVG} xmlns:xlink="http://www.w3.org/1999/xlink"><defs><linearGradient id="g"><stop offset="0" stop-color="rgb(1,2,3)"/></linearGradient></defs><use xlink:href="#g"/></svg>',
    "picture": f'<svg {SVG}><image href="data:image/png;base64,iVBORw0KGgo=" width="9" height="9"/></svg>',
}
HOSTILE: dict[str, str | bytes] = {
    "script": f'<svg {SVG}><script>document.title="ran"</script></svg>',
    "prefixed script": '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>document.title="ran"</s:script></s:svg>',
    "XHTML script": f'<svg {SVG}><x:script xmlns:x="http://www.w3.org/1999/xhtml">document.title="ran"</x:script></svg>',
    "XHTML image": f'<svg {SVG}><x:img xmlns:x="http://www.w3.org/1999/xhtml" src="{{site}}x.png" onerror="document.title=\'ran\'"/></svg>',
    "UTF-16": f'\ufeff<svg {SVG}><script>document.title="ran"</script></svg>'.encode("utf-16-le"),
    "another encoding": f'<?xml version="1.0" encoding="ISO-2022-JP"?><svg {SVG}><script>document.title="ran"</script></svg>'.encode(),
    "handler": f"<svg {SVG} onload=\"document.title='ran'\"/>",
    "handler behind an entity": f'<!DOCTYPE svg [<!ENTITY a "document.title=\'ran\'">]><svg {SVG} onload="&a;"/>',
    "script behind an entity": f"<!DOCTYPE svg [<!ENTITY a \"&#60;script>document.title='ran'&#60;/script>\">]><svg {SVG}>&a;</svg>",
    "attribute by a DTD": f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"document.title='ran'\">]><svg {SVG}/>",
    "address that runs": f'<svg {SVG}><a href="&#106;avascript:document.title=1"><text y="5">x</text></a></svg>',
    "set": f'<svg {SVG}><a><set attributeName="href" to="&#106;avascript:document.title=1"/><text y="5">x</text></a></svg>',
    "animate": f'<svg {SVG}><a id="a"><text y="5">x</text></a><animate href="#a" attributeName="href" values="&#106;avascript:1"/></svg>',
    "handler of an animation": f'<svg {SVG}><animate onbegin="document.title=\'ran\'" attributeName="x" dur="1s"/></svg>',
    "foreign page": f'<svg {SVG}><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="x"/></foreignObject></svg>',
    "image": f'<svg {SVG}><image href="&#104;ttp:{{site}}x.png" width="9" height="9"/></svg>',
    "image of the same site": f'<svg {SVG}><image href="other.png" width="9" height="9"/></svg>',
    "drawing in a drawing": f'<svg {SVG}><image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/></svg>',
    "use": f'<svg {SVG}><use href="{{site}}x.svg#a"/></svg>',
    "filter image": f'<svg {SVG}><filter id="f"><feImage href="{{site}}x.png"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>',
    "escaped style": f'<svg {SVG}><rect width="9" height="9" style="fill:u\\72l({{site}}x)"/></svg>',
    "escaped attribute": f'<svg {SVG}><rect width="9" height="9" fill="u\\72l({{site}}x)"/></svg>',
    "mask of elsewhere": f'<svg {SVG}><rect width="9" height="9" mask="url({{site}}x.svg#m)"/></svg>',
    "import": f'<svg {SVG}><style>@import "{{site}}x.css";</style></svg>',
    "face": f'<svg {SVG}><style>@font-face {{{{ font-family: A; src: url({{site}}x.woff) }}}}</style><text font-family="A" y="9">x</text></svg>',
    "image set": f"<svg {SVG} style=\"background: image-set('{{site}}x.png' 1x)\"/>",
    "base": f'<svg {SVG} xml:base="{{site}}"><use href="#a"/></svg>',
    "stylesheet": f'<?xml-stylesheet href="{{site}}x.css"?><svg {SVG}/>',
    "transformation": f'<?xml-stylesheet type="text/xsl" href="#x"?><svg {SVG}/>',
    "DTD of elsewhere": f'<!DOCTYPE svg SYSTEM "{{site}}x.dtd"><svg {SVG}/>',
    "inclusion": f'<svg {SVG} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{{site}}x.svg"/></svg>',
    "metadata of a program": f'<svg {SVG} xmlns:i="http://www.inkscape.org/namespaces/inkscape"><i:view/></svg>',
    "no SVG": "<html><script>document.title='ran'</script></html>",
}


def drawing(text: str | bytes, site: str = "//elsewhere.example/") -> bytes:
    """The bytes of one of them."""
    return (
        text if isinstance(text, bytes) else text.replace("{site}", site).replace("{{", "{").replace("}}", "}").encode()
    )
