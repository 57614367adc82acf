/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/finding.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/mem.h"
#include "print/msg.h"
#include "print/paste.h"

struct finding *findings_add(struct findings *findings, const char *id, const char *subject,
			     const char *text)
{
	const struct finding finding = { .id = id, .subject = subject, .text = text };

	LIST_ADD(findings, finding);
	return &findings->list[findings->count - 1];
}

struct finding *findings_say(struct findings *findings, const char *id, const char *subject,
			     const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = formatted_args(format, args);
	va_end(args);
	return findings_add(findings, id, subject, text);
}

const char *finding_command(const struct finding *f)
{
	return f->mend ? f->mend : f->first;
}

size_t findings_wrong(const struct findings *findings)
{
	size_t wrong = 0;

	for (size_t i = 0; i < findings->count; i++)
		wrong += !findings->list[i].harmless;
	return wrong;
}

/* ---- printing ----------------------------------------------------------------- */

static void print_finding(const struct finding *f)
{
	const char *label = coloured(stdout, f->harmless ? COLOUR_FAINT : COLOUR_RED,
				     f->harmless ? "note " : "wrong");
	const char *command = finding_command(f), *purpose = "first ";

	if (f->mend)
		purpose = f->harmless ? "to change that: " : "to mend it: ";
	if (command)
		command =
			joined("; ", purpose, paste_quoted(coloured(stdout, COLOUR_BOLD, command)));
	printf("  %s  %s\n", label, shell_lines(joined(f->text, command ? command : "")));
}

bool findings_print(const char *title, const struct findings *findings, bool notes)
{
	bool printed = false;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->list[i];

		if (f->harmless && !f->always && !notes)
			continue;
		if (!printed)
			printf("%s\n", title);
		printed = true;
		print_finding(f);
	}
	return printed;
}

void findings_json(struct json *j, const struct findings *findings)
{
	json_list(j, "findings");
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->list[i];

		json_object(j, NULL);
		json_text(j, "id", f->id);
		json_text(j, "subject", f->subject);
		json_text(j, "text", f->text);
		json_text(j, "mend", f->mend);
		json_text(j, "first", f->mend ? NULL : f->first);
		json_bool(j, "harmless", f->harmless);
		json_object_end(j);
	}
	json_list_end(j);
}
