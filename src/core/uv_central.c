/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/uv_central.h"

#include <fcntl.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"

/* PATH without its last part, behind a '-'; NULL: it has none. */
static const char *cut_part(const char *path)
{
	const char *dash = path ? strrchr(path_base(path), '-') : NULL;

	return dash ? mem_dup(path, (size_t)(dash - path)) : NULL;
}

const char *uv_central_name(const char *path)
{
	const char *set = settings_path("UV_CACHE_DIR"), *cache, *real, *name;

	cache = set ? set : settings_home(".cache/uv");
	name = cut_part(cut_part(path));
	if (!name || !cache || !streq(path_base(path_parent(path)), "environments-v2"))
		return NULL;
	real = file_real(cache);
	path = path_parent(path_parent(path));
	return streq(path, cache) || (real && streq(path, real)) ? path_base(name) : NULL;
}

const char *uv_central_link(const char *path)
{
	const char *text = file_link_text(AT_FDCWD, path);

	return text && text[0] == '/' && path_is_clean(text) ? uv_central_name(text) : NULL;
}
