"""The publishing process leaves no core file, and no other program of the user reads its memory."""

import subprocess
import sys

from signpost_survey.hardening import swap_words

SCRIPT = """
import ctypes, os, resource, signal
from signpost_survey.hardening import seal_process
list(seal_process())
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
os.kill(os.getpid(), signal.SIGQUIT)
"""


def test_no_core_and_not_dumpable(tmp_path):
    """prctl(PR_GET_DUMPABLE) is 0, the limit of core files is 0, and a fatal signal leaves nothing behind."""
    run = subprocess.run([sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True)

    assert run.stdout == "(0, 0) 0\n", run.stderr
    assert run.returncode < 0 and list(tmp_path.iterdir()) == []


def test_what_is_said_of_swap(tmp_path):
    """Only when there is some."""
    header = "Filename\tType\tSize\tUsed\tPriority\n"
    (tmp_path / "none").write_text(header)
    (tmp_path / "some").write_text(header + "/dev/sda2 partition 100 0 -2\n")

    assert list(swap_words(tmp_path / "none")) == []
    (line,) = swap_words(tmp_path / "some")
    assert "swapoff" in line and "hibernate" in line
