/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Version specifiers (PEP 440). */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <strings.h>

#include "core/buf.h"
#include "core/mem.h"
#include "formats/pep440.h"

enum {
	/** releases of Python 3 that are tried: 3.0.0 to 3.127.63 */
	MINORS = 128,
	PATCHES = 64,
	PYTHON3_RELEASES = MINORS * PATCHES,
	/** different specifiers of a list that is compared with another; real ones have ten */
	SPECIFIERS_MAX = 32,
	/** longest specifier of such a list, in bytes */
	SPECIFIER_MAX = 100,
};

/** One specifier */
struct specifier {
	/** one of operators[] */
	const char *op;
	/** text after the operator */
	const char *text;
	/** version in `text`; all zero for "===" */
	struct pep440_version wanted;
	/** with ".*": how many numbers of the release are compared; else 0 */
	size_t prefix;
};

/** A list of specifiers, each once, that is compared with another list */
struct specifier_list {
	struct specifier list[SPECIFIERS_MAX];
	size_t count;
	/** a text is no specifier; the list is longer than any of a project, and not compared */
	bool invalid, too_long;
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
	return pep440_parse(text, &spec->wanted) && (equal || !spec->wanted.local.len) &&
	       /* "~=" ignores the last number, so it needs at least two. */
	       (*spec->op != '~' || count_numbers(&spec->wanted) > 1);
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
		return order >= 0 && !pep440_compare_base(v, wanted, count_numbers(wanted) - 1);
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

static bool is_same_specifier(const struct specifier *a, const struct specifier *b)
{
	if (!streq(a->op, b->op) || a->prefix != b->prefix)
		return false;
	if (streq(a->op, "==="))
		return !strcasecmp(a->text, b->text);
	if (*a->op == '~' && count_numbers(&a->wanted) != count_numbers(&b->wanted))
		return false;
	return !pep440_compare_public(&a->wanted, &b->wanted) &&
	       !pep440_compare_local(&a->wanted, &b->wanted);
}

static bool has_specifier(const struct specifier_list *l, const struct specifier *spec)
{
	for (size_t i = 0; i < l->count; i++)
		if (is_same_specifier(&l->list[i], spec))
			return true;
	return false;
}

static void read_list(const char *s, struct specifier_list *l)
{
	struct specifier spec;

	*l = (struct specifier_list){ 0 };
	s += strspn(s, separators);
	while (*s && !l->invalid && !l->too_long) {
		if (l->count == SPECIFIERS_MAX || strcspn(s, ",") > SPECIFIER_MAX)
			l->too_long = true;
		else if (!take_specifier(&s, &spec))
			l->invalid = true;
		else if (!has_specifier(l, &spec))
			l->list[l->count++] = spec;
	}
}

static bool is_same_list(const struct specifier_list *a, const struct specifier_list *b)
{
	bool same = !a->invalid && !b->invalid && a->count == b->count;

	for (size_t i = 0; i < a->count && same; i++)
		same = has_specifier(b, &a->list[i]);
	return same;
}

/* The release of Python with the number I, from 3.0.0 on, matches L. */
static bool release_matches(unsigned i, const struct specifier_list *l)
{
	char text[3 * sizeof("4294967295")];
	struct pep440_version version;
	bool matches = !l->invalid;

	snprintf(text, sizeof(text), "%u.%u.%u", 3 + i / PYTHON3_RELEASES, i / PATCHES % MINORS,
		 i % PATCHES);
	(void)pep440_parse(text, &version);
	for (size_t at = 0; at < l->count && matches; at++)
		matches = is_match(text, &version, &l->list[at]);
	return matches;
}

static bool lists_overlap(const struct specifier_list *a, const struct specifier_list *b)
{
	for (unsigned i = 0; i < PYTHON3_RELEASES; i++)
		if (release_matches(i, a) && release_matches(i, b))
			return true;
	return false;
}

static bool has_same_bounds(const struct specifier_list *a, const struct specifier_list *b)
{
	/* 4.0.0 is tried as well: "<4" is a bound. */
	unsigned first = 0, last = PYTHON3_RELEASES;

	while (first < last && !release_matches(first, a) && !release_matches(first, b))
		first++;
	while (last > first && !release_matches(last, a) && !release_matches(last, b))
		last--;
	return release_matches(first, a) == release_matches(first, b) &&
	       release_matches(last, a) == release_matches(last, b);
}

typedef bool list_test(const struct specifier_list *a, const struct specifier_list *b);

/* COMPARE of the lists A and B; true if one of them is not compared. */
static bool compare_lists(const char *a, const char *b, list_test *compare)
{
	struct mem_mark mark = mem_mark();
	struct specifier_list left, right;
	bool answer;

	read_list(a, &left);
	read_list(b, &right);
	answer = left.too_long || right.too_long || compare(&left, &right);
	mem_release(mark);
	return answer;
}

bool pep440_same_specifiers(const char *a, const char *b)
{
	return compare_lists(a, b, is_same_list);
}

bool pep440_overlap(const char *a, const char *b)
{
	return compare_lists(a, b, lists_overlap);
}

bool pep440_same_bounds(const char *a, const char *b)
{
	return compare_lists(a, b, has_same_bounds);
}
