/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/cfg_mend.h"

#include <errno.h>

#include "core/buf.h"
#include "core/path.h"
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
	*mend = (struct cfg_mend){ .path = venv->path };
	if (venv->health == NO_CFG || venv->health == CFG_NO_HOME)
		mend->command = create_command(venv);
	else if (venv->health == CFG_UNREADABLE && venv->error == EACCES)
		mend->command = "chmod -R u+rwX ";
	return mend->command != NULL;
}
