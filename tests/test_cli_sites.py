"""What the administrator of a trust is told of the table of sites, and the empty one to fill in."""

import csv
import io
import re
import sys
import zipfile

import pytest
from click.testing import CliRunner
from lxml import etree
from signpost_builder.cli import main
from signpost_builder.read.local_picture import COLUMNS as OF_THE_PICTURE
from signpost_builder.sites_template import KINDS, columns, csv_bytes, xlsx_bytes

from tests import safeguarding
from tests.small_course import write_course

AS_OF = ("--as-of", "2026-11-23")
TABLE = "course/first/sites.csv"
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str):
    return CliRunner().invoke(main, [*words])


def changed(project, *pairs: tuple[str, str], name: str = TABLE) -> None:
    path = project / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_a_complete_table(project):
    """A row for each site, when to ask again, and a sum; exit 0."""
    run = signpost("sites", "check", *AS_OF)

    assert (run.exit_code, run.stderr) == (0, "")
    assert [re.split(r" {2,}", line) for line in run.stdout.splitlines()] == [
        [f"{TABLE}:"],
        ["academy", "line", "checked", "ask again by", "state"],
        ["north", "2", "2026-11-22", "2027-03-26", "complete"],
        ["coast", "3", "2026-11-22", "2027-03-26", "complete"],
        ["2 in the table by academy: 0 with something missing or wrong, 0 with old contacts, 0 examples"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("01325 555 101,", ",", "MISSING dsl_phone"),
        ("01325 555 101,", "TBC,", "placeholder in dsl_phone"),
        ("01325 555 101,", "0132 5,", "wrong dsl_phone"),
        ("01325 555 101,", "1325555101,", "wrong dsl_phone"),
        ("01325 555 101,", "441325555101,", "wrong dsl_phone"),
        ("01325 555 101,", "4.41326E+11,", "wrong dsl_phone"),
        ("https://mash.north.", "mash.north.", "wrong mash_url"),
        ("2026-11-22,Trust lead\ncoast", "22/11/2026,Trust lead\ncoast", "wrong checked_on"),
        ("2026-11-22,Trust lead\ncoast", "2027-11-22,Trust lead\ncoast", "wrong checked_on"),
        ("2026-11-22,Trust lead\ncoast", ",\ncoast", "MISSING checked_on, checked_by"),
        ("north,Hill", "No rth,Hill", "wrong id"),
    ],
)
def test_what_is_missing_or_wrong_is_named_by_column(project, old, new, state):
    """Exit 1; the other row is complete."""
    changed(project, (old, new))
    run = signpost("sites", "check", *AS_OF)

    assert run.exit_code == 1
    rows = run.stdout.splitlines()
    assert rows[2].endswith(f"  {state}") and rows[3].endswith("  complete"), run.stdout
    assert rows[-1].endswith("1 with something missing or wrong, 0 with old contacts, 0 examples")


def test_old_contacts_are_told_and_are_no_error(project):
    """A term after somebody asked."""
    run = signpost("sites", "check", "--as-of", "2027-05-01")

    assert run.exit_code == 0
    assert run.stdout.count("OLD: ask, then change checked_on") == 2
    assert run.stdout.splitlines()[-1].endswith("0 with something missing or wrong, 2 with old contacts, 0 examples")


def test_examples_pictures_and_empty_columns(project):
    """What may stay empty is said, and what has run out."""
    changed(
        project,
        ("checked_on,checked_by", "checked_on,checked_by,hub_lead,hot_spots,picture_checked_on,picture_checked_by,picture_until"),
        ("north,Hill Academy North,,", "north,Hill Academy North,yes,"),
        ("Trust lead\ncoast", "Trust lead,,Bus station,2026-11-22,the lead,2026-12-01\ncoast"),
        ("Trust lead\n", "Trust lead,\"Hub lead, 01325 555 220\",,,,\n"),
    )  # fmt: skip
    run = signpost("sites", "check", "--as-of", "2026-12-02")

    rows = run.stdout.splitlines()
    picture = "local picture held until 2026-12-01, left out"
    assert rows[2].endswith(f"{picture}; an example, not a real one; may stay empty: hub_lead"), run.stdout
    assert rows[3].endswith("  complete") and run.exit_code == 0


def test_a_table_that_cannot_be_read_says_why(project):
    """The finding itself, with its place; never an empty table."""
    changed(project, ("dsl_phone", "dsl_fone"))
    run = signpost("sites", "check", *AS_OF)

    assert run.exit_code == 1
    assert f"{TABLE}:1:" in run.stdout and "error[unknown-key]: there is no column 'dsl_fone'" in run.stdout


def test_a_row_with_too_few_fields_is_told_under_the_table(project):
    changed(project, ("north,Hill Academy North,,", "north,Hill Academy North,"))
    run = signpost("sites", "check", *AS_OF)

    assert run.exit_code == 1 and "error[malformed-row]" in run.stdout


def test_errors_elsewhere_are_counted_and_are_no_fault_of_the_table(project):
    changed(project, ("purpose: ", "porpose: "), name="modules/helplines.yaml")
    run = signpost("sites", "check", *AS_OF)

    assert run.exit_code == 0
    assert "errors in other files; 'signpost check first' shows them" in run.stdout.splitlines()[-1]


def test_modules_are_not_read(project):
    """The administrator's table is not held up by an author's slip."""
    changed(project, ("::: question", "::: qestion"), name="modules/noticing/module.md")

    assert signpost("sites", "check", *AS_OF).exit_code == 0


def test_a_table_that_two_courses_share_is_shown_once(project):
    text = (project / "course/first/course.yaml").read_text()
    (project / "course/second").mkdir()
    (project / "course/second/course.yaml").write_text(
        text.replace("id: first", "id: second").replace("modules:", "sites: first\nmodules:")
    )
    assert signpost("sites", "check", *AS_OF).stdout.count(TABLE) == 1
    (project / TABLE).unlink()

    assert (
        "first has no table of sites; 'signpost sites template first' writes one" in signpost("sites", "check").stdout
    )


def test_a_course_that_cannot_be_read_says_why(project):
    changed(project, ("languages: [en-GB]", "languages: [en-GB"), name="course/first/course.yaml")
    run = signpost("sites", "check")

    assert run.exit_code == 1 and "course/first/course.yaml:" in run.stderr


# ------------------------------------------------------------------- the empty table


def test_the_template_has_the_columns_of_the_course(project):
    """Those that the reader knows and no others; what is printed explains each."""
    run = signpost("sites", "template")

    assert run.exit_code == 0, run.output
    assert run.stdout.splitlines()[:2] == [
        "output/first/sites-template.csv",
        "output/first/sites-template.xlsx",
    ]
    header = (project / "output/first/sites-template.csv").read_text("utf-8-sig").strip().split(",")
    own = [column for contact in safeguarding.local_contacts() for column in contact.columns]
    assert header == ["id", "name", "example", *own, "checked_on", "checked_by", *OF_THE_PICTURE]
    explained = dict(re.findall(r"^  (\w+)(?: \(optional\))?: (.+)", run.stdout, re.MULTILINE))
    assert [*explained] == header and all(explained.values())
    assert "  hub_lead (optional): " in run.stdout and "  dsl_phone: " in run.stdout


def filled(project, *, separator: str = ",", mark: bool = True, **cells: str) -> bytes:
    """The template as a spreadsheet saves it with a row of `small_course` typed into it."""
    rows = list(csv.reader(io.StringIO((project / TABLE).read_text(encoding="utf-8"))))
    typed = dict(zip(rows[0], rows[1], strict=True)) | cells
    signpost("sites", "template")
    header = (project / "output/first/sites-template.csv").read_text("utf-8-sig").strip().split(",")
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
    writer.writerows([header, [typed.get(name, "") for name in header], [""] * len(header)])
    return stream.getvalue().encode("utf-8-sig" if mark else "utf-8")


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("number", ["01325 555 101", "01325555101", "+44 1325 555 101", "+44 (0)1325 555 101"])
def test_what_a_spreadsheet_saves_is_read(separator, mark, number, project):
    """Byte order mark, CRLF, empty rows, semicolons; a number as text keeps its zero and its plus."""
    (project / TABLE).write_bytes(filled(project, separator=separator, mark=mark, dsl_phone=number))
    run = signpost("sites", "check", *AS_OF)

    assert run.exit_code == 0, run.output
    assert run.stdout.splitlines()[2].startswith("north ")
    assert signpost("build", "--site", "north", "--format", "web", *AS_OF).exit_code == 0


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """The texts of each sheet, by row."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = ["".join(item.itertext()) for item in etree.fromstring(book.read("xl/sharedStrings.xml"))]
        return {
            name: [
                [texts[int(cell.findtext(f"{CELL}v"))] for cell in row.iter(f"{CELL}c") if cell.get("t") == "s"]
                for row in etree.fromstring(book.read(f"xl/worksheets/{name}.xml")).iter(f"{CELL}row")
            ]
            for name in ("sheet1", "sheet2")
        }


def test_the_spreadsheet_keeps_zeros_and_explains_itself():
    """Every cell that one types into is text; the second sheet has a row for each column; the same bytes twice."""
    wanted = list(columns(safeguarding.local_contacts(), {"staff": "Staff"}))
    data = xlsx_bytes(wanted)
    found = sheets(data)

    assert data == xlsx_bytes(wanted)
    assert (
        found["sheet1"][0]
        == [column.name for column in wanted]
        == csv_bytes(wanted).decode("utf-8-sig").strip().split(",")
    )
    assert [row[0] for row in found["sheet2"][1:]] == found["sheet1"][0]
    assert all(len(row) == 3 and row[2] for row in found["sheet2"])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}
        styles = etree.fromstring(book.read("xl/styles.xml"))
        formats = [each.get("numFmtId") for each in styles.find(f"{CELL}cellXfs")]
        rows = list(etree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{CELL}row"))
    assert {formats[int(cell.get("s"))] for row in rows for cell in row} == {"49"}  # "@", text (ECMA-376, 18.8.30)
    assert len(rows) > 400 and all(len(row) == len(wanted) for row in rows)


def test_without_the_extra_the_csv_is_written_and_what_to_install_is_said(project, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.setattr("signpost_builder.sites_template.find_spec", lambda name: None)
    run = signpost("sites", "template")

    assert run.exit_code == 0 and "pip install 'signpost-builder[sheets]'" in run.stderr
    assert [path.name for path in (project / "output/first").iterdir()] == ["sites-template.csv"]


def test_every_kind_of_column_has_words():
    """A kind that contacts.yaml may name and nobody explains would be an error on the day."""
    assert {kind for contact in safeguarding.local_contacts() for kind in contact.columns.values()} <= KINDS.keys()
