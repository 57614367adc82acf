/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/wheel_zip.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/archive_lib.h"

#include "core/banned.h"

/** Between wheel_zip_begin() and wheel_zip_end(); threads only read it. */
static struct {
	locale_t locale;
	bool zone_set;
} ambient;

static const struct archive_lib *const lib = &archive_lib;

int wheel_zip_begin(void)
{
	if (archive_lib_load())
		return -1;
	/* With TZ unset, each mktime() asks for the state of /etc/localtime. */
	ambient.zone_set = !getenv("TZ") && !setenv("TZ", "UTC0", 1);
	ambient.locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return 0;
}

void wheel_zip_end(void)
{
	if (ambient.zone_set)
		unsetenv("TZ");
	if (ambient.locale)
		freelocale(ambient.locale);
	ambient.locale = (locale_t)0;
}

static int failed(struct wheel_zip *zip, const char *what)
{
	const char *text = NULL;

	if (zip->archive)
		text = lib->archive_error_string(zip->archive);
	snprintf(zip->error, sizeof(zip->error), "%s%s", what, text ? text : "out of memory");
	/* Some of its messages are whole lines. */
	zip->error[strcspn(zip->error, "\n")] = '\0';
	return -1;
}

int wheel_zip_open(struct wheel_zip *zip, const void *data, size_t len, bool checked)
{
	struct archive *a = lib->archive_read_new();

	*zip = (struct wheel_zip){ .archive = a };
	if (ambient.locale)
		zip->locale = uselocale(ambient.locale);
	if (!a)
		return failed(zip, "");
	if (lib->archive_read_support_format_zip_seekable(a) ||
	    lib->archive_read_set_format_option(a, "zip", "ignorecrc32", checked ? NULL : "1") ||
	    lib->archive_read_open_memory(a, data, len))
		return failed(zip, "");
	return 0;
}

int wheel_zip_next(struct wheel_zip *zip, struct wheel_entry *entry)
{
	struct archive_entry *e;
	int ret = lib->archive_read_next_header(zip->archive, &e);

	if (ret == ARCHIVE_EOF)
		return 0;
	if (ret != ARCHIVE_OK)
		return failed(zip, "");
	*entry = (struct wheel_entry){
		.name = lib->archive_entry_pathname_utf8(e),
		.mode = lib->archive_entry_mode(e),
		.size = lib->archive_entry_size_is_set(e) ? lib->archive_entry_size(e) : -1,
		.encrypted = lib->archive_entry_is_encrypted(e) > 0,
	};
	return 1;
}

int wheel_zip_read(struct wheel_zip *zip, const void **data, size_t *len)
{
	la_int64_t offset;
	int ret;

	do {
		ret = lib->archive_read_data_block(zip->archive, data, len, &offset);
	} while (ret == ARCHIVE_OK && !*len);
	if (ret == ARCHIVE_EOF)
		return 0;
	return ret == ARCHIVE_OK ? 1 : failed(zip, "cannot be unpacked: ");
}

void wheel_zip_close(struct wheel_zip *zip)
{
	if (zip->archive)
		lib->archive_read_free(zip->archive);
	if (zip->locale)
		uselocale(zip->locale);
	zip->archive = NULL;
	zip->locale = (locale_t)0;
}
