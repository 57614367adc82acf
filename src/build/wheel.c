/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/wheel.h"

#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/tree.h"

enum {
	/**
	 * most directories around a file of a wheel, so that what is unpacked can be removed: in the
	 * tree are also the environment, lib, python3.x, site-packages and Python's own __pycache__
	 */
	DEPTH_MAX = TREE_DEPTH_MAX - 5,
};

int wheel_refuse(const struct wheel *wheel, const char *fault)
{
	return error("wheel '%s' is refused: %s", shown(wheel->path), fault);
}

int wheel_text(const struct wheel *wheel, const char *name, struct buf *text)
{
	const struct zip_member *m = zip_find(&wheel->zip, path_join(wheel->dist_info, name));
	const uint8_t *data = NULL;
	struct unzip u;

	if (!m)
		return 0;
	if (!unzip_begin(&u, m->size))
		data = unzip(&u, m);
	if (data)
		buf_put(text, (const char *)data, m->size);
	unzip_end(&u);
	return data ? 0 : -1;
}

/* The first component of NAME ends in END: "tiny-1.0.data/x" and ".data". */
static bool top_ends(const char *name, const char *end)
{
	size_t len = strcspn(name, "/"), n = strlen(end);

	return len >= n && !strncmp(name + len - n, end, n);
}

static size_t directories_of(const char *name)
{
	size_t count = 0;

	while ((name = strchr(name, '/'))) {
		name++;
		count++;
	}
	return count;
}

/*
 * The reason why pip would refuse WHEEL or install it differently, or why it could not be removed;
 * NULL: none.
 */
static const char *fault_of(const struct wheel *wheel)
{
	static const char *const needed[] = { "METADATA", "RECORD", "WHEEL" };
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++)
		if (!zip_find(&wheel->zip, path_join(wheel->dist_info, needed[i])))
			return "a file that every wheel has is missing in its .dist-info";
	for (size_t i = 0; i < wheel->zip.count; i++) {
		const char *name = wheel->zip.members[i].name;

		if (top_ends(name, ".data") ||
		    (top_ends(name, ".dist-info") && !path_under(name, wheel->dist_info)))
			return "it has a .data directory or a second .dist-info";
		if (directories_of(name) > DEPTH_MAX)
			return formatted("a file in it is in more than %d directories, too deep to "
					 "be removed",
					 DEPTH_MAX);
	}
	if (wheel_text(wheel, "WHEEL", &text))
		return "it is damaged";
	if (!strstr(text.data, "Wheel-Version: 1.") || !strstr(text.data, "Root-Is-Purelib: true"))
		return "it is not pure Python, or its format is not version 1";
	return NULL;
}

/* The file name is NAME-VERSION-PYTHON-ABI-PLATFORM.whl (PEP 427). */
int wheel_open(const char *path, struct wheel *wheel)
{
	const char *base = path_base(path);
	size_t name = strcspn(base, "-");
	size_t version = base[name] ? strcspn(base + name + 1, "-") : 0;
	const char *fault;

	*wheel = (struct wheel){ .path = path };
	wheel->name = mem_dup(base, name);
	wheel->version = mem_dup(base + name + (version > 0), version);
	wheel->pip_version = wheel->version;
	wheel->dist_info = formatted("%s-%s.dist-info", wheel->name, wheel->version);
	fault = zip_read(path, &wheel->zip);
	if (!fault)
		fault = fault_of(wheel);
	return fault ? wheel_refuse(wheel, fault) : 0;
}

int wheels_find(const struct python *python, struct wheel **wheels, size_t *count)
{
	struct bundled_wheels bundled;

	if (ensurepip_find(python, &bundled))
		return -1;
	if (bundled.missing)
		return error("'%s' has no wheel of %s to install; install python%s-venv, or use "
			     "'--without-pip'",
			     shown(python->path), bundled.missing, python->series);
	*wheels = mem_array(bundled.count, sizeof(**wheels));
	*count = bundled.count;
	for (size_t i = 0; i < bundled.count; i++)
		if (wheel_open(bundled.wheels[i], &(*wheels)[i]))
			return -1;
	for (size_t i = 0; i < bundled.count; i++)
		(*wheels)[i].pip_version = (*wheels)[bundled.count - 1].version;
	return 0;
}
