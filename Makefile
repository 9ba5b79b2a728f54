# `make` alone lists the commands. What they print is for people, so it is Japanese.

PYTHON ?= python3
PORT ?= 8000
CITY ?= yamaguchi
SEED ?= 1

PY := .venv/bin/python
UV := .venv/bin/uv
MANAGE := $(PY) manage.py
# This machine only, over plain HTTP: what a city sets instead is in docs/operations.md.
LOCAL = DEBUG=0 HTTPS=0 ACCESS_LOG=0 ALLOWED_HOSTS=127.0.0.1,localhost SECRET_KEY="$$(cat var/secret-key)"
# Behind TLS, as in a city: nothing of the caller's environment decides.
DEPLOYED := env -u DEBUG -u HTTPS -u HSTS_SECONDS -u DATABASE_URL ALLOWED_HOSTS=example.jp \
	SECRET_KEY=checked-at-$(shell date +%s%N)-with-more-than-fifty-different-characters-0123456789
APPS := texts facts staff services fees offices guide paper config
LOCALES := $(notdir $(wildcard locale/*))
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
PYTEST := env -u DATABASE_URL $(PY) -m pytest -n 2
COMPILE := $(UV) pip compile --quiet --upgrade --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --universal --python-version 3.11

MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.PHONY: help install run update city pdf-libraries staff no-phones dev quick test fuzz gates pictures sheets lint bench load database messages lock clean

help:
	@echo 'make run    サイトを動かす（http://127.0.0.1:$(PORT)/、ちがう番号は PORT=8001 make run）'
	@echo 'make update  新しい版のファイルを入れたあとに：控えを取り、データベースと内容を新しくする'
	@echo 'make city   ほかの市のサイトを始める（make run の前に1回だけ。CODE=13101 のように）'
	@echo 'make staff  管理者のアカウントを作る（ほかの職員は、管理画面で）'
	@echo 'make no-phones  スマートフォンがない職場で、ログインの番号を使わない'
	@echo 'make pdf-libraries  PDF に使う部品（Pango と日本語の字）を入れる（Debian）'
	@echo 'make test   すべてのテスト（SQLite、PostgreSQL、Chromium）'
	@echo 'make quick  ブラウザーと PostgreSQL を使わないテスト（10分ほど）'
	@echo 'make gates  すべてのページを、すべてのことばで、すべての項目について見る（10分ほど）'
	@echo 'make fuzz   悪意のあるリクエストを1万、すべてのアドレスに送る（ちがうものは SEED=2 make fuzz）'
	@echo 'make pictures  職員の「使い方」の絵のうち、画面の文と合わなくなったものを撮りなおす'
	@echo 'make sheets  でたらめに作った200のしおりが、知らせた枚数で出るか、PDF と Chromium で見る'
	@echo 'make install  市のサーバーに、プログラムだけを入れる（docs/operations/setup.md）'
	@echo 'make dev    開発用に動かす（コードを変えるとすぐに変わる）'
	@echo 'make bench  全国の大きさの取り込みと検索、ふりがな、PDF、ページ（Wagtail とくらべて）、こみあったときの時間とメモリーを測る（20分ほど）'
	@echo 'make load   どれだけのアクセスにたえるか、wrk で測る（nginx のファイルとくらべる。5分ほど）'
	@echo 'make messages  翻訳する文を locale/ に集める'
	@echo 'make lock   使うパッケージの版とハッシュを新しくする'
	@echo 'make clean  作ったもの（.venv、node_modules、var）を消す。入力した内容も消えます'

# --- the site ---------------------------------------------------------------
run: .venv/run.stamp $(MESSAGES) var/static.stamp database
	@sh tools/pdf-libraries.sh --tell
	@$(LOCAL) $(PY) tools/serve.py $(PORT)

# For a city's server, whose settings, database and service are its own.
# Its user may write nothing beside them, so they are compiled once.
install: .venv/run.stamp $(MESSAGES)
	@$(PY) -m compileall -q -j 0 .venv/lib $(APPS)

pdf-libraries:
	@sh tools/pdf-libraries.sh

staff: .venv/run.stamp database
	@echo '管理者のアカウントを作ります。きかれた順に入れてください。'
	@$(LOCAL) $(MANAGE) make_administrator
	@echo 'make run で動かして、職員の画面に入れます。'

# For an office without phones: from now on nobody gives a code beside the password.
no-phones: .venv/run.stamp database
	@$(LOCAL) $(MANAGE) second_factor --who nobody

dev: .venv/run.stamp $(MESSAGES) database
	@DEBUG=1 $(MANAGE) runserver 127.0.0.1:$(PORT)

# Fills an empty database, and brings what is new: what staff edited is never touched.
database: .venv/run.stamp var/secret-key
	@$(LOCAL) $(MANAGE) migrate --verbosity 0
	@$(LOCAL) $(MANAGE) load_content --city $(CITY)
	@$(LOCAL) $(MANAGE) update_content

# After new files have come: a copy first, tried out with them; readers go on meanwhile.
update: .venv/run.stamp var/secret-key
	@$(LOCAL) $(MANAGE) backup
	@$(MAKE) database $(MESSAGES) var/static.stamp
	@echo '新しい版になりました。動かしているものを止めて、make run で始めなおしてください。'

# Another city than the one that make run begins: on an empty database, before it.
city: .venv/run.stamp var/secret-key
	@test -n '$(CODE)' || { echo '市区町村コードを書いてください。例：make city CODE=13101'; exit 1; }
	@$(LOCAL) $(MANAGE) migrate --verbosity 0
	@$(LOCAL) $(MANAGE) start_city $(CODE) $(if $(AREA),--area $(AREA)) \
		$(if $(TOWNS),--towns $(TOWNS)) $(if $(WAM),--wam $(WAM))

var/static.stamp: .venv/run.stamp config/one_sheet.py $(shell find static -type f 2>/dev/null) | var/secret-key
	@$(LOCAL) $(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@

var/secret-key:
	@mkdir -p var
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

locale/%/LC_MESSAGES/django.mo: locale/%/LC_MESSAGES/django.po | .venv/run.stamp
	@$(PY) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@
	@test -f $@ || { echo '$<: 先頭の fuzzy の行を消してください。'; exit 1; }

# --- the tests --------------------------------------------------------------
test: .venv/test.stamp .venv/debian.stamp node_modules/.package-lock.json $(MESSAGES) lint
	@$(DEPLOYED) $(MANAGE) check --deploy --fail-level WARNING
	@$(DEPLOYED) sh tools/check-messages.sh $(LOCALES)
	$(PYTEST)
	$(PY) tests/postgres.py -- $(PY) -m pytest -n 2 --database-only

quick: .venv/test.stamp $(MESSAGES) lint
	$(PYTEST) --ignore tests/browser

fuzz: .venv/test.stamp $(MESSAGES)
	FUZZ=2500 FUZZ_SECONDS=3600 FUZZ_SEED=$(SEED) env -u DATABASE_URL $(PY) -m pytest -n 4 tests/test_hostile.py

gates: .venv/test.stamp .venv/debian.stamp node_modules/.package-lock.json $(MESSAGES)
	EVERY_GATE=1 $(PYTEST) tests/browser/test_gates.py tests/guide/test_safekeeping.py

pictures: .venv/test.stamp .venv/debian.stamp $(MESSAGES)
	PICTURES=1 env -u DATABASE_URL $(PY) -m pytest tests/browser/test_handbook.py

sheets: .venv/test.stamp .venv/debian.stamp $(MESSAGES)
	$(PY) -W ignore tools/bench_sheets.py

lint: .venv/test.stamp
	$(PY) -m ruff check --quiet
	$(PY) -m ruff format --check --quiet
	@# What an old cache says of a module that has moved is no error: then once anew.
	$(PY) -m mypy >/dev/null || $(PY) -m mypy --no-error-summary --cache-dir /dev/null
	@$(DEPLOYED) $(MANAGE) makemigrations --check --dry-run

bench: .venv/test.stamp .venv/debian.stamp $(MESSAGES)
	$(PY) tools/bench_import.py
	$(PY) tools/bench_ruby.py
	$(PY) tools/bench_search.py
	$(PY) tools/bench_search.py --postgres
	$(PY) tools/bench_pdf.py
	$(PY) tools/bench_wagtail.py
	$(PY) tools/bench_lcp.py
	$(PY) tools/bench_stand.py

load: .venv/test.stamp .venv/debian.stamp $(MESSAGES)
	$(PY) tools/bench_load.py

messages: .venv/test.stamp .venv/debian.stamp
	@$(DEPLOYED) sh tools/collect-messages.sh $(LOCALES)

# --- what they need ---------------------------------------------------------
.venv/bin/uv: requirements/uv.txt
	@sh tools/check-python.sh $(PYTHON)
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/run.stamp: requirements/run.txt | .venv/bin/uv
	@$(UV) pip sync --quiet --python $(PY) --require-hashes $<
	@rm -f .venv/test.stamp
	@touch $@

# What tests need includes what runs.
.venv/test.stamp: requirements/test.txt | .venv/bin/uv
	@$(UV) pip sync --quiet --python $(PY) --require-hashes $<
	@touch .venv/run.stamp $@

.venv/debian.stamp: tools/install-debian-packages.sh | .venv/bin/uv
	@sh $<
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | .venv/debian.stamp
	@npm ci --loglevel error
	@touch $@

lock: .venv/bin/uv
	echo uv | $(COMPILE) --output-file requirements/uv.txt -
	$(COMPILE) --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --output-file requirements/test.txt --extra test \
		--constraint requirements/run.txt pyproject.toml
	npm install --package-lock-only

clean:
	rm -rf .venv node_modules var .pytest_cache .ruff_cache .mypy_cache .hypothesis $(MESSAGES)
