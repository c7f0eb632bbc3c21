# Two commands are enough: `make run` opens the sample case, `make test` runs every test.
#
#   make run        installs what building needs, builds for release, opens the sample case
#   make test       installs what testing needs, runs every test
#   make test-long  the same with 100,000 random trace questions compared with the reference, 10,000 merges of random
#                   copies, every state a power cut may leave, every kill of a case's commands and of a ledger's
#                   import, every flipped bit of a case and of a segment, 240 copies of a dying disk; forty-five minutes
#   make setup      installs what building needs and nothing else
#   make install    PREFIX=/usr/local: program, themes, sample cases, completions, manual page
#   make uninstall  removes what install put there
#   make themes     writes Themes/*.yaml into the source, after a change
#   make docs       writes docs/keys.md from the table of commands, after a change
#   make clean      removes what was built

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

PREFIX ?= /usr/local
SWIFT ?= swift
BUILD_PACKAGES := libncursesw5-dev libsqlite3-dev libexpat1-dev libbz2-dev
# In a Python of its own, since it brings some hundred packages.
TAGPACK_VALIDATOR := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/clew/graphsense-lib-2.18.1
TEST_PACKAGES := tmux procps strace age openssh-client openssl e2fsprogs

# The runtime is linked in: the program may be moved to a machine without Swift, and starts faster.
RELEASE := -c release --product clew --static-swift-stdlib
PROGRAM := .build/release/clew
EMBEDDED := Sources/Screen/Themes/EmbeddedThemes.swift
# Folders too, so that removing a file counts as a change.
SOURCES := Package.swift $(shell find Sources)

.PHONY: run build setup setup-test test test-long install uninstall themes docs clean

# Nothing newer than the program: it starts at once, without asking the package manager or the compiler.
run: $(PROGRAM)
	@exec $(PROGRAM) open --sample

build: $(PROGRAM)

$(PROGRAM): $(SOURCES)
	@$(MAKE) --no-print-directory setup
	$(SWIFT) build $(RELEASE)
	@touch $@

setup:
	@$(call need,$(BUILD_PACKAGES))
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.1 or later is needed: https://www.swift.org/install" >&2; exit 1; }

setup-test: setup
	@$(call need,$(TEST_PACKAGES))
	@python3 -c 'import jsonschema, rfc8785' 2>/dev/null || python3 -m pip install -q jsonschema==4.26.0 rfc8785==0.1.4 \
	    || echo "Without Python's jsonschema and rfc8785 the tests that ask them are skipped." >&2
	@test -x $(TAGPACK_VALIDATOR)/bin/graphsense-cli \
	    || { python3 -m venv $(TAGPACK_VALIDATOR) && $(TAGPACK_VALIDATOR)/bin/pip install -q 'graphsense-lib[tagpacks]==2.18.1'; } \
	    || echo "Without graphsense-lib the test of exported TagPacks is skipped." >&2

test: setup-test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

test-long: setup-test
	$(SWIFT) build --build-tests
	CLEW_LONG=1 CLEW_TRACE_QUESTIONS=100000 $(SWIFT) test --skip-build

themes:
	LC_ALL=C Themes/embed.sh > $(EMBEDDED).new
	mv $(EMBEDDED).new $(EMBEDDED)

docs: $(PROGRAM)
	$(PROGRAM) manual-page --keys > docs/keys.md

SHARE := $(DESTDIR)$(PREFIX)/share

install: $(PROGRAM)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/clew/themes $(SHARE)/man/man1 \
	    $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install -s -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/clew
	install -m 644 Themes/*.yaml $(SHARE)/clew/themes
	rm -rf $(SHARE)/clew/SampleCases
	cp -R SampleCases $(SHARE)/clew/SampleCases
	chmod -R u=rwX,go=rX $(SHARE)/clew/SampleCases
	$(PROGRAM) --generate-completion-script bash > $(SHARE)/bash-completion/completions/clew
	$(PROGRAM) --generate-completion-script zsh > $(SHARE)/zsh/site-functions/_clew
	$(PROGRAM) --generate-completion-script fish > $(SHARE)/fish/vendor_completions.d/clew.fish
	$(PROGRAM) manual-page > $(SHARE)/man/man1/clew.1

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/clew $(SHARE)/man/man1/clew.1 $(SHARE)/bash-completion/completions/clew \
	    $(SHARE)/zsh/site-functions/_clew $(SHARE)/fish/vendor_completions.d/clew.fish
	rm -rf $(SHARE)/clew

clean:
	rm -rf .build

# Installs the Debian packages that are missing; asks for nothing when all are there.
define need
missing=""; \
for package in $(1); do \
    dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
done; \
if [ -n "$$missing" ]; then \
    command -v apt-get >/dev/null || { echo "Please install:$$missing" >&2; exit 1; }; \
    as=""; [ "$$(id -u)" -eq 0 ] || as=sudo; \
    echo "Installing$$missing"; \
    $$as apt-get update -qq; \
    $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
fi
endef
