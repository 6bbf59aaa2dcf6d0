"""The sampler: every draw follows from the key, in integers, with the probabilities of the discrete Gaussian."""

import ast
import json
import shutil
import subprocess
from collections import Counter
from math import exp, sqrt
from pathlib import Path

import pytest
from signpost_survey import noise
from signpost_survey.noise import Stream, gaussian, table_stream

VECTORS = Path(__file__).with_name("noise_vectors.json")
VARIANCES = (9, 16, 25, 36, 64, 256, 400, 6413, 8100)
SCRIPT = """
import json, sys
sys.path.insert(0, sys.argv[1])
import importlib.util
spec = importlib.util.spec_from_file_location("noise", sys.argv[1] + "/noise.py")
noise = importlib.util.module_from_spec(spec); spec.loader.exec_module(noise)
def drawn(variance):
    stream = noise.table_stream(bytes(range(32)), ["vector", variance])
    return [noise.gaussian(stream, variance) for _ in range(32)]
print(json.dumps({str(variance): drawn(variance) for variance in json.loads(sys.argv[2])}))
"""


def pmf(variance: int) -> dict[int, float]:
    """Exact, as far as floats go."""
    reach = int(12 * sqrt(variance)) + 3
    weights = {x: exp(-x * x / (2 * variance)) for x in range(-reach, reach + 1)}
    total = sum(weights.values())
    return {x: weight / total for x, weight in weights.items()}


def test_vectors():
    """The first 32 draws of each variance from a known seed: what any language can repeat."""
    vectors = json.loads(VECTORS.read_text())
    for variance in VARIANCES:
        stream = table_stream(bytes(range(32)), ["vector", variance])
        assert [gaussian(stream, variance) for _ in range(32)] == vectors[str(variance)]


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_vectors_on_every_python(version):
    """Nothing of the platform comes in: integers and SHAKE-256."""
    python = interpreter(version)
    if not python:
        pytest.skip(f"Python {version} is not installed here")
    told = [python, "-c", SCRIPT, str(Path(noise.__file__).parent), json.dumps(VARIANCES)]

    assert json.loads(subprocess.run(told, capture_output=True, text=True, check=True).stdout) == json.loads(
        VECTORS.read_text()
    )


def interpreter(version: str) -> str | None:
    """A Python of this version, also one that pyenv keeps aside."""
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(found[-1]) if found else shutil.which(f"python{version}")


def test_integers_only():
    """No float and no division in the file: a rounding would make the noise tell something."""
    for node in ast.walk(ast.parse(Path(noise.__file__).read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Div)
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            assert [name.name for name in node.names] == ["isqrt"]


class Told(Stream):
    """A stream of given bytes."""

    def __init__(self, told: bytes) -> None:
        self._key, self._at, self._bytes = b"", 0, told


def test_below_is_uniform():
    """For every bound to 64: over all bytes, each value comes up equally often; the bytes that are left are drawn again."""
    for bound in range(1, 65):
        found = Counter(Told(bytes([one, 0])).below(bound) for one in range(256) if one < 256 - 256 % bound)
        again = [Told(bytes([one, bound - 1])).below(bound) for one in range(256 - 256 % bound, 256)]
        assert found == dict.fromkeys(range(bound), 256 // bound)
        assert again == [bound - 1] * (256 % bound)


def test_a_long_stream_goes_on():
    """What is drawn does not depend on how many bytes were made ahead."""
    short, long = Stream(b"key", 1), Stream(b"key", 4_096)

    assert [short.below(1_000_003) for _ in range(500)] == [long.below(1_000_003) for _ in range(500)]


@pytest.mark.parametrize("variance", [9, 25, 64])
def test_frequencies(variance):
    """Seeded draws against the exact probabilities: chi-square below the millionth quantile; mean and variance right."""
    count = 40_000
    stream = table_stream(b"chi", [variance], count)
    draws = [gaussian(stream, variance) for _ in range(count)]
    chi, cells = chi_square(Counter(draws), pmf(variance), count)

    assert chi < cells + 5 * sqrt(2 * cells) + 12
    assert abs(sum(draws) / count) < 5 * sqrt(variance / count)
    assert sum(one * one for one in draws) / count == pytest.approx(variance, rel=5 * sqrt(2 / count))


@pytest.mark.slow
@pytest.mark.parametrize("variance", VARIANCES)
def test_frequencies_of_many(variance):
    """The same with 200,000 draws, of every variance."""
    stream = table_stream(b"chi", [variance], 200_000)
    chi, cells = chi_square(Counter(gaussian(stream, variance) for _ in range(200_000)), pmf(variance), 200_000)

    assert chi < cells + 5 * sqrt(2 * cells) + 12


def chi_square(found: Counter, exact: dict[int, float], count: int) -> tuple[float, int]:
    """Cells with fewer than ten expected are put together."""
    usual = [x for x, share in exact.items() if share * count >= 10]
    rest = 1 - sum(exact[x] for x in usual)
    others = count - sum(found[x] for x in usual)
    chi = sum((found[x] - exact[x] * count) ** 2 / (exact[x] * count) for x in usual)
    return chi + (others - rest * count) ** 2 / max(rest * count, 1), len(usual)


def test_another_label_is_other_noise():
    """And so is another seed."""
    labels = (["x", 1], ["x", 2], ["x1"], ["x", None, 1])

    assert len({table_stream(seed, label).below(2**64) for seed in (b"a", b"b") for label in labels}) == 8
