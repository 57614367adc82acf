/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a directory of wheels has what pip will be asked for. */
#include <sys/utsname.h>

#include "cli/pep440.h"
#include "cli/reinstall.h"
#include "cli/requirement.h"
#include "core/mem.h"
#include "print/msg.h"

#include "core/banned.h"

/** A file that pip could install. */
struct offer {
	const char *key, *version;
	/** of this Python and machine, as far as its name tells */
	bool fits;
};

struct offers {
	const struct python *python;
	struct utsname machine;
	struct offer *list;
	size_t count, room;
};

/* One of the tags in TAGS, which are joined by '.', is as FITS wants it. */
static bool any_tag(const struct offers *c, const char *tags,
		    bool (*fits)(const struct offers *c, const char *tag))
{
	while (*tags) {
		size_t len = strcspn(tags, ".");

		if (fits(c, mem_dup(tags, len)))
			return true;
		tags += len + (tags[len] == '.');
	}
	return false;
}

/* The X of tag "cp3X", "py3X"; -1: it has another form. */
static int minor_of(const char *tag, const char *head)
{
	int minor = 0;

	if (!starts_with(tag, head) || !tag[strlen(head)])
		return -1;
	for (tag += strlen(head); *tag; tag++) {
		if (*tag < '0' || *tag > '9' || minor > 1000)
			return -1;
		minor = minor * 10 + *tag - '0';
	}
	return minor;
}

static bool fits_any_abi(const struct offers *c, const char *tag)
{
	return streq(tag, "py3") ||
	       (minor_of(tag, "py3") >= 0 && minor_of(tag, "py3") <= c->python->minor) ||
	       minor_of(tag, "cp3") == c->python->minor;
}

static bool fits_stable_abi(const struct offers *c, const char *tag)
{
	return minor_of(tag, "cp3") >= 0 && minor_of(tag, "cp3") <= c->python->minor;
}

static bool fits_machine(const struct offers *c, const char *tag)
{
	struct buf end = BUF_INIT;

	buf_putl(&end, "_", c->machine.machine);
	return streq(tag, "any") || ends_with(tag, end.data);
}

static bool fits(const struct offers *c, const char *python, const char *abi, const char *platform)
{
	bool stable = streq(abi, "abi3");

	if (!streq(c->python->implementation, "cpython"))
		return true;
	return any_tag(c, platform, fits_machine) &&
	       any_tag(c, python, stable ? fits_stable_abi : fits_any_abi);
}

static void add(struct offers *c, const char *name, const char *version, bool fitting)
{
	c->list = mem_grow(c->list, c->count, &c->room, sizeof(*c->list));
	c->list[c->count++] = (struct offer){
		.key = requirement_key(name),
		.version = version,
		.fits = fitting,
	};
}

/* NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM */
static void add_wheel(struct offers *c, char *stem)
{
	char *parts[6] = { stem };
	size_t count = 1;

	for (char *s = stem; (s = strchr(s, '-')); count++) {
		if (count == ARRAY_SIZE(parts))
			return;
		*s++ = '\0';
		parts[count] = s;
	}
	if (count >= 5)
		add(c, parts[0], parts[1],
		    fits(c, parts[count - 3], parts[count - 2], parts[count - 1]));
}

/* NAME-VERSION */
static void add_source(struct offers *c, char *stem)
{
	char *dash = strrchr(stem, '-');

	if (!dash)
		return;
	*dash = '\0';
	add(c, stem, dash + 1, true);
}

static bool visit_file(void *arg, int fd, const char *name, int type)
{
	static const char *const sources[] = { ".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz" };
	struct offers *c = arg;
	size_t len = strlen(name);

	(void)fd;
	(void)type;
	if (ends_with(name, ".whl"))
		add_wheel(c, mem_dup(name, len - strlen(".whl")));
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		if (ends_with(name, sources[i]))
			add_source(c, mem_dup(name, len - strlen(sources[i])));
	return true;
}

/* Returns 0, or -1 having said that DIST is not there. */
static int look_for(const struct offers *c, const char *dir, const struct dist *dist)
{
	struct buf wanted = BUF_INIT;
	bool other = false;

	buf_putl(&wanted, "==", dist->version);
	for (size_t i = 0; i < c->count; i++) {
		if (!streq(c->list[i].key, dist->key) ||
		    !pep440_matches(c->list[i].version, wanted.data))
			continue;
		if (c->list[i].fits)
			return 0;
		other = true;
	}
	return error("'%s' has no '%s %s'%s%s", shown(dir), shown(dist->name), shown(dist->version),
		     other ? " for Python " : "", other ? c->python->series : "");
}

int reinstall_check_wheels(const struct reinstall *plan)
{
	const char *typed = plan->how->wheels_typed;
	struct offers c = { .python = plan->to };
	int ret = 0;

	if (uname(&c.machine))
		return error_errno("cannot tell what this machine is");
	if (file_scan(plan->how->wheels, visit_file, &c))
		return error_errno("cannot read '%s'", shown(typed));
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].wanted && reinstall_is_pin(&plan->items[i]))
			ret |= look_for(&c, typed, plan->items[i].dist);
	if (plan->pip && reinstall_is_pin(plan->pip))
		ret |= look_for(&c, typed, plan->pip->dist);
	if (ret)
		note("where there is a network, a pip of Python %s puts it "
		     "there: 'pip download -d DIR NAME==VERSION'",
		     plan->to->series);
	return ret;
}
