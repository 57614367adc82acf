/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/cfg_mend.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/path.h"
#include "installed/site.h"
#include "mend/base_python.h"

#include "core/banned.h"

/* With the Python that it was of: none else finds what is in it. */
static const char *create_command(const struct venv *venv)
{
	struct library library;
	struct buf b = BUF_INIT;

	library_of(venv, &library);
	buf_puts(&b, "avenv create ");
	if (library.series)
		buf_putl(&b, "-p ",
			 streq(library.implementation, "cpython") ? "" : library.implementation,
			 library.series, library.threads, " ");
	return b.data;
}

bool cfg_mend(const struct venv *venv, struct cfg_mend *mend)
{
	bool closed;

	*mend = (struct cfg_mend){ .path = venv->path };
	switch (venv->health) {
	case NO_CFG:
	case CFG_NO_HOME:
		mend->command = create_command(venv);
		return true;
	case CFG_UNREADABLE:
		if (venv->error != EACCES)
			return false;
		/* Itself or the directory: what that lies in was entered. */
		closed = faccessat(AT_FDCWD, venv->path, X_OK, AT_EACCESS) != 0;
		mend->command = closed ? "chmod u+rwx " : "chmod u+r ";
		if (!closed)
			mend->path = path_join(venv->path, "pyvenv.cfg");
		return true;
	case CFG_NOT_REGULAR:
	case CFG_TOO_LARGE:
	case HEALTHY:
	case NO_BIN:
	case BIN_UNSEEN:
	case NO_PYTHON:
	case PYTHON_NOT_EXECUTABLE:
	case PYTHON_UPGRADED:
		break;
	}
	return false;
}
