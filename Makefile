# What people type most. Everything is a line of run.py or of .ci/run; nothing else happens here.
.PHONY: help demo check nightly test browser starts kernels quick format messages structure audit

help:           ## this list
	@grep -hE '^[a-z]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/: +.*## /\t/'
demo:           ## start everything with a demo organisation (PORT=8001 chooses the port)
	python3 run.py
check:          ## every check and every test, as CI runs them
	.ci/run
nightly:        ## the same, with 1,000 examples of each property that names no number of its own
	.ci/run --hypothesis-profile=full
test:           ## every test without a browser, a server or a demo of its own
	python3 run.py test -m "not browser and not slow"
browser:        ## pages in Chromium
	python3 run.py test mentoring/tests/browser
starts:         ## the launcher, and the demo started from a clean clone with each Python of this machine
	python3 run.py test launcher
kernels:        ## the matching engine, and the loops that it compiles
	python3 run.py test matching/tests/engine matching/tests/test_warming.py
quick:          ## what looks at the code without running it
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports --no-logo && .venv/bin/mypy .
format:         ## every formatter, over everything
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .
	git ls-files -z '*/templates/*.html' 'templates/*.html' | xargs -0 .venv/bin/djangofmt --quiet --force-exclude
	git ls-files -z '*/templates/*.html' 'templates/*.html' | xargs -0 .venv/bin/djade --target-version 5.2
	for sheet in static/css/*.css; do .venv/bin/css-beautify --indent-size=2 --end-with-newline --space-around-combinator --replace $$sheet; done
messages:       ## the texts for translators, as they are now (needs gettext)
	WHETSTONE_MODE=test DATABASE_URL= .venv/bin/python -W ignore manage.py makemessages
structure:      ## figures about rooms, circles and ways
	python3 -m benchmarks.structure
audit:          ## known weaknesses of what is installed (asks a service on the network; needs pip-audit)
	pip-audit --require-hashes -r requirements.lock
