/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pep440.h"

#include <ctype.h>
#include <strings.h>

#include "cli/pep440_parse.h"
#include "core/mem.h"

#include "core/banned.h"

bool pep440_valid(const char *text)
{
	struct pep440_version v;

	return pep440_parse(text, &v);
}

static int compare_numbers(struct pep440_span a, struct pep440_span b)
{
	a = pep440_significant(a);
	b = pep440_significant(b);
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return a.len ? memcmp(a.s, b.s, a.len) : 0;
}

/* Take the part before the next separator off the front of *SPAN. */
static struct pep440_span next_part(struct pep440_span *span)
{
	struct pep440_span part = { span->s, 0 };

	while (part.len < span->len && !pep440_is_separator(span->s[part.len]))
		part.len++;
	span->s += part.len;
	span->len -= part.len;
	if (span->len) {
		span->s++;
		span->len--;
	}
	return part;
}

/* What is missing at the end is nought. */
static int compare_releases(struct pep440_span a, struct pep440_span b)
{
	while (a.len || b.len) {
		int order = compare_numbers(next_part(&a), next_part(&b));

		if (order)
			return order;
	}
	return 0;
}

static int compare_local_parts(struct pep440_span a, struct pep440_span b)
{
	bool number_a = isdigit((unsigned char)*a.s);
	bool number_b = isdigit((unsigned char)*b.s);
	size_t least = a.len < b.len ? a.len : b.len;
	int order;

	for (size_t i = 0; i < a.len; i++)
		number_a = number_a && isdigit((unsigned char)a.s[i]);
	for (size_t i = 0; i < b.len; i++)
		number_b = number_b && isdigit((unsigned char)b.s[i]);
	if (number_a != number_b)
		return number_a ? 1 : -1;
	if (number_a)
		return compare_numbers(a, b);
	order = strncasecmp(a.s, b.s, least);
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_locals(struct pep440_span a, struct pep440_span b)
{
	while (a.len && b.len) {
		int order = compare_local_parts(next_part(&a), next_part(&b));

		if (order)
			return order;
	}
	return (a.len > 0) - (b.len > 0);
}

/* 1.0.dev1 is before 1.0a1, and 1.0a1 before 1.0 and 1.0.post1. */
static int pre_rank(const struct pep440_version *v)
{
	if (v->pre == PRE_NONE && !v->post && v->dev)
		return -1;
	return (int)v->pre;
}

static int compare_public(const struct pep440_version *a, const struct pep440_version *b)
{
	int order = compare_numbers(a->epoch, b->epoch);

	if (!order)
		order = compare_releases(a->release, b->release);
	if (!order)
		order = pre_rank(a) - pre_rank(b);
	if (!order)
		order = compare_numbers(a->pre_number, b->pre_number);
	if (!order)
		order = a->post - b->post;
	if (!order)
		order = compare_numbers(a->post_number, b->post_number);
	/* The development of something is before it. */
	if (!order)
		order = b->dev - a->dev;
	if (!order)
		order = compare_numbers(a->dev_number, b->dev_number);
	return order;
}

int pep440_compare(const char *a, const char *b)
{
	struct pep440_version va, vb;
	bool valid_a = pep440_parse(a, &va), valid_b = pep440_parse(b, &vb);
	int order;

	if (!valid_a || !valid_b)
		return valid_a || valid_b ? valid_a - valid_b : strcmp(a, b);
	order = compare_public(&va, &vb);
	return order ? order : compare_locals(va.local, vb.local);
}

/* V is a pre-release of FINAL, which is none. */
static bool is_pre_of(const struct pep440_version *v, const struct pep440_version *final)
{
	struct pep440_version rest = *v;

	rest.dev = false;
	rest.dev_number.len = 0;
	if (!final->post) {
		rest.pre = PRE_NONE;
		rest.post = false;
		rest.pre_number.len = rest.post_number.len = 0;
	}
	return !compare_public(&rest, final);
}

/* The release of V begins with that of PREFIX. */
static bool has_prefix(const struct pep440_version *v, const struct pep440_version *prefix)
{
	struct pep440_span a = v->release, b = prefix->release;

	if (compare_numbers(v->epoch, prefix->epoch))
		return false;
	while (b.len)
		if (compare_numbers(next_part(&a), next_part(&b)))
			return false;
	return true;
}

static bool is_plain(const struct pep440_version *v)
{
	return v->pre == PRE_NONE && !v->post && !v->dev && !v->local.len;
}

static bool equal(const struct pep440_version *v, const struct pep440_version *wanted)
{
	return !compare_public(v, wanted) &&
	       (!wanted->local.len || !compare_locals(v->local, wanted->local));
}

/* Not the pre-releases of what is excluded. */
static bool below(const struct pep440_version *v, const struct pep440_version *wanted)
{
	return compare_public(v, wanted) < 0 &&
	       (wanted->pre != PRE_NONE || wanted->dev || !is_pre_of(v, wanted));
}

/* V is a post-release of BASE, which is none. */
static bool is_post_of(const struct pep440_version *v, const struct pep440_version *base)
{
	struct pep440_version rest = *v;

	rest.post = rest.dev = false;
	rest.post_number.len = rest.dev_number.len = 0;
	return v->post && !compare_public(&rest, base);
}

/* Not the post-releases or local versions of what is excluded. */
static bool above(const struct pep440_version *v, const struct pep440_version *wanted)
{
	return compare_public(v, wanted) > 0 && (wanted->post || !is_post_of(v, wanted));
}

/* ~=2.2.1 is >=2.2.1 and ==2.2.*. */
static bool compatible(const struct pep440_version *v, const struct pep440_version *wanted)
{
	struct pep440_version prefix = { .epoch = wanted->epoch, .release = wanted->release };

	while (prefix.release.s[prefix.release.len - 1] != '.')
		prefix.release.len--;
	prefix.release.len--;
	return compare_public(v, wanted) >= 0 && has_prefix(v, &prefix);
}

enum comparison {
	EXACTLY,
	EQUAL,
	NOT_EQUAL,
	COMPATIBLE,
	AT_MOST,
	AT_LEAST,
	BELOW,
	ABOVE,
	NO_COMPARISON
};

static enum comparison take_comparison(const char **s)
{
	/* Longer ones before those that they begin with. */
	static const char *const texts[] = { "===", "==", "!=", "~=", "<=", ">=", "<", ">" };

	*s += strspn(*s, " \t");
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		size_t len = strlen(texts[i]);

		if (strncmp(*s, texts[i], len) != 0)
			continue;
		*s += len + strspn(*s + len, " \t");
		return (enum comparison)i;
	}
	return NO_COMPARISON;
}

/** One specifier taken apart. */
struct specifier {
	enum comparison op;
	/** behind the operator */
	const char *text;
	/** the version there, but for EXACTLY */
	struct pep440_version wanted;
	/** ".*" stood behind it */
	bool prefix;
};

/* "3.8.*", which only == and != know. */
static bool parse_prefix(struct specifier *spec, size_t len)
{
	spec->prefix = true;
	return (spec->op == EQUAL || spec->op == NOT_EQUAL) &&
	       pep440_parse(mem_dup(spec->text, len - 2), &spec->wanted) && is_plain(&spec->wanted);
}

/* ~= needs more than one number to leave one open. */
static bool can_be_compatible(const struct pep440_version *v)
{
	return memchr(v->release.s, '.', v->release.len);
}

static bool parse_specifier(const char *text, struct specifier *spec)
{
	size_t len;

	*spec = (struct specifier){ .op = take_comparison(&text) };
	spec->text = text;
	len = strlen(text);
	if (spec->op == EXACTLY)
		return !text[strcspn(text, " \t\n\r\f\v;)")];
	if (len > 2 && streq(text + len - 2, ".*"))
		return parse_prefix(spec, len);
	return spec->op != NO_COMPARISON && pep440_parse(text, &spec->wanted) &&
	       (spec->op == EQUAL || spec->op == NOT_EQUAL || !spec->wanted.local.len) &&
	       (spec->op != COMPATIBLE || can_be_compatible(&spec->wanted));
}

bool pep440_is_specifier(const char *text)
{
	struct specifier spec;
	size_t len = strlen(text);

	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	return parse_specifier(mem_dup(text, len), &spec);
}

/* V, by SPEC, which is not EXACTLY. */
static bool compares(const struct pep440_version *v, const struct specifier *spec)
{
	const struct pep440_version *wanted = &spec->wanted;

	if (spec->prefix)
		return has_prefix(v, wanted) == (spec->op == EQUAL);
	switch (spec->op) {
	case EQUAL:
		return equal(v, wanted);
	case NOT_EQUAL:
		return !equal(v, wanted);
	case COMPATIBLE:
		return compatible(v, wanted);
	case AT_MOST:
		return compare_public(v, wanted) <= 0;
	case AT_LEAST:
		return compare_public(v, wanted) >= 0;
	case BELOW:
		return below(v, wanted);
	case ABOVE:
		return above(v, wanted);
	case EXACTLY:
	case NO_COMPARISON:
		break;
	}
	return false;
}

/* V is VERSION taken apart; NULL: it is none. */
static bool matches_one(const char *version, const struct pep440_version *v, const char *text)
{
	struct specifier spec;

	if (!parse_specifier(text, &spec))
		return false;
	if (spec.op == EXACTLY)
		return !strcasecmp(version, spec.text);
	return v && compares(v, &spec);
}

bool pep440_matches(const char *version, const char *specifiers)
{
	struct pep440_version v;
	bool valid = pep440_parse(version, &v);

	if (!valid && !*specifiers)
		return false;
	while (*specifiers) {
		size_t len = strcspn(specifiers, ","), end = len;
		const char *start = specifiers;

		while (end && isspace((unsigned char)start[end - 1]))
			end--;
		if (end && !matches_one(version, valid ? &v : NULL, mem_dup(start, end)))
			return false;
		specifiers += len + (specifiers[len] == ',');
	}
	return true;
}
