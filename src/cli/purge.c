/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/purge.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/select.h"
#include "core/path.h"
#include "print/msg.h"
#include "records/store.h"

#include "core/banned.h"

/* Nobody remembers who made what is above it. */
static void remove_own_dir(const char *file)
{
	const char *dir = path_parent(file);

	if (streq(path_base(dir), "avenv"))
		(void)rmdir(dir);
}

static int purge_records(struct context *ctx)
{
	struct buf why = BUF_INIT;

	if (store_remove(&ctx->trust, &why))
		return error("%s", why.data);
	remove_own_dir(ctx->settings.store);
	note("removed '%s'", shown(ctx->settings.store));
	return 0;
}

static int purge_history(const char *file)
{
	if (unlink(file))
		return error_errno("cannot remove '%s'", shown(file));
	remove_own_dir(file);
	note("removed '%s'", shown(file));
	return 0;
}

int purge(struct context *ctx, bool print_only, size_t *count)
{
	const char *files[] = { ctx->settings.store, select_history_file(&ctx->settings) };
	int ret = 0;

	*count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		int there = files[i] ? file_exists(AT_FDCWD, files[i]) : 0;

		if (!i && !there && files[i])
			there = file_exists(AT_FDCWD,
					    path_join(path_parent(files[i]), TRUST_FIRST_NAME));

		if (there < 0)
			ret = error_errno("cannot look at '%s'", shown(files[i]));
		if (there <= 0)
			continue;
		++*count;
		if (print_only)
			printf("remove %s\n", shown(files[i]));
		else if (i ? purge_history(files[i]) : purge_records(ctx))
			ret = -1;
	}
	return ret;
}
