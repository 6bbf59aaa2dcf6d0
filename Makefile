# Two commands for everyone: `make course` builds the packages, `make test` proves them. Both install what they need.
PYTHON ?= python3
VENV := .venv
CHECK := .check
# Into the environment $(1): by uv where it is at hand, else by pip. Locks carry hashes, so what is fetched is what was tested.
UV := $(shell command -v uv)
installing = $(if $(UV),$(UV) pip install --quiet --python $(1)/bin/python,$(1)/bin/python -m pip --disable-pip-version-check install --quiet)
locked = $(call installing,$(1)) --require-hashes
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT := $(AS_ROOT) apt-get install --yes --quiet --no-install-recommends

.PHONY: course trainer report check test test-slow test-survey test-xblocks test-report dist locks bench aruco hpke verify clean check-js register drawings
course: $(VENV)/.author
	$(VENV)/bin/signpost build

# The trainer pack of every academy, as paper.
trainer: $(VENV)/.trainer
	$(VENV)/bin/signpost build --format trainer --all-sites

# A whole report of the shipped course from invented people, opened where there is a screen: a newcomer's first minute.
PEOPLE ?= 2000
REPORT ?= output/report
report: $(VENV)/.course report/.venv/.installed
	report/.venv/bin/signpost-report rehearse spot-the-signs --people $(PEOPLE) --output $(REPORT) --survey report/.venv/bin/signpost-survey --builder $(VENV)/bin/signpost --open

# The pictures of the course, from their scenes (docs/decisions/drawings.md).
drawings: report/.venv/.installed
	report/.venv/bin/python -m drawings

# What a machine sees without running anything: rules, layout and types, of all parts. First, as it takes seconds.
check: $(CHECK)/.installed
	$(CHECK)/bin/ruff check --quiet
	$(CHECK)/bin/ruff format --check --quiet
	$(CHECK)/bin/mypy
	$(CHECK)/bin/zizmor --offline --quiet .github/workflows builder/signpost_builder/beginnings/files/repository/course.yml
	$(MAKE) --no-print-directory check-js

test: check $(VENV)/.test node_modules/.installed chromium poppler survey/.venv/.installed xblocks/.venv/.installed report/.venv/.installed tests/olx/teak/.installed
	$(VENV)/bin/python -m pytest -n auto --dist loadfile -m "not slow"
	node --test --test-timeout=60000 tests/js/*.test.js
	$(MAKE) --jobs 2 --output-sync=target test-survey test-xblocks test-report

# What eslint and tsc find in the JavaScript of every part.
check-js: node_modules/.installed
	npm run --silent check

test-slow: $(VENV)/.test node_modules/.installed chromium engines neovim survey/.venv/.installed xblocks/.venv/.installed report/.venv/.slow poppler office servers tests/capa/.venv/.installed tests/olx/teak/.installed tests/olx/ulmo/.installed tests/olx/verawood/.installed
	$(VENV)/bin/python -m pytest -m slow
	cd survey && .venv/bin/python -m pytest -m slow
	cd xblocks && .venv/bin/python -m pytest -m slow
	cd report && .venv/bin/python -m pytest -m slow -s
	@cd xblocks && for release in teak ulmo verawood; do \
		if [ -e ../tests/olx/$$release/.installed ]; then echo "The blocks on Open edX $$release"; \
			../tests/olx/$$release/bin/python -m pytest -m "not slow and not browser" --ignore tests/test_package.py || exit 1; \
		else echo "Open edX $$release is not here: the blocks were not tried on it"; fi; \
	done

# The store is a distribution of its own, with an environment of its own; its tests start PostgreSQL, nginx and Chromium themselves.
test-survey: survey/.venv/.installed node_modules/.installed chromium servers
	cd survey && .venv/bin/python -m pytest -m "not slow"

# Reading releases is another one; its tests have the store's own code make them.
test-report: report/.venv/.installed node_modules/.installed chromium poppler
	cd report && .venv/bin/python -m pytest -m "not slow"

# So are the Open edX blocks; their tests start the workbench of xblock-sdk.
test-xblocks: xblocks/.venv/.installed node_modules/.installed chromium
	cd xblocks && .venv/bin/python -m pytest -n auto --dist loadfile -m "not slow"

# What one installs elsewhere: a wheel of each part, in dist/.
dist: $(VENV)/.test
	$(VENV)/bin/python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist ./builder ./survey ./xblocks ./report

# The hashes of every lock anew; needs uv.
locks:
	.ci/locks

bench: $(VENV)/.test node_modules/.installed chromium
	$(VENV)/bin/python -m bench

# Debian's python3 comes without ensurepip; its own package brings it.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV) || { $(AS_ROOT) apt-get update --quiet && $(APT) python3-venv && $(PYTHON) -m venv $(VENV); }

# The builder takes the charts, the page that `signpost explain` reads and the font of the trainer pack from beside it.
$(VENV)/.course: $(VENV)/bin/python builder/pyproject.toml builder/setup.py $(wildcard charts/*.py report/signpost_report/fonts/*) requirements.lock
	$(call locked,$(VENV)) --requirement requirements.lock
	$(call installing,$(VENV)) --no-deps --editable builder
	@touch $@

# What helps authors as they write (preview, language server), and the room's server.
$(VENV)/.author: $(VENV)/.course requirements-author.lock
	$(call locked,$(VENV)) --requirement requirements-author.lock
	@touch $@

# What prints.
$(VENV)/.trainer: $(VENV)/.author requirements-trainer.lock
	$(call locked,$(VENV)) --requirement requirements-trainer.lock
	@touch $@

$(VENV)/.test: $(VENV)/.trainer requirements-test.lock
	$(call locked,$(VENV)) --requirement requirements-test.lock
	@touch $@

# The checks have an environment of their own, with what every part runs on: in .venv it would hide a missing dependency.
# Files that parts share are made when a distribution is installed: charts, marks, fonts.
$(CHECK)/.installed: requirements-check.lock requirements.lock requirements-trainer.lock requirements-author.lock survey/requirements.lock report/requirements.lock builder/signpost_builder/marks.py $(wildcard charts/*.py) $(VENV)/bin/python
	test -x $(CHECK)/bin/python || $(PYTHON) -m venv $(CHECK)
	$(call locked,$(CHECK)) --requirement requirements.lock --requirement requirements-trainer.lock --requirement requirements-author.lock --requirement survey/requirements.lock --requirement report/requirements.lock --requirement requirements-check.lock --constraint requirements-test.lock --constraint survey/requirements-test.lock
	$(call installing,$(CHECK)) --no-deps --editable builder --editable report --editable xblocks
	@touch $@

# The test tools run no install scripts of their own.
node_modules/.installed: package.json package-lock.json
	command -v npm >/dev/null || { $(AS_ROOT) apt-get update --quiet && $(APT) npm; }
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

survey/.venv/.installed: survey/pyproject.toml survey/requirements.lock survey/requirements-test.lock $(VENV)/bin/python
	$(PYTHON) -m venv survey/.venv
	$(call locked,survey/.venv) --requirement survey/requirements.lock --requirement survey/requirements-test.lock
	$(call installing,survey/.venv) --no-deps --editable survey
	@touch $@

# The report takes the charts from charts/.
report/.venv/.installed: report/pyproject.toml report/setup.py report/requirements.lock report/requirements-test.lock survey/pyproject.toml $(wildcard charts/*.py) $(VENV)/bin/python
	$(PYTHON) -m venv report/.venv
	$(call locked,report/.venv) --requirement report/requirements.lock --requirement report/requirements-test.lock
	$(call installing,report/.venv) --no-deps --editable survey --editable report
	@touch $@

report/.venv/.slow: report/.venv/.installed report/requirements-slow.lock
	$(call locked,report/.venv) --requirement report/requirements-slow.lock
	@touch $@

# The platform's own problem code, for tests/test_capa.py. It needs Python 3.11; without it that test says so and is skipped.
tests/capa/.venv/.installed: tests/capa/requirements.lock $(VENV)/bin/python
	@python=$$(command -v python3.11 || command -v $(PYTHON)); \
	if "$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then \
		"$$python" -m venv tests/capa/.venv && \
		$(call locked,tests/capa/.venv) --requirement tests/capa/requirements.lock && \
		touch $@; \
	else echo "no Python 3.11 here: the problems of the native Open edX archive are not marked by the platform's code"; fi

# Open edX as each release pins it: newer libraries find fewer faults than a platform does. What only the tests need comes
# from the blocks' own environment, behind everything that the release has.
tests/olx/%/.installed: tests/olx/%.lock $(VENV)/bin/python
	@$(PYTHON) -m venv tests/olx/$* && \
	$(call locked,tests/olx/$*) --requirement $< && \
	tests/olx/$*/bin/python tests/olx/behind.py xblocks && touch $@ || \
	echo "Open edX $* cannot be installed here: nothing is judged with its versions"

# The blocks take the player, the style and the marks from the builder: whatever of these is newer is linked anew.
xblocks/.venv/.installed: xblocks/pyproject.toml xblocks/setup.py xblocks/requirements-test.lock requirements.lock builder/signpost_builder/marks.py builder/signpost_builder/page/script.py builder/signpost_builder/page/stylesheet.py $(wildcard builder/signpost_builder/player/*) $(wildcard xblocks/signpost_xblocks/translations/*/LC_MESSAGES/*.po) $(VENV)/bin/python
	test -x xblocks/.venv/bin/python || $(PYTHON) -m venv xblocks/.venv
	$(call locked,xblocks/.venv) --requirement requirements.lock --requirement xblocks/requirements-test.lock
	$(call installing,xblocks/.venv) --no-deps --no-build-isolation --editable xblocks
	@touch $@

.PHONY: chromium engines neovim office poppler servers
servers:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v nginx >/dev/null && command -v strace >/dev/null || { $(AS_ROOT) apt-get update --quiet && $(APT) postgresql nginx-light strace; }

poppler:
	@command -v pdftotext >/dev/null || { $(AS_ROOT) apt-get update --quiet && $(APT) poppler-utils; }

# What opens slides.pptx and session-plan.docx as a trainer without Microsoft Office does; `soffice` comes with either of the two.
office:
	@ls /usr/lib/libreoffice/program/libsdlo.so /usr/lib/libreoffice/program/libswlo.so >/dev/null 2>&1 || { $(AS_ROOT) apt-get update --quiet && $(APT) libreoffice-impress-nogui libreoffice-writer-nogui; }

# A real editor for the language server.
neovim:
	@command -v nvim >/dev/null || { $(AS_ROOT) apt-get update --quiet && $(APT) neovim; }

chromium:
	@command -v chromium >/dev/null || { $(AS_ROOT) apt-get update --quiet && $(APT) chromium; }

# Firefox, and WebKitGTK where Debian has its driver; without that its tests say so and are skipped.
engines:
	@command -v firefox-esr >/dev/null || { $(AS_ROOT) apt-get update --quiet && $(APT) firefox-esr; }
	@command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null || { $(AS_ROOT) apt-get update --quiet && $(APT) webkit2gtk-driver xvfb; } || true

# The libraries that seal survey records, as one script; a test compares it with what is committed.
hpke: node_modules/.installed
	node vendor/hpke/bundle.js > $@.made && mv $@.made builder/signpost_builder/player/hpke.js

# The reader of answer cards, as one script; a test compares it too.
aruco: node_modules/.installed
	node vendor/aruco/bundle.js > $@.made && mv $@.made builder/signpost_builder/formats/trainer/room/aruco.js

# The libraries of the certificate's code and of the register that reads it; a test compares them with what is committed.
register: node_modules/.installed
	node vendor/qr/bundle.js > $@.made && mv $@.made builder/signpost_builder/player/qr.js
	node vendor/hashes/bundle.js > $@.made && mv $@.made builder/signpost_builder/formats/trainer/room/hashes.js
	node vendor/register/bundle.js > $@.made && mv $@.made builder/signpost_builder/formats/trainer/register/libraries.js

# The page on which anyone can check a report: its two libraries as one script, then one file of everything.
verify: node_modules/.installed
	node vendor/ed25519/bundle.js > $@.made && mv $@.made report/verify/ed25519.js
	node report/verify/link.js > $@.made && mv $@.made report/signpost_report/verify.html

clean:
	rm -rf output dist $(VENV) $(CHECK) node_modules survey/.venv xblocks/.venv report/.venv tests/capa/.venv tests/olx/teak tests/olx/ulmo tests/olx/verawood
