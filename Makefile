# make setup   a virtual environment in .venv, and the programs and fonts outside Python where that is allowed
# make test    linters, types, layers, tests
# make coverage   how much of the rules the tests on papers built by hand take, with a floor (a minute)
# make demo    checks the made-up batch of samples/
# make samples draws samples/batch and its list anew
# make bundle PLATFORM=linux-x86_64|linux-aarch64|windows-x86_64   an archive that installs without a network
# make docs    the site of docs/, to be opened from dist/docs/index.html
# make release tests, wheel and source archive (two builds, one hash), the lists of the bundles, the notes: dist/release
# make nightly 300 damaged files more, and a run over all of them killed half way and begun again (ten minutes)
# make bench   speed, cost and memory beside stock RapidOCR and OCRmyPDF (a quarter of an hour)
BIN := .venv/bin
REPORT := demo-report

.PHONY: setup test coverage lint demo bench bundle docs nightly release samples clean

setup: .venv/.setup-dev

# Only these stamps decide whether anything is installed again.
.venv/.setup-dev: pyproject.toml constraints.txt .ci/setup
	@.ci/setup dev

.venv/.setup-run: pyproject.toml constraints.txt .ci/setup
	@if [ -e .venv/.setup-dev ] && [ ! .venv/.setup-dev -ot pyproject.toml ]; then touch $@; else .ci/setup run; fi

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/pyright -p tests
	$(BIN)/lint-imports

# By file, so that what a file's tests share (the checked batch) is made once.
test: lint
	$(BIN)/pytest -n 2 --dist loadfile

coverage: setup
	$(BIN)/pytest -n 2 tests/checks --cov

demo: .venv/.setup-run
	$(BIN)/docs-check samples/batch --out $(REPORT) --exit-zero
	@echo
	@echo "报告 / report:            $(REPORT)/index.html"
	@echo "给程序 / for programs:    $(REPORT)/report.json"
	@echo "应查出的问题 / planted:   samples/README.md"

bench: setup
	$(BIN)/pip install -q -e '.[bench]'
	$(BIN)/python tests/benchmarks/bench.py
	$(BIN)/python tests/benchmarks/ocr_ratio.py

docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

release: test
	$(BIN)/python installing/release.py

nightly: setup
	$(BIN)/pytest -s tests/hostile/nightly.py

bundle: setup
	$(BIN)/python installing/bundle.py $(PLATFORM)

samples: setup
	$(BIN)/python samples/draw.py

clean:
	rm -rf .venv $(REPORT) .pytest_cache .ruff_cache .import_linter_cache
