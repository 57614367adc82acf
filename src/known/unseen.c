/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/unseen.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/venv.h"
#include "print/msg.h"

#include "core/banned.h"

/* Of the first; NULL: there is none. */
static const char *first;
static int first_err;

void unseen_begin(void)
{
	first = NULL;
}

bool unseen_is_answer(int err)
{
	return file_leads_nowhere(err) || err == EINVAL || err == ENXIO || err == EFBIG;
}

bool unseen(const char *path)
{
	int err = errno;

	if (first || unseen_is_answer(err))
		return false;
	first = mem_dups(path);
	first_err = err;
	errno = err;
	return false;
}

const char *unseen_text(void)
{
	struct buf b = BUF_INIT;

	if (!first)
		return NULL;
	buf_putl(&b, "cannot look at '", shown(first), "': ", strerror(first_err));
	return b.data;
}

bool unseen_env(const char *dir)
{
	int there = venv_exists(dir);

	return there < 0 ? unseen(dir) : there;
}
