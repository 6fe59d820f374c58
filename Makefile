# run · test · check · bench · soak. Each brings its own uv from the package index: no root, no venv module.
UV := $(shell command -v uv || echo .tools/bin/uv)
# A uv put into .tools is a Python package there; it needs no PYTHONPATH to run.
export UV_PYTHON_DOWNLOADS := never
# Half of the time to the first answer is the reading of source text where nothing is compiled.
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE

# Half of the suite is waiting for sockets and processes, so two files run at a time.
TOGETHER := -n 2 --dist loadfile

.PHONY: run test test-on check bench soak

run: $(UV)
	@$(UV) run --quiet --locked --no-dev duban demo

test: $(UV)
	$(UV) run --quiet --locked pytest -q $(TOGETHER)

# Another interpreter, in an environment of its own: make test-on PYTHON=python3.13
test-on: $(UV)
	UV_PROJECT_ENVIRONMENT=.venv-other $(UV) run --quiet --locked --python $(PYTHON) pytest -q $(TOGETHER)

check: $(UV)
	$(UV) run --quiet --locked ruff check .
	$(UV) run --quiet --locked ruff format --check .
	$(UV) run --quiet --locked mypy
	$(UV) run --quiet --locked mypy tests benchmarks
	$(UV) run --quiet --locked lint-imports

bench: $(UV)
	$(UV) run --quiet --locked python -m benchmarks

# Hours of faults in half an hour; make soak ONLY=A1,G1 SCALE=0.1 for less.
soak: $(UV)
	$(UV) run --quiet --locked python -m tests.soak --only "$(ONLY)" --scale "$(or $(SCALE),1)"

.tools/bin/uv:
	python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --target .tools "uv==0.13.9"
