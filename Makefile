# Two commands are enough: `make demo` shows the example city, `make test` checks everything. Both bring what they need.
PYTHON ?= python3
ARGS ?=

.PHONY: help demo test long bench docs pictures lock clean

help:
	@echo "make demo       the example city, measured, in the browser (ARGS=--check: without waiting)"
	@echo "make test       every check and every test but the long ones"
	@echo "make long       the long tests; writes what came of them into benchmarks/RESULTS.md"
	@echo "make bench      the benchmarks; writes benchmarks/RESULTS.md"
	@echo "make docs       writes the generated pages of docs/ anew"
	@echo "make pictures   pictures of every kind of page into demo/pictures/, and those of the documentation"
	@echo "make lock       resolves the packages anew and writes requirements/"
	@echo "make clean      removes what the other commands made"

demo:
	@$(PYTHON) tools/prepare.py run
	@.venv/bin/python -m tools.demo $(ARGS)

test:
	@$(PYTHON) tools/prepare.py dev
	@.venv/bin/python -m tools.check $(ARGS)

long:
	@$(PYTHON) tools/prepare.py dev
	@.venv/bin/python -m tools.long $(ARGS)

bench:
	@$(PYTHON) tools/prepare.py dev
	@.venv/bin/python -m tools.bench $(ARGS)

docs:
	@$(PYTHON) tools/prepare.py dev
	@.venv/bin/python -m tools.docs

pictures:
	@$(PYTHON) tools/prepare.py dev
	@test -d demo/release || .venv/bin/python -m tools.demo --check
	@.venv/bin/python -m tools.pictures demo/release demo/pictures $(ARGS)
	@.venv/bin/python -m tools.pictures demo/release docs/pictures --docs
	@.venv/bin/python -m tools.profile_pictures demo/release demo/pictures
	@.venv/bin/python -m tools.profile_pictures demo/release docs/pictures --docs

lock:
	@$(PYTHON) tools/prepare.py dev
	@.venv/bin/python -m tools.lock

clean:
	@rm -rf .venv demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -not -path "./.git/*" -prune -exec rm -rf {} +
