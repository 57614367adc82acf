/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 47 50 */
/* The launchers that pips write for entry points. */
#include "test.h"

#include <libdeflate.h>

#include "build/wheel.h"

static int take_script(void *arg, const char *name, const struct buf *text)
{
	row_text("name", name, "x");
	*(const char **)arg = text->data;
	return 0;
}

static const char *launcher_of(const char *entry_points, const char *pip)
{
	const struct wheel_target target = { .interpreter = "/e/bin/python", .series = "3.12" };
	const size_t len = strlen(entry_points);
	struct zip_member m = { .name = "tiny-1.0.dist-info/entry_points.txt",
				.data = (const uint8_t *)entry_points,
				.packed = len,
				.size = len,
				.crc = libdeflate_crc32(0, entry_points, len) };
	struct wheel wheel = { .path = "/w",
			       .dist_info = "tiny-1.0.dist-info",
			       .pip_version = pip,
			       .zip = { .members = &m, .count = 1 } };
	const char *text = NULL;

	row_int(pip, wheel_scripts(&wheel, &target, take_script, &text), 0);
	return text;
}

#define HEAD "# -*- coding: utf-8 -*-\nimport re\nimport sys\n"
#define FROM "from a.b import C\n"
#define IF   "if __name__ == '__main__':\n"
#define EXIT "    sys.exit(C.d())\n"
#define ARGV "    sys.argv[0] = "

/* Compared with launchers that these pips wrote. */
TEST(texts_of_launchers)
{
	static const char re[] =
		HEAD FROM IF ARGV "re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])\n" EXIT;
	static const char cut[] = "import sys\n" FROM IF "    if sys.argv[0].endswith('.exe'):\n"
				  "    " ARGV "sys.argv[0][:-4]\n" EXIT;
	static const char suffix[] =
		"import sys\n" FROM IF ARGV "sys.argv[0].removesuffix('.exe')\n" EXIT;
	static const char *const rows[][2] = {
		{ "20.1.1", re }, { "25.1.1", re },   { "25.2", cut },
		{ "25.3", cut },  { "26.0", suffix },
	};

	foreach(row, rows)
		row_text((*row)[0], launcher_of("[console_scripts]\nx=a.b:C.d", (*row)[0]),
			 formatted("#!/e/bin/python\n%s", (*row)[1]));
}

MAIN(NULL)
