# make report   sets up and makes the weekly report from the sample uploads
# make test     sets up and runs the tests
# Both work alone, on a machine with Python 3.11, pip and make only, and are quick the second time.

PYTHON ?= python3
PY := .venv/bin/python
# The environment is made without pip and installed into from outside: Debian locks its pip and ships no ensurepip.
INSTALL = $(PYTHON) -m pip --disable-pip-version-check --python

.PHONY: report test lint lab assets maps lock score score-text

report: .venv/core.stamp
	@$(PY) -m analysis run

test: .venv/dev.stamp
	@$(PY) -m pytest -n auto

lint: .venv/dev.stamp
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

lab: .venv-lab/lab.stamp
	@.venv-lab/bin/python -m jupyterlab notebooks/explore/start_here.ipynb

assets: .venv/core.stamp
	@$(PY) -m analysis.publish.assets

maps: .venv/core.stamp
	@$(INSTALL) .venv/bin/python install --quiet --editable ".[maps]"

score: .venv/dev.stamp
	@$(PY) ../shared/tools/score_layout.py
	@$(PY) ../shared/tools/score_layout.py --lines ../shared/real/saus/saus_lines.jsonl.gz

score-text: .venv/dev.stamp
	@$(PY) benchmarks/score_text.py ../shared/domain/difficulty_phrases.csv

# bench-metrics, bench-chain, bench-text, bench-report, bench-editions, bench-intake
bench-%: benchmarks/%.py .venv/dev.stamp
	@$(PY) $<

.venv/core.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -m venv --without-pip .venv
	@$(INSTALL) .venv/bin/python install --quiet --require-hashes -r requirements.lock
	@$(INSTALL) .venv/bin/python install --quiet --no-deps --editable .
	@touch $@

.venv/dev.stamp: .venv/core.stamp requirements-dev.lock
	@$(INSTALL) .venv/bin/python install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

.venv-lab/lab.stamp: requirements-lab.lock pyproject.toml
	@$(PYTHON) -m venv --without-pip .venv-lab
	@$(INSTALL) .venv-lab/bin/python install --quiet --require-hashes -r requirements-lab.lock
	@$(INSTALL) .venv-lab/bin/python install --quiet --no-deps --editable .
	@touch $@

# Pins every package for all platforms. Needs uv (a package like any other); the files hold no index address.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml
lock:
	$(COMPILE) --extra share -o requirements.lock
	$(COMPILE) -c requirements.lock --extra dev --extra share --extra maps -o requirements-dev.lock
	$(COMPILE) -c requirements.lock --extra lab -o requirements-lab.lock
