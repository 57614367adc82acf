/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pyenv's ways, as its own scripts have them: shims, versions, their files. */
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/interpreters.h"
#include "cli/pep440.h"
#include "cli/unseen.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

const char *pyenv_root(const struct context *ctx)
{
	const char *root = settings_path("PYENV_ROOT");

	if (root)
		return root;
	return ctx->settings.home ? path_join(ctx->settings.home, ".pyenv") : NULL;
}

/* A name, not a way out of the directory of versions. */
static bool is_version_name(const char *name)
{
	return *name && name[0] != '.' && name[0] != '-' && !strchr(name, '/');
}

/** In search of the newest version of a series. */
struct newest {
	/** "3.12" */
	const char *series;
	const char *name;
};

static bool visit_version(void *arg, int fd, const char *name, int type)
{
	struct newest *newest = arg;
	size_t len = strlen(newest->series);

	(void)fd;
	(void)type;
	if (starts_with(name, newest->series) && name[len] == '.' && pep440_valid(name) &&
	    (!newest->name || pep440_compare(name, newest->name) > 0))
		newest->name = mem_dups(name);
	return true;
}

const char *pyenv_version(const char *root, const char *name)
{
	const char *versions = path_join(root, "versions");
	struct newest newest = { .series = name };
	struct file_info info;

	if (!is_version_name(name))
		return NULL;
	if (!file_stat(path_join(versions, name), &info))
		return S_ISDIR(info.mode) ? path_join(versions, name) : NULL;
	if (starts_with(name, "python-"))
		return pyenv_version(root, name + 7);
	if (file_scan(versions, visit_version, &newest) || !newest.name)
		return NULL;
	return path_join(versions, newest.name);
}

int version_file_read(const char *path, struct version_file *file)
{
	struct text text;
	const char *s;

	*file = (struct version_file){ .path = path };
	if (file_slurp(path, FILE_MAX, &text))
		return -1;
	s = text.data;
	while (*s) {
		size_t n = strcspn(s, " \t\r\n#");

		if (n)
			strings_add(&file->names, mem_dup(s, n));
		s += n;
		s += *s == '#' ? strcspn(s, "\n") : strspn(s, " \t\r\n");
	}
	return 0;
}

const char *python_upwards(const struct context *ctx, const char *start, const char *name)
{
	const char *home = ctx->settings.home;
	bool below = home && path_under(start, home);
	struct file_info info;
	size_t len = strlen(start);

	while (len) {
		const char *dir = mem_dup(start, len);
		const char *path = path_join(dir, name);

		if (!file_lstat(path, &info))
			return path;
		unseen(path);
		if (below && streq(dir, home))
			break;
		len = path_parent_len(start, len);
	}
	return NULL;
}

/* The versions that pyenv would use here, in that order. */
static void chosen_versions(const struct context *ctx, const char *root, struct version_file *file)
{
	const char *list = getenv("PYENV_VERSION"), *name;
	const char *path;

	*file = (struct version_file){ 0 };
	if (is_set(list)) {
		while ((name = settings_element(&list)))
			strings_add(&file->names, name);
		return;
	}
	path = ctx->pwd ? python_upwards(ctx, ctx->pwd, ".python-version") : NULL;
	if (path && !version_file_read(path, file) && file->names.count)
		return;
	if (version_file_read(path_join(root, "version"), file))
		file->names.count = 0;
}

/* pyenv's directory, of which PATH is one of the shims; or NULL. */
static const char *root_of_shim(const char *path)
{
	const char *dir = path_parent(path), *root = path_parent(dir);
	struct file_info info;

	if (!streq(path_base(dir), "shims") || file_stat(path_join(root, "versions"), &info))
		return NULL;
	return root;
}

bool pyenv_is_shim(const char *path)
{
	return root_of_shim(path) && python_is_script(path);
}

const char *pyenv_shim(const struct context *ctx, const char *path)
{
	const char *root = root_of_shim(path);
	struct version_file file;

	chosen_versions(ctx, root, &file);
	for (size_t i = 0; i < file.names.count; i++) {
		const char *dir, *program;

		if (streq(file.names.list[i], "system"))
			return NULL;
		dir = pyenv_version(root, file.names.list[i]);
		program = dir ? path_join(path_join(dir, "bin"), path_base(path)) : NULL;
		if (program && file_is_program(program))
			return program;
	}
	return NULL;
}
