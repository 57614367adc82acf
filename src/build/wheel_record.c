/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "build/wheel.h"
#include "core/path.h"
#include "formats/dist_rows.h"
#include "formats/pep440.h"
#include "print/msg.h"
#include "system/file_at.h"

/** The state of one wheel_record(). */
struct finish {
	const struct wheel *wheel;
	const struct wheel_target *target;
	struct dist_rows rows;
	/** descriptor of the .dist-info directory */
	int info;
};

/*
 * Read RECORD of the wheel. Returns false unless it has a row for each file, and no other: pip
 * uninstalls every file that a row names. Hashes and sizes are kept, as pip keeps them.
 */
static bool read_rows(struct finish *f)
{
	const struct zip *zip = &f->wheel->zip;
	struct buf text = BUF_INIT;
	size_t files = 0;

	if (wheel_text(f->wheel, "RECORD", &text) || dist_rows_parse(text.data, text.len, &f->rows))
		return false;
	dist_rows_sort(&f->rows);
	for (size_t i = 0; i < zip->count; i++) {
		if (!zip->members[i].dir && !dist_rows_find(&f->rows, zip->members[i].name))
			return false;
		files += !zip->members[i].dir;
	}
	return f->rows.count == files;
}

static int put_script(void *arg, const char *name, const struct buf *text)
{
	struct finish *f = arg;

	dist_rows_add_text(&f->rows, path_join(f->target->site_to_bin, name), text);
	/* distlib sets the same mode. */
	if (files_make(f->target->bin, name, text->data, text->len, f->target->mode | 0555))
		return error_errno("cannot write '%s'", shown(path_join("bin", name)));
	return 0;
}

/* Write the file NAME into the .dist-info directory. */
static int write_info(struct finish *f, const char *name, const struct buf *text)
{
	if (!files_make(f->info, name, text->data, text->len, f->target->mode))
		return 0;
	return error_errno("cannot write '%s'", shown(path_join(f->wheel->dist_info, name)));
}

static int put_info(struct finish *f, const char *name, const struct buf *text)
{
	dist_rows_add_text(&f->rows, path_join(f->wheel->dist_info, name), text);
	return write_info(f, name, text);
}

static int finish_record(struct finish *f)
{
	const struct wheel *wheel = f->wheel;
	struct buf installer = BUF_INIT, requested = BUF_INIT, text = BUF_INIT;

	if (!read_rows(f))
		return wheel_refuse(wheel, "its RECORD does not list just the files in it");
	buf_puts(&installer, "pip\n");
	if (wheel_scripts(wheel, f->target, put_script, f) ||
	    put_info(f, "INSTALLER", &installer) ||
	    (pep440_compare(wheel->pip_version, "20.2") >= 0 &&
	     put_info(f, "REQUESTED", &requested)))
		return -1;
	dist_rows_format(&f->rows, &text);
	return write_info(f, "RECORD", &text);
}

int wheel_record(const struct wheel *wheel, const struct wheel_target *target)
{
	struct finish f = { .wheel = wheel,
			    .target = target,
			    .info = files_open_dir(target->site, wheel->dist_info) };
	int ret;

	if (f.info < 0)
		return error_errno("cannot open '%s'", shown(wheel->dist_info));
	ret = finish_record(&f);
	close(f.info);
	return ret;
}
