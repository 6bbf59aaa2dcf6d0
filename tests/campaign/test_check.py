"""`signpost check` of a site that somebody has touched after it was built."""

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.formats import FORMATS
from signpost_builder.package import read_asset
from signpost_builder.page.rendered import render

from tests.campaign.small import a_campaign, card, changed, edition_of


@pytest.fixture
def site(tmp_path):
    (tree,) = [
        one.tree
        for one in FORMATS["campaign"].packages(render(edition_of(tmp_path / "project")))
        if one.name == "talk-site"
    ]
    for name, content in tree.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else read_asset(content))
    return tmp_path / "site"


def check(site) -> tuple[int, str]:
    run = CliRunner().invoke(main, ["check", str(site)])
    return run.exit_code, run.output


def test_a_site_as_it_was_built(site):
    """Nothing is wrong, and it is known for what it is."""
    assert check(site) == (0, f"{site}  campaign  {len(list(site.iterdir()))} files  nothing wrong\n")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("</main>", f"<p>{'word ' * 6000}</p></main>", "campaign-page-weight"),
        ("</main>", '<img src="https://count.example.org/1.png"></main>', "campaign-page-file"),
        ("</main>", '<a href="gone.html">x</a></main>', "campaign-page-file"),
        ('<meta property="og:image"', '<meta property="og:imag"', "campaign-page-preview"),
    ],
)
def test_what_somebody_added_or_lost(site, old, new, code):
    """A counter, a photograph, a page that is gone, a preview that is gone: each is said with its file."""
    page = site / "tell.html"
    page.write_text(page.read_text().replace(old, new, 1))

    status, output = check(site)
    assert status == 1 and f"error[{code}]" in output and "tell.html" in output


def test_what_is_to_be_published_has_an_address(tmp_path, monkeypatch):
    """A warning of `check` and `build` while it is tried out; with `--strict` nothing is made for an address of nobody."""
    a_campaign(tmp_path, **changed("course/talk/course.yaml", "talk.org.uk/cards", "campaign.example.org"))
    monkeypatch.chdir(tmp_path)
    command = ["build", "talk", "--all-sites", "--as-of", "2026-11-29"]

    published = CliRunner().invoke(main, [*command, "--strict"])
    assert published.exit_code == 1 and published.output.count("error[example-address]") == 1, published.output
    assert not list((tmp_path / "output").rglob("*.png"))
    for strict in ([], ["--strict"]):
        checked = CliRunner().invoke(main, ["check", "talk", "--as-of", "2026-11-29", *strict])
        assert checked.exit_code == len(strict) and checked.output.count("[example-address]") == 1, checked.output
    tried = CliRunner().invoke(main, command)
    assert tried.exit_code == 0 and "warning[example-address]" in tried.output
    assert CliRunner().invoke(main, [*command, "--strict"]).exit_code == 1  # what stands is judged, too


def test_a_card_is_judged_though_the_campaign_is_built_by_name_alone(tmp_path, monkeypatch):
    """`formats: [web]` says what is made without being asked for; `signpost check` knows the campaign from its own key."""
    web = changed("course/talk/course.yaml", "formats: [campaign]", "formats: [web]")
    a_campaign(tmp_path, **web, **card("::: key-points", "::: note"))
    monkeypatch.chdir(tmp_path)

    run = CliRunner().invoke(main, ["check", "talk", "--as-of", "2026-11-29"])
    assert run.exit_code == 1 and "error[card-parts]" in run.output
