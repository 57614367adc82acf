/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/wheel.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

/** An installation that is finished. */
struct finish {
	const struct wheel *wheel;
	const struct wheel_target *target;
	struct record_rows rows;
	/** of a new file */
	mode_t mode;
	/** the .dist-info */
	int info;
};

enum {
	/** the first pip that writes REQUESTED: 20.2 */
	PIP_REQUESTED = 2002,
};

static int put_script(struct finish *f, const struct wheel_script *script)
{
	struct buf text = BUF_INIT;

	wheel_script_text(f->wheel, script, f->target->interpreter, &text);
	/* As distlib has it, whatever the umask. */
	if (files_make(f->target->bin, script->name, text.data, text.len, f->mode | 0555)) {
		if (errno == EEXIST)
			return wheel_refuse(f->wheel, script->name,
					    "is a script, but something else "
					    "in bin is called so");
		return error_errno("cannot write launcher '%s'", shown(script->name));
	}
	record_rows_add_text(&f->rows, path_join(f->target->site_to_bin, script->name), &text);
	return 0;
}

static int put_scripts(struct finish *f)
{
	struct wheel_script *scripts;
	size_t count;

	wheel_scripts_of(f->wheel, f->target->python, &scripts, &count);
	for (size_t i = 0; i < count; i++)
		if (put_script(f, &scripts[i]))
			return -1;
	return 0;
}

static int put_info(struct finish *f, const char *name, const struct buf *text)
{
	if (files_make(f->info, name, text->data, text->len, f->mode))
		return error_errno("cannot write '%s' in '%s'", shown(name),
				   shown(f->wheel->dist_info));
	return 0;
}

/* INSTALLER, and REQUESTED, which older pips do not know. */
static int put_marks(struct finish *f)
{
	struct buf installer = BUF_INIT, requested = BUF_INIT;

	buf_puts(&installer, "pip\n");
	if (put_info(f, "INSTALLER", &installer))
		return -1;
	record_rows_add_text(&f->rows, path_join(f->wheel->dist_info, "INSTALLER"), &installer);
	if (wheel_pip(f->wheel) < PIP_REQUESTED)
		return 0;
	if (put_info(f, "REQUESTED", &requested))
		return -1;
	record_rows_add_text(&f->rows, path_join(f->wheel->dist_info, "REQUESTED"), &requested);
	return 0;
}

/* "DIR/__pycache__", where NAME lies in DIR. */
static const char *cache_of(const char *name)
{
	const char *slash = strrchr(name, '/');
	struct buf b = BUF_INIT;

	buf_put(&b, name, slash ? (size_t)(slash + 1 - name) : 0);
	buf_puts(&b, "__pycache__");
	return b.data;
}

/* A row where the .pyc file of module NAME is there. */
static void add_pyc(struct finish *f, const char *name)
{
	const char *base = path_base(name);
	struct buf path = BUF_INIT;
	struct stat st;

	buf_putl(&path, cache_of(name), "/");
	buf_put(&path, base, strlen(base) - 2);
	buf_putl(&path, f->target->python->cache_tag, ".pyc");
	if (!fstatat(f->target->site, path.data, &st, AT_SYMLINK_NOFOLLOW))
		record_rows_add(&f->rows, path.data, "", "");
}

static void add_pycs(struct finish *f)
{
	const char *dir = NULL;
	bool there = false;

	for (size_t i = 0; i < f->wheel->count; i++) {
		const struct wheel_member *m = &f->wheel->members[i];
		size_t len = strlen(m->name);
		const char *cache = cache_of(m->name);
		struct stat st;

		if (m->dir || len < 4 || !streq(m->name + len - 3, ".py"))
			continue;
		/* Mostly none is there: one look a directory. */
		if (!dir || !streq(dir, cache))
			there = !fstatat(f->target->site, cache, &st, AT_SYMLINK_NOFOLLOW);
		dir = cache;
		if (there)
			add_pyc(f, m->name);
	}
}

static int finish(struct finish *f)
{
	struct buf text = BUF_INIT;

	if (put_scripts(f) || put_marks(f))
		return -1;
	add_pycs(f);
	record_rows_format(&f->rows, &text);
	return put_info(f, "RECORD", &text);
}

int wheel_record(const struct wheel *wheel, const struct wheel_target *target)
{
	struct finish f = { .wheel = wheel, .target = target, .mode = 0666 & ~files_umask() };
	int ret;

	for (size_t i = 0; i < wheel->record.count; i++)
		record_rows_add(&f.rows, wheel->record.list[i].path, wheel->record.list[i].hash,
				wheel->record.list[i].size);
	f.info = openat(target->site, wheel->dist_info,
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (f.info < 0)
		return error_errno("cannot open '%s'", shown(wheel->dist_info));
	ret = finish(&f);
	close(f.info);
	return ret;
}
