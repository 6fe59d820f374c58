# run · test · check · bench. Each brings its own uv from the package index: no root, no venv module.
UV := $(shell command -v uv || echo .tools/bin/uv)
# A uv put into .tools is a Python package there; it needs no PYTHONPATH to run.
export UV_PYTHON_DOWNLOADS := never
# Half of the time to the first answer is the reading of source text where nothing is compiled.
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-on check bench

run: $(UV)
	@$(UV) run --quiet --locked --no-dev duban demo

test: $(UV)
	$(UV) run --quiet --locked pytest -q

# Another interpreter, in an environment of its own: make test-on PYTHON=python3.13
test-on: $(UV)
	UV_PROJECT_ENVIRONMENT=.venv-other $(UV) run --quiet --locked --python $(PYTHON) pytest -q

check: $(UV)
	$(UV) run --quiet --locked ruff check .
	$(UV) run --quiet --locked ruff format --check .
	$(UV) run --quiet --locked mypy
	$(UV) run --quiet --locked mypy tests benchmarks
	$(UV) run --quiet --locked lint-imports

bench: $(UV)
	$(UV) run --quiet --locked python -m benchmarks

.tools/bin/uv:
	python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --target .tools "uv==0.13.9"
