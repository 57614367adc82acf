/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/unseen.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "cli/msg.h"
#include "core/buf.h"
#include "core/file.h"

#include "core/banned.h"

static const char *text;

void unseen_begin(void)
{
	text = NULL;
}

bool unseen_is_answer(int err)
{
	return file_leads_nowhere(err) || err == EINVAL || err == ENXIO ||
	       err == EFBIG;
}

bool unseen(const char *path)
{
	int err = errno;
	struct buf b = BUF_INIT;

	if (text || unseen_is_answer(err))
		return false;
	buf_putl(&b, "cannot look at '", shown(path), "': ", strerror(err));
	text = b.data;
	errno = err;
	return false;
}

const char *unseen_text(void)
{
	return text;
}

bool unseen_exists(const char *path)
{
	int there = file_exists_through(AT_FDCWD, path);

	return there < 0 ? unseen(path) : there;
}

bool unseen_program(const char *path)
{
	/* What is no program has been seen. */
	errno = EINVAL;
	return file_is_program(path) || unseen(path);
}
