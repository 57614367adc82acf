/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/wheel.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/requirement.h"
#include "cli/seed.h"
#include "cli/unseen.h"
#include "cli/wheel_zip.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

#define DIST_INFO ".dist-info"

enum {
	/** bytes of WHEEL and entry_points.txt */
	TEXT_MAX = 64 * 1024,
	/** of a member's name */
	NAME_BYTES_MAX = 1024,
};

/** A wheel while its directory is read. */
struct reading {
	struct wheel *wheel;
	struct wheel_zip zip;
	struct wheel_texts texts;
	/** bytes of all members so far */
	uint64_t total;
};

int wheel_refuse(const struct wheel *wheel, const char *member, const char *what)
{
	if (!member)
		return error("wheel '%s' is refused: %s", shown(wheel->path), what);
	return error("wheel '%s' is refused: '%s' %s", shown(wheel->path), shown(member), what);
}

/* NAME-VERSION(-BUILD)?-PYTHON-ABI-PLATFORM.whl */
static int read_file_name(struct wheel *wheel)
{
	const char *base = path_base(wheel->path);
	const char *dash = strchr(base, '-');
	const char *next = dash ? strchr(dash + 1, '-') : NULL;

	if (!next || dash == base || next == dash + 1 || !ends_with(base, ".whl"))
		return wheel_refuse(wheel, NULL, "it is not named as a wheel");
	wheel->name = requirement_key(mem_dup(base, (size_t)(dash - base)));
	wheel->version = mem_dup(dash + 1, (size_t)(next - dash - 1));
	wheel->pip_version = wheel->version;
	return 0;
}

static int load(struct wheel *wheel)
{
	char *real = mem_alloc(PATH_MAX);

	if (!realpath(wheel->path, real) || file_slurp(real, WHEEL_BYTES_MAX, &wheel->bytes))
		return error_errno("cannot open wheel '%s'", shown(wheel->path));
	return 0;
}

static const char *fault_of_part(const char *part, size_t len)
{
	if (len > NAME_MAX)
		return "has too long a name";
	if (len == 2 && !memcmp(part, "..", 2))
		return "leads out of the wheel";
	return !len || (len == 1 && *part == '.') ? "is not a plain path" : NULL;
}

const char *wheel_name_fault(const char *name)
{
	size_t len;

	for (const char *s = name; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7F || *s == '\\')
			return "has a character that no name may have";
	for (const char *part = name;; part += len + 1) {
		const char *fault;

		len = strcspn(part, "/");
		fault = fault_of_part(part, len);
		if (fault || !part[len])
			return fault;
	}
}

/* All of the member, which is SIZE long and about to be read. */
static int slurp(struct reading *r, const char *name, uint64_t size, struct buf *text)
{
	const void *data;
	size_t len;
	int more;

	if (size > (text == &r->texts.record ? RECORD_MAX : TEXT_MAX))
		return wheel_refuse(r->wheel, name, "is too large");
	while ((more = wheel_zip_read(&r->zip, &data, &len)) > 0) {
		if (len > size - text->len)
			return wheel_refuse(r->wheel, name, "is longer than it says");
		buf_put(text, data, len);
	}
	if (more < 0)
		return wheel_refuse(r->wheel, name, r->zip.error);
	if (text->len != size)
		return wheel_refuse(r->wheel, name, "is shorter than it says");
	return 0;
}

/* The member that must be read now, as archives are read in order; or NULL. */
static struct buf *text_of(struct reading *r, const char *name)
{
	if (streq(name, "RECORD"))
		return &r->texts.record;
	if (streq(name, "WHEEL"))
		return &r->texts.wheel;
	if (streq(name, "entry_points.txt"))
		return &r->texts.entry_points;
	return NULL;
}

/* Take note of the .dist-info that M is or lies in. */
static int take_dist_info(struct reading *r, const struct wheel_member *m)
{
	struct wheel *wheel = r->wheel;
	size_t len = strcspn(m->name, "/");
	const size_t tail = strlen(DIST_INFO);
	struct buf *text;

	if (len < tail || memcmp(m->name + len - tail, DIST_INFO, tail) != 0)
		return 0;
	if (!wheel->dist_info) {
		wheel->dist_info = mem_dup(m->name, len);
		wheel->record_name = path_join(wheel->dist_info, "RECORD");
	}
	if (!path_under(m->name, wheel->dist_info))
		return wheel_refuse(wheel, m->name, "is a second .dist-info");
	text = m->dir || !m->name[len] ? NULL : text_of(r, m->name + len + 1);
	return text ? slurp(r, m->name, m->size, text) : 0;
}

static const char *fault_of_entry(const struct reading *r, const struct wheel_entry *e)
{
	if (!S_ISREG(e->mode) && !S_ISDIR(e->mode))
		return "is neither a file nor a directory";
	if (e->encrypted)
		return "is encrypted";
	if (e->size < 0)
		return "does not say how large it is";
	if ((uint64_t)e->size > WHEEL_BYTES_MAX - r->total)
		return "is one too much: unpacked it would be too large";
	if (r->wheel->count == WHEEL_MEMBERS_MAX)
		return "is one too many";
	return NULL;
}

static int take_entry(struct reading *r, const struct wheel_entry *e)
{
	struct wheel *wheel = r->wheel;
	struct wheel_member *m;
	const char *fault, *name = e->name;
	size_t len;

	if (!name)
		return wheel_refuse(wheel, NULL, "it has a name not in UTF-8");
	len = strlen(name);
	if (len > NAME_BYTES_MAX)
		return wheel_refuse(wheel, NULL, "it has too long a name");
	/* The name of a directory ends so. */
	len -= S_ISDIR(e->mode) && len && name[len - 1] == '/';
	name = mem_dup(name, len);
	fault = wheel_name_fault(name);
	if (!fault)
		fault = fault_of_entry(r, e);
	if (fault)
		return wheel_refuse(wheel, name, fault);
	wheel->members = mem_grow(wheel->members, wheel->count, &wheel->room, sizeof(*m));
	m = &wheel->members[wheel->count++];
	*m = (struct wheel_member){
		.name = name,
		.hash = "",
		.size = (uint64_t)e->size,
		.dir = S_ISDIR(e->mode),
		.executable = S_ISREG(e->mode) && (e->mode & 0111),
	};
	r->total += m->size;
	return take_dist_info(r, m);
}

static int read_members(struct reading *r)
{
	const struct text *bytes = &r->wheel->bytes;
	struct wheel_entry entry;
	int more = wheel_zip_open(&r->zip, bytes->data, bytes->len, true);

	if (!more)
		more = 1;
	while (more > 0) {
		more = wheel_zip_next(&r->zip, &entry);
		if (more > 0 && take_entry(r, &entry))
			return -1;
	}
	if (more < 0)
		return wheel_refuse(r->wheel, NULL, r->zip.error);
	return 0;
}

int wheel_open(const char *path, struct wheel *wheel)
{
	struct reading r = {
		.wheel = wheel,
		.texts = { BUF_INIT, BUF_INIT, BUF_INIT },
	};
	int ret;

	*wheel = (struct wheel){ .path = path };
	if (read_file_name(wheel) || load(wheel) || wheel_zip_begin())
		return -1;
	ret = read_members(&r);
	wheel_zip_close(&r.zip);
	wheel_zip_end();
	if (ret || wheel_check(wheel, &r.texts))
		return -1;
	return wheel_scripts_read(wheel, r.texts.entry_points.data);
}

static int missing(const struct python *python, const struct seed *seed)
{
	const char *package =
		streq(seed->missing, "pip") ? "python3-pip-whl" : "python3-setuptools-whl";

	if (!seed->ensurepip)
		return error("'%s' has no ensurepip, and no wheel of %s is "
			     "there; install python%s-venv or %s, or use "
			     "'--without-pip'",
			     shown(python->path), seed->missing, python->series, package);
	return error("the wheel of %s that the ensurepip of '%s' installs is "
		     "missing; install %s, or use '--without-pip'",
		     seed->missing, shown(python->path), package);
}

int wheels_of(const struct python *python, struct wheel **wheels, size_t *count)
{
	struct seed seed;

	unseen_begin();
	seed_find(python->stdlib, python->major, python->minor, &seed);
	if (seed.missing)
		return unseen_text() ? error("%s", unseen_text()) : missing(python, &seed);
	*wheels = mem_array(seed.count + 1, sizeof(**wheels));
	*count = seed.count;
	for (size_t i = 0; i < seed.count; i++)
		if (wheel_open(seed.wheels[i], &(*wheels)[i]))
			return -1;
	for (size_t i = 0; i < seed.count; i++)
		(*wheels)[i].pip_version = (*wheels)[seed.count - 1].version;
	return 0;
}
