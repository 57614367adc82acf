/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Version specifiers (PEP 440). */
#include <ctype.h>
#include <stdint.h>
#include <strings.h>

#include "core/mem.h"
#include "formats/pep440.h"

/** One specifier */
struct specifier {
	/** one of operators[] */
	const char *op;
	/** text after the operator */
	const char *text;
	/** version in `text`; all zero for "===" */
	struct pep440_version wanted;
	/** with ".*" or "~=": how many numbers of the release must be the same; else 0 */
	size_t prefix;
};

/* An operator comes before its prefixes: the first match counts. */
static const char *const operators[] = { "===", "==", "!=", "~=", "<=", ">=", "<", ">" };

/* The number of numbers in V's release. */
static size_t count_numbers(const struct pep440_version *v)
{
	size_t count = 1;

	for (size_t i = 0; i < v->release.len; i++)
		count += v->release.s[i] == '.';
	return count;
}

static bool is_pre(const struct pep440_version *v)
{
	return v->pre.word || v->dev.word;
}

/*
 * Parse the LEN bytes at TEXT, without white space around them, into SPEC. Returns false if they
 * are no specifier.
 */
static bool parse_specifier(const char *text, size_t len, struct specifier *spec)
{
	bool equal;
	size_t i = 0;

	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	text = mem_dup(text, len);
	text += strspn(text, " \t");
	while (!starts_with(text, operators[i]))
		if (++i == ARRAY_SIZE(operators))
			return false;
	*spec = (struct specifier){ .op = operators[i] };
	text += strlen(spec->op);
	spec->text = text += strspn(text, " \t");
	if (i == 0)
		return !text[strcspn(text, " \t\n\r\f\v;)")];
	equal = i <= 2;
	if (ends_with(text, ".*")) {
		text = mem_dup(text, strlen(text) - 2);
		return equal && pep440_parse(text, &spec->wanted) && !is_pre(&spec->wanted) &&
		       !spec->wanted.post.word && !spec->wanted.local.len &&
		       (spec->prefix = count_numbers(&spec->wanted));
	}
	if (!pep440_parse(text, &spec->wanted) || (!equal && spec->wanted.local.len))
		return false;
	/* "~=" ignores the last number, so it needs at least two. */
	return *spec->op != '~' || (spec->prefix = count_numbers(&spec->wanted) - 1);
}

bool pep440_is_specifier(const char *text)
{
	struct specifier spec;

	return parse_specifier(text, strlen(text), &spec);
}

bool pep440_are_specifiers(const char *text)
{
	struct specifier spec;
	size_t len;

	do {
		len = strcspn(text, ",");
		if (!parse_specifier(text, len, &spec))
			return false;
		text += len;
	} while (*text++ && *text);
	return true;
}

static bool is_equal(const struct pep440_version *v, const struct specifier *spec)
{
	const struct pep440_version *wanted = &spec->wanted;

	if (spec->prefix)
		return !pep440_compare_base(v, wanted, spec->prefix);
	return !pep440_compare_public(v, wanted) &&
	       (!wanted->local.len || !pep440_compare_local(v, wanted));
}

/* V matches SPEC, whose operator is not "===". */
static bool compares(const struct pep440_version *v, const struct specifier *spec)
{
	const struct pep440_version *wanted = &spec->wanted;
	int order = pep440_compare_public(v, wanted);
	bool same_base = !pep440_compare_base(v, wanted, SIZE_MAX);

	switch (spec->op[0]) {
	case '=':
		return is_equal(v, spec);
	case '!':
		return !is_equal(v, spec);
	case '~':
		/* ~=2.2.1 is >=2.2.1 and ==2.2.*. */
		return order >= 0 && !pep440_compare_base(v, wanted, spec->prefix);
	case '<':
		if (spec->op[1])
			return order <= 0;
		/* "<1.0" excludes the pre-releases of 1.0. */
		return order < 0 && (!same_base || is_pre(wanted) || !is_pre(v));
	default:
		if (spec->op[1])
			return order >= 0;
		/* ">1.0" excludes the post-releases of 1.0. */
		return order > 0 && (!same_base || wanted->post.word || !v->post.word);
	}
}

/* A comma may begin and end a list of specifiers. */
static const char separators[] = ", \t\n\r\f\v";

/* Parse the specifier at *S, and advance *S to the next one. Returns false if it is none. */
static bool take_specifier(const char **s, struct specifier *spec)
{
	size_t len = strcspn(*s, ",");
	bool valid = parse_specifier(*s, len, spec);

	*s += len;
	*s += strspn(*s, separators);
	return valid;
}

/* The version V with the TEXT matches SPEC; V is NULL if TEXT is no version. */
static bool is_match(const char *text, const struct pep440_version *v, const struct specifier *spec)
{
	if (streq(spec->op, "==="))
		return !strcasecmp(text, spec->text);
	return v && compares(v, spec);
}

bool pep440_matches(const char *version, const char *specifiers)
{
	const char *s = specifiers + strspn(specifiers, separators);
	struct mem_mark mark = mem_mark();
	struct pep440_version v;
	bool valid = pep440_parse(version, &v), matches = *s || valid;
	struct specifier spec;

	while (*s && matches)
		matches = take_specifier(&s, &spec) && is_match(version, valid ? &v : NULL, &spec);
	mem_release(mark);
	return matches;
}
