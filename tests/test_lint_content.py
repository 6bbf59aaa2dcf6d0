"""What pages and scripts do: remote requests, who the learner is, what browsers no longer do."""

import pytest
from signpost_builder.lint.content import inspect

REMOTE = [
    '<script src="https://cdn.example/x.js"></script>',
    '<img src="//cdn.example/x.png">',
    '<img srcset="a.png 1x, https://cdn.example/b.png 2x">',
    '<link rel="stylesheet" href="http://cdn.example/x.css">',
    '<iframe src="https://video.example/embed"></iframe>',
    '<video poster="https://cdn.example/p.jpg"></video>',
    '<form action="https://collect.example/">',
    '<base href="https://cdn.example/">',
    '<object data="https://cdn.example/x.swf"></object>',
    '<meta http-equiv="refresh" content="0; url=https://elsewhere.example/">',
    '<p style="background: url(https://cdn.example/x.png)">',
    "<style>@import 'https://cdn.example/x.css';</style>",
    "<style>p { background: url('//cdn.example/x.png') }</style>",
    "<script>fetch('https://collect.example/', {method: 'POST'})</script>",
    "<script>x.open('GET', `https://collect.example/`)</script>",
    '<script type="module">import x from "https://cdn.example/x.js"</script>',
    "<script>navigator.sendBeacon('https://collect.example/', '')</script>",
    "<script>new WebSocket('wss://live.example/')</script>",
    "<script>image.src = 'https://pixel.example/'</script>",
    "<p onclick=\"fetch('https://collect.example/')\">",
    '<svg><image xlink:href="https://cdn.example/x.png"/><use href="#a"/></svg>',
]
HARMLESS = [
    '<a href="https://www.gov.uk/">GOV.UK</a>',
    '<link rel="canonical" href="https://course.example/">',
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><use href="#a"/></svg>',
    '<img src="media/map.svg" alt=""><img src="data:image/png;base64,AA" alt="">',
    '<script type="application/json">{"url": "https://www.gov.uk/", "learner_name": 1}</script>',
    "<script>const home = 'https://www.gov.uk/'; // http://comment.example</script>",
    "<p>We never read learner_name. See https://www.gov.uk/ and fetch('https://x.example').</p>",
    "<script>addEventListener('pagehide', save); open('a', 'b', {async: true})</script>",
    '<form action="save.html"></form>',
]


@pytest.mark.parametrize("html", REMOTE)
def test_what_is_fetched_from_elsewhere(html):
    """Every way in which a page fetches or sends by itself."""
    assert [found.code for found in inspect("index.html", html.encode())] == ["content-remote"]


@pytest.mark.parametrize("html", HARMLESS)
def test_what_only_looks_remote(html):
    """A link that a learner chooses, a namespace, an address in a text."""
    assert inspect("index.html", html.encode()) == []


@pytest.mark.parametrize(
    "script", ["api.LMSGetValue('cmi.core.student_name')", 'get("cmi.learner_id")', "const learner_name = read()"]
)
def test_reading_who_the_learner_is(script):
    """A course has no need to know."""
    assert [found.code for found in inspect("player.js", script.encode())] == ["content-learner-identity"]


@pytest.mark.parametrize(
    "script",
    [
        "window.onunload = finish",
        "addEventListener('unload', finish)",
        "$(window).unload(finish)",
        '$(window).on("unload", f)',
    ],
)
def test_relying_on_unload(script):
    """Chrome drops the event; what is saved there is lost."""
    assert [found.code for found in inspect("player.js", script.encode())] == ["content-unload"]


def test_an_unload_attribute():
    """The same as an attribute of the page."""
    assert [found.code for found in inspect("a.html", b'<body onunload="doQuit()">')] == ["content-unload"]


@pytest.mark.parametrize(
    "script", ["x.open('POST', url, false)", 'x.open("POST", url, !1, user)', "$.ajax({url: u, async: false})"]
)
def test_synchronous_requests(script):
    """Browsers refuse them while a page closes."""
    assert [found.code for found in inspect("player.js", script.encode())] == ["content-synchronous-request"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "p{}\n  p{background:url(https://x.example/a.png)}"),
        ("a.js", "let a;\n  fetch('https://x.example/a.png')"),
        ("a.html", "<p>\n  <img src='https://x.example/a.png'>"),
    ],
)
def test_the_place_is_named(name, text):
    """File and line."""
    (found,) = inspect(name, text.encode())

    assert (str(found.span.path), found.span.line) == (name, 2)


def test_one_finding_for_one_address():
    """A repeated address is reported where it first stands."""
    (found,) = inspect("a.css", b"p{background:url(//x.example/a)}\nq{background:url(//x.example/a)}")

    assert found.span.line == 1


@pytest.mark.parametrize("html", ["<![foo[x]]>", "<![ ", "<![", "<!x", "</"])
def test_marks_that_html_does_not_have(html):
    """Browsers take them for comments; what follows is still looked at."""
    assert [found.code for found in inspect("index.html", f'{html}><img src="//cdn.example/x.png">'.encode())] == [
        "content-remote"
    ]
