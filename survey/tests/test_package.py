"""Installing the store: everything that it needs is in the package, and the sources stay as they were."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SURVEY = Path(__file__).parents[1]


def copied() -> list[str]:
    """What the container is built from: no more is needed."""
    lines = [line.split() for line in (SURVEY / "deploy/Containerfile").read_text().splitlines()]
    return [name for line in lines if line[:1] == ["COPY"] for name in line[1:-1]]


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_pip_leaves_nothing_behind(tmp_path):
    """No build/, no egg-info; what is installed from the files that the container copies has every file of the page and starts."""
    source = tmp_path / "survey"
    source.mkdir()
    for name in copied():
        part = SURVEY / name
        (shutil.copytree if part.is_dir() else shutil.copy)(part, source / name)
    before = everything(source)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    done = subprocess.run([*pip, "--target", tmp_path / "site", source], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    run = subprocess.run(
        [sys.executable, "-m", "signpost_survey", "--version"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
    )

    assert everything(source) == before
    assert {path.name for path in (tmp_path / "site/signpost_survey/page").iterdir()} >= {
        path.name for path in (SURVEY / "signpost_survey/page").iterdir()
    }
    assert "version" in run.stdout and (tmp_path / "site/bin/signpost-survey").exists()


@pytest.mark.slow
def test_the_container(tmp_path):
    """Built rootless where a builder and its base image are to be had; the store in it says that it is well."""
    builder = shutil.which("buildah") or shutil.which("podman")
    if not builder:
        pytest.skip("no container builder here (Debian: apt-get install buildah)")
    base = next(
        line.split()[1]
        for line in (SURVEY / "deploy/Containerfile").read_text().splitlines()
        if line.startswith("FROM")
    )
    pulled = subprocess.run([builder, "pull", "--quiet", base], capture_output=True, text=True, timeout=300)
    if pulled.returncode:
        pytest.skip(f"the base image {base} cannot be fetched here: {pulled.stderr.strip().splitlines()[-1]}")
    build = ["bud"] if builder.endswith("buildah") else ["build"]
    done = subprocess.run(
        [builder, *build, "--file", "deploy/Containerfile", "--tag", "signpost-survey-test", "."],
        cwd=SURVEY,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
