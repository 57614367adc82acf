/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fuzz target without a fuzzer: the target gets nothing, and then each file that is named. In the
 * end each REACHED() of the target must have been reached.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "fuzz.h"

/* All that REACHED() made: the linker names both ends of such a section. */
extern struct reached *__start_fuzz_reached[], *__stop_fuzz_reached[];

/* In memory of just that size, so that a read behind it is seen. */
static void replay(const char *path)
{
	struct text text;
	uint8_t *data;

	/* If it fails, its name is the last one printed. */
	printf("# %s\n", path);
	fflush(stdout);
	CHECK(!file_slurp(path, FILE_MAX, &text));
	data = malloc(text.len ? text.len : 1);
	CHECK(data);
	memcpy(data, text.data, text.len);
	LLVMFuzzerTestOneInput(data, text.len);
	free(data);
}

int main(int argc, char **argv)
{
	bool missed = false;

	LLVMFuzzerInitialize(&argc, &argv);
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	for (struct reached **r = __start_fuzz_reached; r < __stop_fuzz_reached && argc > 1; r++) {
		if ((*r)->times)
			continue;
		printf("# line %d: no input comes here\n", (*r)->line);
		missed = true;
	}
	printf("%sok 1 - %d inputs\n1..1\n", missed ? "not " : "", argc);
	return missed;
}
