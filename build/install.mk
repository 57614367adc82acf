# SPDX-License-Identifier: GPL-3.0-or-later
# Installing, and taking exactly that away again.

INSTALL_ENV = OUT='$(OUT)' DESTDIR='$(DESTDIR)' BINDIR='$(BINDIR)' \
	LIBEXECDIR='$(LIBEXECDIR)' DATADIR='$(DATADIR)' MANDIR='$(MANDIR)' \
	BASHCOMPDIR='$(BASHCOMPDIR)' ZSHCOMPDIR='$(ZSHCOMPDIR)' FISHCOMPDIR='$(FISHCOMPDIR)'

#: install    put avenv below PREFIX (/usr/local); DESTDIR= for packagers
install: all
	$(Q)$(INSTALL_ENV) build/install.sh install
.PHONY: install

#: uninstall  remove what 'make install' with the same PREFIX put there
uninstall:
	$(Q)$(INSTALL_ENV) build/install.sh uninstall
.PHONY: uninstall

DEB_DIR ?= out/deb

#: deb        Debian packages, in out/deb/
deb:
	@tests/deps.sh deb
	@build/deb.sh '$(VERSION)' '$(DEB_DIR)'
.PHONY: deb
