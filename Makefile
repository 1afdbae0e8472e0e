# make demo   sets up whatever is missing, then does the main job on four samples
# make test   sets up whatever is missing, then runs linters and the whole test suite

BIN := .venv/bin
export OMP_THREAD_LIMIT := 1

.PHONY: demo test setup setup-test check bench bench-marks bench-station lock form docs

demo: setup
	@$(BIN)/eingang demo

test: setup-test check
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

setup:
	@tools/setup

# Also what only the tests need: PostgreSQL and Chromium.
setup-test:
	@tools/setup test

check: setup
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports

bench: setup
	@$(BIN)/python -m tests.bench

# 65,000 boxes in every condition, beside other methods; about an hour.
bench-marks: setup
	@$(BIN)/python -m tests.bench.marks

# The review station: 50 cases by keys alone in Chromium, then 20 people on 5,000 cases. Ten minutes.
bench-station: setup-test
	@$(BIN)/python -m tests.bench.station

lock: setup
	@tools/lock

# The blank PDF and what is derived from it; both are committed.
form: setup
	@$(BIN)/python -m sample_scans.blank_form
	@$(BIN)/python -m pipeline.forms.derive

# The tables in docs/ that come from the code.
docs: setup
	@$(BIN)/python tools/docs.py
