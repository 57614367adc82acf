/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/ensurepip.h"

#include <errno.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "print/msg.h"
#include "system/file_at.h"

enum {
	/** largest _sysconfigdata*.py that is read, in bytes; its usual size is 60 KiB */
	SOURCE_MAX = 1024 * 1024,
};

/* Set *PATH to the file START*END in DIR, the last by name if there are several, or to NULL. */
static int find_wheel(const char *dir, const char *start, const char *end, const char **path)
{
	struct strings names = { 0 };

	*path = NULL;
	if (dir_names(dir, &names) && !file_is_missing(errno))
		return error_errno("cannot read '%s'", shown(dir));
	strings_sort(&names);
	for (size_t i = 0; i < names.count; i++)
		if (starts_with(names.list[i], start) && ends_with(names.list[i], end))
			*path = path_join(dir, names.list[i]);
	return 0;
}

/* Set *DIR to the build's WHEEL_PKG_DIR, a distribution's directory of wheels, or to NULL. */
static int find_wheel_dir(const char *stdlib, const char **dir)
{
	static const char key[] = "'WHEEL_PKG_DIR': '";
	const char *path, *real, *value;
	struct text text;

	*dir = NULL;
	if (find_wheel(stdlib, "_sysconfigdata_", ".py", &path))
		return -1;
	if (!path)
		return 0;
	/* Files of the interpreter may be links. */
	real = real_path_of(path).path;
	if (!real || file_slurp(real, SOURCE_MAX, &text))
		return error_errno("cannot read '%s'", shown(path));
	value = strstr(text.data, key);
	value = value ? value + strlen(key) : "";
	if (*value == '/')
		*dir = mem_dup(value, strcspn(value, "'"));
	return 0;
}

static const char *const projects[] = { "setuptools", "pip" };

/*
 * Set BUNDLED to the wheels in DIR of projects[FIRST] and those behind it. A project without a
 * wheel is BUNDLED->missing.
 */
static int find_bundled(const char *dir, size_t first, struct bundled_wheels *bundled)
{
	bundled->count = 0;
	bundled->missing = NULL;
	for (size_t i = first; i < ARRAY_SIZE(projects); i++) {
		const char *wheel;

		if (find_wheel(dir, formatted("%s-", projects[i]), ".whl", &wheel))
			return -1;
		if (wheel)
			bundled->wheels[bundled->count++] = wheel;
		else
			bundled->missing = projects[i];
	}
	return 0;
}

int ensurepip_find(const struct python *python, struct bundled_wheels *bundled)
{
	const char *dir = NULL;
	size_t first = pep440_compare(python->series, "3.12") < 0 ? 0 : 1;

	*bundled = (struct bundled_wheels){ 0 };
	if (pep440_compare(python->series, "3.10") >= 0 && find_wheel_dir(python->stdlib, &dir))
		return -1;
	if (dir && find_bundled(dir, first, bundled))
		return -1;
	/* A distribution's wheels are used only if all of them exist, as in ensurepip. */
	if (dir && !bundled->missing)
		return 0;
	return find_bundled(path_join(python->stdlib, "ensurepip/_bundled"), first, bundled);
}
