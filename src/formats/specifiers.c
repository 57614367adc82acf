/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Version specifiers (PEP 440), and poetry's constraints, which become such specifiers. This is the
 * only place that says what they mean.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#include "core/buf.h"
#include "core/mem.h"
#include "formats/pep440.h"

enum {
	/** most digits of a number to which 1 is added */
	DIGITS_MAX = 9,
};

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

/* V is what "==" asks for in SPEC. */
static int judge_equal(const struct pep440_version *v, const struct specifier *spec)
{
	const struct pep440_version *wanted = &spec->wanted;
	bool epoch = v->epoch.len > 0, more = is_pre(v) || v->post.word;

	/* 1.dev1 for "==1.0.*", 1!2 for "==1!2.0.*", 1!2b0 for "==1!2.*": pip 23 and newer ones disagree. */
	if (spec->prefix && (epoch || more) && count_numbers(v) < spec->prefix + (epoch && more))
		return pep440_compare_base(v, wanted, spec->prefix) ? 0 : -1;
	if (spec->prefix)
		return !pep440_compare_base(v, wanted, spec->prefix);
	return !pep440_compare_public(v, wanted) &&
	       (!wanted->local.len || !pep440_compare_local(v, wanted));
}

/* "<1.0" excludes the pre-releases of 1.0. Does "<1.0.post1"? The tools disagree. */
static int judge_less(const struct pep440_version *v, const struct pep440_version *wanted)
{
	if (pep440_compare_public(v, wanted) >= 0)
		return 0;
	if (pep440_compare_base(v, wanted, SIZE_MAX) || is_pre(wanted) || !is_pre(v))
		return 1;
	return wanted->post.word ? -1 : 0;
}

/*
 * ">1.0" excludes the post-releases of 1.0. Does ">1.0a1", or ">1.0.post1" a local version of
 * 1.0.post2? The tools disagree.
 */
static int judge_greater(const struct pep440_version *v, const struct pep440_version *wanted)
{
	struct pep440_version of = *v;

	if (pep440_compare_public(v, wanted) <= 0)
		return 0;
	if (pep440_compare_base(v, wanted, SIZE_MAX))
		return 1;
	of.post = of.dev = (struct pep440_segment){ 0 };
	if (v->post.word && !pep440_compare_public(&of, wanted))
		return 0;
	return v->local.len || (v->post.word && !wanted->post.word) ? -1 : 1;
}

/* V matches SPEC, whose operator is not "===". */
static int judge_version(const struct pep440_version *v, const struct specifier *spec)
{
	const struct pep440_version *wanted = &spec->wanted;
	int order = pep440_compare_public(v, wanted);

	switch (spec->op[0]) {
	case '=':
		return judge_equal(v, spec);
	case '!':
		order = judge_equal(v, spec);
		return order < 0 ? order : !order;
	case '~':
		/* ~=2.2.1 is >=2.2.1 and ==2.2.*. */
		return order >= 0 && !pep440_compare_base(v, wanted, spec->prefix);
	case '<':
		return spec->op[1] ? order <= 0 : judge_less(v, wanted);
	default:
		return spec->op[1] ? order >= 0 : judge_greater(v, wanted);
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
static int judge_specifier(const char *text, const struct pep440_version *v,
			   const struct specifier *spec)
{
	const char *normal;

	if (!streq(spec->op, "==="))
		return v ? judge_version(v, spec) : 0;
	if (!strcasecmp(text, spec->text))
		return 1;
	/* pip compares the text, and uv the version. */
	normal = v ? pep440_normalize(spec->text) : NULL;
	return normal && !pep440_compare(text, normal) ? -1 : 0;
}

/* VERSION matches all specifiers of the list S, which ends at END. SEVERAL: S or others are a list. */
static int judge_all(const char *version, const char *s, const char *end, bool several)
{
	struct pep440_version v;
	bool valid = pep440_parse(version, &v);
	int holds = s < end || valid;
	struct specifier spec;

	while (s < end && holds) {
		int one;

		if (!take_specifier(&s, &spec))
			return 0;
		one = judge_specifier(version, valid ? &v : NULL, &spec);
		/*
		 * Together with other specifiers poetry leaves the post-releases of "!=1.0" out,
		 * and those of ">1.0" in.
		 */
		if (several && valid &&
		    is_one_of(spec.op, (const char *const[]){ ">", "!=", NULL }) &&
		    pep440_compare_public(&v, &spec.wanted) > 0 &&
		    !pep440_compare_base(&v, &spec.wanted, SIZE_MAX) && v.post.word)
			one = -1;
		holds = one > 0 ? holds : one;
	}
	return holds;
}

int pep440_judge(const char *version, const char *specifiers)
{
	bool several = strpbrk(specifiers, ",|");
	struct mem_mark mark = mem_mark();
	int holds = 0;

	/* poetry merges the lists: so what one of them leaves open, no other decides. */
	for (const char *s = specifiers, *end; s && holds >= 0;
	     s = end ? end + strlen("||") : NULL) {
		int one;

		end = strstr(s, "||");
		s = end ? mem_dup(s, (size_t)(end - s)) : s;
		s += strspn(s, separators);
		one = judge_all(version, s, s + strlen(s), several);
		holds = one ? one : holds;
	}
	mem_release(mark);
	return holds;
}

bool pep440_matches(const char *version, const char *specifiers)
{
	return pep440_judge(version, specifiers) > 0;
}

/* ---- poetry's constraints ----------------------------------------------- */

/*
 * Append "<" and the next release after V, in which the number at INDEX, or the last, is another.
 * Returns false if that number is too large.
 */
static bool put_next(struct buf *b, const struct pep440_version *v, size_t index)
{
	struct pep440_span epoch = v->epoch;
	const char *s = v->release.s, *end = s + v->release.len;

	buf_puts(b, ",<");
	if (epoch.len) {
		buf_put(b, epoch.s, epoch.len);
		buf_putc(b, '!');
	}
	for (;; s++) {
		size_t len = strspn(s, "0123456789");

		if (!index-- || s + len >= end) {
			buf_putu(b, strtoul(s, NULL, 10) + 1);
			return len <= DIGITS_MAX;
		}
		buf_put(b, s, len + 1);
		s += len;
	}
}

/* The number of V's release that "^" may not change: the first that is not 0, at most the third. */
static size_t breaking_number(const struct pep440_version *v)
{
	const char *s = v->release.s, *end = s + v->release.len;
	size_t index = 0;

	for (; index < 2 && strtoul(s, NULL, 10) == 0; index++) {
		s += strspn(s, "0123456789");
		if (s++ >= end)
			break;
	}
	return index;
}

/* Append the specifiers of TEXT, one constraint without "*" alone. Returns false: it is none. */
static bool put_constraint(struct buf *b, const char *text)
{
	struct pep440_version v;
	bool ranged = *text == '^' || (*text == '~' && text[1] != '=');

	if (b->len && b->data[b->len - 1] != '|')
		buf_putc(b, ',');
	if (ranged) {
		const char *from = text + 1 + strspn(text + 1, " \t");

		if (!pep440_parse(from, &v))
			return false;
		buf_putl(b, ">=", from);
		return put_next(b, &v, *text == '^' ? breaking_number(&v) : 1);
	}
	if (strchr("<>=!~", *text))
		buf_puts(b, text);
	else
		buf_puts(b, text = joined("==", text));
	/* poetry has no "===". */
	return !starts_with(text, operators[0]) && pep440_is_specifier(text);
}

/* The end of the constraint at S: white space separates two, but not an operator and its version. */
static const char *constraint_end(const char *s)
{
	s += strspn(s, "<>=!~^");
	s += strspn(s, " \t");
	return s + strcspn(s, ", \t|");
}

const char *specifiers_for(const char *version, bool locked)
{
	struct buf b = BUF_INIT;
	bool any = false, is_any = true;

	if (!version)
		return "";
	if (locked && pep440_normalize(version))
		return joined("===", version);
	for (const char *s = version; *(s += strspn(s, separators));) {
		const char *end = constraint_end(s), *text = mem_dup(s, (size_t)(end - s));

		if (*s == '|') {
			any = any || is_any;
			is_any = true;
			s += 1 + (s[1] == '|');
			buf_puts(&b, "||");
			continue;
		}
		s = end;
		if (streq(text, "*"))
			continue;
		is_any = false;
		if (!put_constraint(&b, text))
			return NULL;
	}
	return any || is_any ? "" : b.data;
}
