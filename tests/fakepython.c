/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An interpreter for tests: it answers avenv's question with the words of PREFIX/answer, the
 * version, implementation, abiflags or "-", and library, among other output. FAKE_LOG gets its
 * path. It answers only if it is asked with -I -S, without input and without the variables of
 * Python's.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char real[PATH_MAX], path[PATH_MAX + 16], word[4][256];
	FILE *file;

	if (argc < 6 || strcmp(argv[1], "-I") || strcmp(argv[2], "-S") || getchar() != EOF ||
	    getenv("PYTHONPATH") || getenv("PYTHONHOME") || getenv("__PYVENV_LAUNCHER__") ||
	    !realpath("/proc/self/exe", real))
		return 1;
	*strrchr(real, '/') = '\0';
	file = fopen(getenv("FAKE_LOG"), "ae");
	if (!file)
		return 1;
	fprintf(file, "%s\n", argv[0]);
	fclose(file);
	snprintf(path, sizeof(path), "%s/../answer", real);
	file = fopen(path, "re");
	if (!file ||
	    fscanf(file, "%255s %255s %255s %255s", word[0], word[1], word[2], word[3]) < 4)
		return 3;
	fclose(file);
	printf("hello\n%s%c%s%c%s%c%s%c", argv[5], 0, argv[0], 0, word[1], 0, word[0], 0);
	printf("%s%cTrue%c%s/../%s/encodings%c", word[2], 0, 0, real, word[3], 0);
	printf("%s%cbye\n", argv[5], 0);
	return 0;
}
