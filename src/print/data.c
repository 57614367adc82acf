/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/data.h"

#include <stdio.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/mem.h"

static bool is_for_person(void)
{
	return isatty(STDOUT_FILENO);
}

void data_line(const char *line)
{
	printf("%s\n", is_for_person() ? escape_unprintable(line) : line);
}

void data_text(const char *text)
{
	while (is_for_person() && *text) {
		size_t len = strcspn(text, "\n\t");

		printf("%s%.1s", escape_unprintable(mem_dup(text, len)), text + len);
		text += len + (text[len] != '\0');
	}
	fputs(text, stdout);
}
