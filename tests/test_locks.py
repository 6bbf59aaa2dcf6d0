"""What is installed is what was tested: each lock names exact versions with their hashes, and no host."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LISTED = subprocess.run(["git", "ls-files", "*.lock"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
LOCKS = [name for name in LISTED.split() if (ROOT / name).is_file()]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_carries_hashes_and_names_no_host(name):
    """`make locks` writes the hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.sub(r"\\\n", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()

    assert pins
    assert [
        pin for pin in pins if not re.fullmatch(r"[\w.-]+==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", pin)
    ] == []
    assert "://" not in text


def test_the_makefile_installs_locks_by_their_hashes():
    commands = [
        line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "--requirement" in line
    ]

    assert commands
    assert [line for line in commands if "$(call locked," not in line] == []
