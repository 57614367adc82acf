/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/finding.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/buf.h"
#include "core/mem.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

struct finding *findings_add(struct findings *findings, const char *id, const char *subject,
			     const char *text)
{
	struct finding *finding;

	findings->list =
		mem_grow(findings->list, findings->count, &findings->room, sizeof(*findings->list));
	finding = &findings->list[findings->count++];
	*finding = (struct finding){ .id = id, .subject = subject, .text = text };
	return finding;
}

const char *finding_text(const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = formatted(format, args);
	va_end(args);
	return text;
}

struct finding *findings_say(struct findings *findings, const char *id, const char *subject,
			     const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = formatted(format, args);
	va_end(args);
	return findings_add(findings, id, subject, text);
}

void finding_mend(struct finding *finding, const char *const *parts)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; parts[i]; i++)
		buf_puts(&b, i % 2 ? paste_word(parts[i]) : parts[i]);
	finding->mend = b.data;
}

size_t findings_wrong(const struct findings *findings)
{
	size_t wrong = 0;

	for (size_t i = 0; i < findings->count; i++)
		wrong += !findings->list[i].harmless;
	return wrong;
}
