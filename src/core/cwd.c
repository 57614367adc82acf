/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/cwd.h"

#include <limits.h>
#include <unistd.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

const char *cwd_physical(void)
{
	char *cwd = mem_alloc(PATH_MAX);

	return getcwd(cwd, PATH_MAX) && cwd[0] == '/' ? cwd : NULL;
}

const char *cwd_logical(const char *pwd, const char *physical)
{
	struct file_info logical, real;

	if (!is_set(pwd) || !path_is_clean(pwd))
		return physical;
	if (!physical || streq(pwd, physical))
		return pwd;
	if (file_stat(pwd, &logical) || file_stat(".", &real) || !file_same(&logical, &real))
		return physical;
	return pwd;
}
