/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 31 */
/* Files of variables, as python-dotenv reads them. */
#include "formats/dotenv.h"
#include "test.h"

/* A file, and the value of A in it */
static const struct {
	const char *text, *value;
} files[] = {
	{ "A=b", "b" },
	{ "\n  export A = b c  # d\r\nB=c", "b c" },
	{ "A=b#c", "b#c" },
	{ "A='b # c'\nA2=d", "b # c" },
	{ "A=\"b\\\"c\nd\" # e\n", "b\"c\nd" },
	{ "A=a\nA=b\n", "b" },
	{ "A=", "" },
	{ "B=\"\nA=c\n\"\n", NULL },
	{ "# A=b\nAA=b\nA\nxport A=b", NULL },
	{ "A=\"b", "b" },
	{ "A=b\\", "b\\" },
	{ "", NULL },
};

TEST(values)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		const char *value = dotenv_value(files[i].text, "A");

		if (files[i].value)
			assert_string_equal(value, files[i].value);
		else
			assert_null(value);
	}
}

MAIN(NULL)
