"""docs/editors.md: the settings of editors that no test can start are well-formed, and name only what those editors document."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from signpost_builder.formats.course_file import source_schemas

PAGE = (Path(__file__).parents[2] / "docs/editors.md").read_text("utf-8")
# https://docs.helix-editor.com/languages.html, "Language configuration" and "Language Server configuration"
OF_LANGUAGES = {
    "name", "language-id", "scope", "injection-regex", "file-types", "shebangs", "roots", "auto-format", "diagnostic-severity", "comment-tokens",
    "block-comment-tokens", "indent", "language-servers", "grammar", "formatter", "soft-wrap", "text-width", "rulers", "path-completion",
    "workspace-lsp-roots", "persistent-diagnostic-sources",
}  # fmt: skip
OF_SERVERS = {"command", "args", "config", "timeout", "environment", "required-root-patterns"}
# https://zed.dev/docs/extensions/developing-extensions and /languages
OF_EXTENSIONS = {"id", "name", "version", "schema_version", "authors", "description", "repository", "language_servers"}


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_helix():
    """A language names servers that are here or come with Helix; a misspelt key would be an error of the whole file."""
    settings = tomllib.loads(blocks("toml")[0])

    assert set(settings) == {"language-server", "language"}
    assert settings["language-server"]["signpost"] == {"command": "signpost", "args": ["lsp"]}
    assert set(settings["language-server"]["signpost"]) <= OF_SERVERS
    assert [each["name"] for each in settings["language"]] == ["markdown", "yaml"]
    for language in settings["language"]:
        assert set(language) <= OF_LANGUAGES
        assert set(language["language-servers"]) <= {"signpost", "yaml-language-server"}


def test_zed():
    extension = tomllib.loads(blocks("toml")[1])

    assert set(extension) <= OF_EXTENSIONS and extension["schema_version"] == 1
    assert extension["language_servers"]["signpost"] == {"name": "Signpost", "languages": ["Markdown", "YAML"]}


def test_the_line_for_yaml_names_a_schema_that_is_written():
    (name,) = re.findall(r"\$schema=\.\./\.schemas/(\w+)\.schema\.json", PAGE)

    assert name in source_schemas()


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1])
def test_neovim_reads_the_lua(number, tmp_path):
    """As a program; that it starts the server is seen in test_long.py, with the client that Debian's Neovim has."""
    file = tmp_path / "init.lua"
    file.write_text(blocks("lua")[number])
    editor = shutil.which("nvim")
    assert editor, "make test-slow installs Neovim"
    command = [editor, "--headless", "--clean", "-c", f"lua assert(loadfile('{file}'))", "-c", "qa!"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)

    assert ran.stderr == ""
