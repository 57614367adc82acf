/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An interpreter for tests: it answers avenv's question with the words of PREFIX/answer, the
 * version, implementation, abiflags or "-", and library. FAKE_LOG gets its path. With FAKE_WAIT
 * it answers only once that many of them have been started.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The number of lines in FAKE_LOG, after LINE was added. */
static int count_lines(const char *line)
{
	FILE *file = fopen(getenv("FAKE_LOG"), "a+e");
	int count = 0, c;

	if (!file)
		return 0;
	fputs(line, file);
	rewind(file);
	while ((c = getc(file)) != EOF)
		count += c == '\n';
	fclose(file);
	return count;
}

int main(int argc, char **argv)
{
	char real[PATH_MAX], path[PATH_MAX + 16], word[4][256];
	const char *wait = getenv("FAKE_WAIT");
	FILE *file;

	if (argc < 6 || !realpath("/proc/self/exe", real))
		return 1;
	*strrchr(real, '/') = '\0';
	snprintf(path, sizeof(path), "%s\n", argv[0]);
	if (getenv("FAKE_LOG"))
		count_lines(path);
	for (int i = 0; wait && count_lines("") < atoi(wait); i++) {
		if (i > 500)
			return 1;
		usleep(10000);
	}
	snprintf(path, sizeof(path), "%s/../answer", real);
	file = fopen(path, "re");
	if (!file ||
	    fscanf(file, "%255s %255s %255s %255s", word[0], word[1], word[2], word[3]) < 4)
		return 3;
	fclose(file);
	printf("%s%c%s%c%s%c%s%c", argv[5], 0, argv[0], 0, word[1], 0, word[0], 0);
	printf("%s%cTrue%c%s/../%s/encodings%c", word[2], 0, 0, real, word[3], 0);
	printf("%s%c", argv[5], 0);
	return 0;
}
