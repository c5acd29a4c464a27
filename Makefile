# Sightline. `make` lists what there is.
PYTHON ?= python3.11
UV_VERSION := 0.13.9
UV := .tools/bin/uv
RUN := $(UV) run --frozen
DEMO := data/local/demo
# What is measured beside nothing else, and what prints one table of all it compared.
APART := tests/performance tests/oracles tests/soak
# What the partnership records itself, run once more on PostgreSQL.
OF_RECORDS := $(addsuffix .py,$(addprefix tests/, \
	$(addprefix unit/test_,records zones cycles tools levels accounts grants) \
	$(addprefix security/test_,audit) \
	$(addprefix integration/test_,meetings findings lines backup)))
# What hangs on DuckDB: files read and published, SQL of measures, cubes, linked views.
OF_DUCKDB := $(addsuffix .py,$(addprefix tests/, \
	$(addprefix unit/test_,measures portable filters templates geojson) \
	$(addprefix integration/test_,identifier_vectors reading reader_process typing checks) \
	$(addprefix integration/test_,publishing joining cubes_elsewhere tiny_partnerships)))
# By which rules a chart is read is no matter of DuckDB's: one set of them is enough.
ONE_RULE := not six_and_five and not making_data_count and not control
# In the order they are found: the longest come first, and the quick ones fill what is left.
TWO := -n 2 --dist loadfile --no-loadscope-reorder
# What the invented partnership comes to is published once, for the runs after each other.
SHARED := shared=$$(mktemp -d) && trap 'rm -rf "$$shared"' EXIT && export SIGHTLINE_SHARED="$$shared" &&
INSTALL := tests/install_debian.sh
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never

.PHONY: help run test journeys faults every long bundle bundle-check spark postgres engines attack soak bench bench-large bench-smoke check format demo-reset browser office proxy java postgresql

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/.made  ## serve the invented partnership on 127.0.0.1:8050
	$(RUN) python -m dashboard demo serve $(DEMO)

test: .venv/.made browser  ## every test, the browser's included, but journeys, faults and long
	$(SHARED) $(RUN) pytest $(TWO) -m "not faults and not journeys and not long and not spark and not postgres" $(APART:%=--ignore=%) && \
	$(RUN) pytest $(APART)

journeys: .venv/.made browser  ## whole journeys in a browser, each with a publish of its own
	$(RUN) pytest $(TWO) -m journeys

faults: .venv/.made  ## a publish killed, or out of room, at one write in four
	$(RUN) pytest $(TWO) -m faults

every: .venv/.made browser  ## test, journeys and faults in one run, as CI does
	$(SHARED) $(RUN) pytest $(TWO) -m "not long and not spark and not postgres" $(APART:%=--ignore=%) && \
	$(RUN) pytest $(APART)

long: .venv/.made browser  ## what takes minutes each: twelve monthly pictures, what protection costs
	$(RUN) pytest $(TWO) -m "long and not bundle"

bundle: .venv/.made  ## dist/: all that is installed without a network, for Linux and for Windows
	$(RUN) python deploy/bundle.py

bundle-check: .venv/.made  ## make both, install the Linux one without a network, serve; as root
	$(RUN) pytest -m bundle

spark: .venv/.made java  ## the cubes made by Spark are DuckDB's, every measure, row for row
	$(RUN) --extra spark pytest tests/spark -m spark -s --durations=3

postgres: .venv/.made postgresql  ## the records' tests on a real PostgreSQL
	$(RUN) --extra postgres python -m pytest -p tests.postgres.everywhere tests/postgres $(OF_RECORDS)

engines: duckdb-1.5 duckdb-2.0  ## what hangs on DuckDB, on each version that is promised

# One of them: the newest 1.5, say, laid over the environment, which stays as it is.
duckdb-%: .venv/.made
	$(RUN) --with 'duckdb==$*.*' python -m pytest $(TWO) $(OF_DUCKDB) -k "$(ONE_RULE)"

attack: .venv/.made  ## try to work out small numbers; writes docs/attack.md, usefulness.md
	SIGHTLINE_ATTACK_PAGE=docs/attack.md $(RUN) pytest -m attack -s

soak: .venv/.made  ## ten minutes: twenty people click while pictures are published and undone
	$(RUN) python -m tests.soak

bench: .venv/.made browser  ## how fast, beside other ways; writes docs/BENCHMARKS.md
	$(RUN) --group bench python -m tests.bench

bench-large: .venv/.made browser  ## the same, up to ten million rows; takes two hours more
	$(RUN) --group bench python -m tests.bench --large

bench-smoke: .venv/.made  ## a few of its ratios: half as bad again as recorded fails
	$(RUN) --group bench python -m tests.bench --smoke

check: .venv/.made  ## style, types, contracts, SQL, definitions; changes nothing
	@failed=0; \
	$(RUN) ruff format --check . || failed=1; \
	$(RUN) ruff check . || failed=1; \
	$(RUN) sqlfmt --check --quiet --line-length 100 queries || failed=1; \
	$(RUN) mypy || failed=1; \
	$(RUN) mypy --platform win32 dashboard/machine.py || failed=1; \
	$(RUN) lint-imports || failed=1; \
	$(RUN) python -m dashboard measures > /dev/null || failed=1; \
	exit $$failed

format: .venv/.made  ## put code and SQL into their form
	$(RUN) ruff format .
	$(RUN) ruff check --fix .
	$(RUN) sqlfmt --quiet --line-length 100 queries

demo-reset:  ## forget the invented partnership; `make run` makes it anew
	rm -rf $(DEMO)

# Debian's Chromium without a window: the tests drive it by its path.
browser: office proxy
	@command -v chromium-headless-shell > /dev/null || { ! command -v apt-get && command -v chromium; } > /dev/null || $(INSTALL) "Chromium (chromium-headless-shell, or chromium)" chromium-headless-shell

# The proxy that a path and HTTPS are tested behind.
proxy:
	@PATH="$$PATH:/usr/sbin" && command -v nginx > /dev/null && command -v openssl > /dev/null || $(INSTALL) "nginx and openssl" nginx-light openssl

# What slides and PDF are opened with: the tests of packs look at what they look like there.
office:
	@command -v soffice > /dev/null && command -v pdftotext > /dev/null || $(INSTALL) "LibreOffice Impress (soffice) and poppler (pdftotext)" libreoffice-impress poppler-utils fonts-liberation

# What Spark runs in.
java:
	@command -v java > /dev/null || $(INSTALL) "Java 17 (java)" openjdk-17-jre-headless

# PostgreSQL's programs: the tests start a server of their own with them.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || command -v initdb > /dev/null || $(INSTALL) "PostgreSQL (initdb and postgres)" postgresql

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.made: $(UV) uv.lock pyproject.toml
	$(UV) sync --frozen --python $(PYTHON)
	@touch $@
