"""`signpost-survey paper`: answer sheets from a camera or a scanner become sealed records."""

import sys
import webbrowser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost_survey.commands.common import FILE, NEW, need_a_person
from signpost_survey.form import Form, parse_form

if TYPE_CHECKING:
    from signpost_survey.paper.layout import Layout
    from signpost_survey.paper.reading import Sitting

OUTBOX = "signpost-outbox"
EXTRA = ("cv2", "pypdfium2", "numpy")
NOTICE = """\
Whoever scans sees the sheets: let it be somebody who would keep it to themselves, and look at no sheet for longer than the program asks.
Use a scanner or this computer's camera. A phone sends its pictures to a cloud.
When the records are sent, whoever watches the network sees that many came at once from here, never what they say.
Afterwards the pictures are deleted, if you say so, and the paper is shredded."""
REFUSED = {
    "again": "the same sheet of paper once more",
    "unfinished": "one half is empty, so it is no record",
    "blank": "nothing is marked on it",
    "without": "no sheet is on it (the back of one, or cut off)",
}


@click.command()
@click.argument("scans", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--form", "form_path", required=True, type=FILE, help="form.json of the trainer pack.")
@click.option("--layout", "layout_path", type=FILE, help="paper.json of the pack; else the one beside the form.")
@click.option("--outbox", type=NEW, default=OUTBOX, show_default=True, help="Where sealed records wait for 'push'.")
@click.option(
    "--delete/--keep", "delete", default=None, help="Delete the pictures when the records are safe; else you are asked."
)
@click.option(
    "--from-cloud", is_flag=True, help="Read pictures although they lie in a folder that is copied to a cloud."
)
@click.option(
    "--browser/--no-browser", default=True, help="Open the page with unsure marks; else its address is printed."
)
def paper(
    scans: tuple[Path, ...],
    form_path: Path,
    layout_path: Path | None,
    outbox: Path,
    delete: bool | None,
    from_cloud: bool,
    browser: bool,
) -> None:
    """Read answer sheets in SCANS (PDF, TIFF, PNG, JPEG, or folders of them) and seal what they say.

    What is not plain is asked on a page of this computer, beside the cut-out; nothing is guessed, and no picture is written.
    """
    _need_the_extra()
    from signpost_survey.hardening import seal_process
    from signpost_survey.paper.reading import Sitting

    if delete is None:
        need_a_person("--delete or --keep")
    form = parse_form(form_path.read_bytes())
    layout = _layout(layout_path or form_path.with_name("paper.json"), form)
    paths = list(_files(scans))
    _tell_of_others(scans, paths)
    _refuse_clouds(paths, from_cloud)
    for words in (*NOTICE.splitlines(), *seal_process()):
        click.echo(words, err=True)
    sitting = Sitting(form, layout)
    before = _kept(outbox)
    read, unread = _read(sitting, paths, before)
    _ask(sitting, browser)
    made = _seal(sitting, form, outbox, read)
    _report(sitting, made, outbox)
    if made or set(read) <= before:
        _delete(sitting, [path for path in paths if path not in unread], unread, read, delete)


def _need_the_extra() -> None:
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in EXTRA):
        raise click.ClickException("reading paper needs more than the store: pip install 'signpost-survey[paper]'")


def _layout(path: Path, form: Form) -> "Layout":
    from signpost_survey.paper.layout import parse_layout

    if not path.is_file():
        raise click.UsageError(f"{path} is not there: name paper.json of the trainer pack with --layout")
    return parse_layout(path.read_bytes(), form)


def _files(scans: Sequence[Path]) -> Iterator[Path]:
    """Files as they are named, of folders those that are pictures, each once."""
    from signpost_survey.paper.pictures import ENDINGS

    seen = set()
    for path in scans:
        inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in ENDINGS) if path.is_dir() else [path]
        for one in inside:
            if one.resolve() not in seen and one.is_file():
                seen.add(one.resolve())
                yield one


def _tell_of_others(scans: Sequence[Path], paths: Sequence[Path]) -> None:
    """Files in a folder that look like no picture: an iPhone's HEIC would be missed without a word."""
    inside = (one for path in scans if path.is_dir() for one in sorted(path.rglob("*")))
    others = [one.name for one in inside if one.is_file() and one not in paths and not one.name.startswith(".")]
    if others:
        click.echo(f"warning: not read, as it is no PDF, TIFF, PNG or JPEG: {', '.join(others)}", err=True)


def _refuse_clouds(paths: Sequence[Path], from_cloud: bool) -> None:
    from signpost_survey.paper.originals import cloud_of

    if not paths:
        raise click.UsageError("there is no picture: PDF, TIFF, PNG or JPEG")
    clouds = sorted({service for path in paths if (service := cloud_of(path))})
    if clouds and not from_cloud:
        raise click.UsageError(
            f"these pictures lie in a folder that {' and '.join(clouds)} copies elsewhere. Delete them there, too, and scan into another folder; "
            "or read them with --from-cloud, and say in your records that they were there"
        )


def _kept(outbox: Path) -> set[str]:
    from signpost_survey.outbox import Outbox

    kept = Outbox(outbox)
    kept.tidy()
    return kept.read()


def _read(sitting: "Sitting", paths: Sequence[Path], before: set[str]) -> tuple[dict[str, int], list[Path]]:
    """Takes every page. Returns fingerprint and size of each file, and the files that could not be read."""
    from signpost_survey.paper import originals
    from signpost_survey.paper.pictures import PictureError, pages

    read: dict[str, int] = {}
    unread: list[Path] = []
    phones = 0
    say = sys.stderr.isatty()
    for number, path in enumerate(paths, start=1):
        if say:
            click.echo(f"\rreading {number} of {len(paths)}", nl=number == len(paths), err=True)
        try:
            data = path.read_bytes()
        except OSError as error:
            sitting.refuse(path.name, f"it cannot be read: {error.strerror}")
            unread.append(path)
            continue
        name = originals.fingerprint(data)
        if name in read:
            sitting.refuse(path.name, "the same file was given twice")
            continue
        read[name] = len(data)
        if name in before:
            sitting.refuse(path.name, "it was read before, and its records wait in the outbox")
            continue
        phones += originals.by_a_phone(data)
        try:
            for page in pages(path, data):
                sitting.take(page)
        except PictureError as error:
            sitting.refuse(path.name, str(error))
            unread.append(path)
    if phones:
        click.echo(
            f"warning: {phones} of these pictures were taken by a phone: delete them there and in its cloud, too",
            err=True,
        )
    return read, unread


def _ask(sitting: "Sitting", browser: bool) -> None:
    from signpost_survey.paper.asking import ask

    unsure = [sheet for sheet in sitting.sheets if sheet.asked]
    if not unsure:
        return

    def show(address: str) -> None:
        click.echo(
            f"{len(unsure)} of {len(sitting.sheets)} sheets have marks that a person has to look at: {address}",
            err=True,
        )
        if browser:
            webbrowser.open(address)

    decided = ask(sitting.sheets, show)
    if decided is None:
        raise click.ClickException("broken off: nothing is kept, and the pictures are where they were")
    for sheet, said in decided:
        sitting.decide(sheet, said)


def _seal(sitting: "Sitting", form: Form, outbox: Path, read: dict[str, int]) -> int:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    from signpost_survey import record
    from signpost_survey.keys import decode
    from signpost_survey.outbox import Outbox

    public = X25519PublicKey.from_public_bytes(decode(form.key.public))
    records = [record.seal(form, said, public) for said in sitting.answered()]
    if records:
        Outbox(outbox).add(form, records, read)
    return len(records)


def _report(sitting: "Sitting", made: int, outbox: Path) -> None:
    sheets = f"{made} sheet{'' if made == 1 else 's'}"
    click.echo(
        f"{sheets} read and sealed: they wait in {outbox}. Send them with: signpost-survey push {outbox} --endpoint ADDRESS"
        if made
        else "no sheet was read"
    )
    refused = [one for one in sitting.left if one.kind == "refused"]
    for one in refused:
        click.echo(f"refused: {one.name}: {one.why}")
    counted = Counter(one.kind for one in sitting.left if one.kind != "refused")
    for kind, count in sorted(counted.items()):
        names = ", ".join(one.name for one in sitting.left if one.kind == kind)
        click.echo(f"left out: {count}, {REFUSED[kind]}: {names}")
    if refused:
        click.echo(f"{len(refused)} refused: put these sheets on the scanner once more, alone")


def _delete(
    sitting: "Sitting", paths: Sequence[Path], unread: Sequence[Path], read: dict[str, int], delete: bool | None
) -> None:
    """`unread` may be anything, so it is named and left to a person."""
    from signpost_survey.paper import originals

    if delete is None:
        delete = click.confirm(f"Delete the {len(paths)} pictures now? They cannot be brought back", default=True)
    if not delete:
        click.echo("The pictures are kept. Read again after 'push', they would be counted twice: delete them soon.")
        return
    still = [*originals.delete(paths), *unread]
    places = {path.resolve().parent for path in paths}
    still += [path for path in originals.copies(read, places, Path.home()) if path not in still]
    gone = len(paths) - sum(path.exists() for path in paths)
    shred = "all but the refused sheets" if any(one.kind == "refused" for one in sitting.left) else "the paper"
    click.echo(f"{gone} picture{'' if gone == 1 else 's'} deleted. Shred {shred} now.")
    for path in still:
        click.echo(f"still there, delete it by hand: {path}", err=True)
    if still:
        raise SystemExit(1)
