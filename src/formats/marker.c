/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environment markers (PEP 508), parsed and evaluated in one pass. */
#include <ctype.h>

#include "core/buf.h"
#include "core/mem.h"
#include "formats/pep440.h"
#include "formats/requirement.h"

enum {
	/** levels of nested parentheses */
	DEPTH_MAX = 32,
};

/** The state of a parse. Its readers return 1 if what they read holds, else 0; -1: unsure */
struct reader {
	const char *s;
	/** NULL: parse without evaluating */
	const struct marker_env *env;
	const char *extra;
	unsigned depth;
	/** the text is no marker */
	bool wrong;
};

/** A variable, and the offset of its value in struct marker_env; that of `extra` is the size. */
struct variable {
	const char *name;
	size_t at;
	/** values are versions, and are compared as versions */
	bool version;
};

/** One side of a comparison: a variable, or a string. */
struct side {
	const struct variable *variable;
	const char *text;
};

#define VALUE(name)    offsetof(struct marker_env, name)
#define VARIABLE(name) #name, VALUE(name)

/* The other names of a value, of setuptools, come after its own name: see own_name(). */
static const struct variable variables[] = {
	{ VARIABLE(python_version), true },
	{ VARIABLE(python_full_version), true },
	{ VARIABLE(os_name), false },
	{ VARIABLE(sys_platform), false },
	{ VARIABLE(platform_release), true },
	{ VARIABLE(platform_system), false },
	{ VARIABLE(platform_version), false },
	{ VARIABLE(platform_machine), false },
	{ VARIABLE(platform_python_implementation), false },
	{ VARIABLE(implementation_name), false },
	{ VARIABLE(implementation_version), true },
	{ "os.name", VALUE(os_name), false },
	{ "sys.platform", VALUE(sys_platform), false },
	{ "platform.version", VALUE(platform_version), false },
	{ "platform.machine", VALUE(platform_machine), false },
	{ "platform.python_implementation", VALUE(platform_python_implementation), false },
	{ "python_implementation", VALUE(platform_python_implementation), false },
	{ VARIABLE(extras), false },
	{ VARIABLE(dependency_groups), false },
	{ "extra", sizeof(struct marker_env), false },
};

static bool is_extra(const struct variable *variable)
{
	return variable->at == sizeof(struct marker_env);
}

static bool is_set_of_names(const struct variable *variable)
{
	return variable &&
	       (variable->at == VALUE(extras) || variable->at == VALUE(dependency_groups));
}

/* VARIABLE's own name. */
static const char *own_name(const struct variable *variable)
{
	const struct variable *own = variables;

	while (own->at != variable->at)
		own++;
	return own->name;
}

static const char *side_value(const struct reader *r, const struct side *side)
{
	const char *value;

	if (!side->variable)
		return side->text;
	if (is_extra(side->variable))
		return r->extra;
	memcpy(&value, (const char *)r->env + side->variable->at, sizeof(value));
	return value;
}

static void skip_marker_space(struct reader *r)
{
	r->s += strspn(r->s, " \t");
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Skip WORD. Returns false if the next word is another one. */
static bool take_marker_word(struct reader *r, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(r->s, word, len) != 0 || is_word_char(r->s[len]))
		return false;
	r->s += len;
	return true;
}

/* Read a string in quotes, without a backslash; NULL: malformed. */
static const char *take_string(struct reader *r)
{
	const char *start = r->s + 1;
	size_t len = strcspn(start, *r->s == '\'' ? "'\\\n" : "\"\\\n");

	if (start[len] != *r->s)
		return NULL;
	r->s = start + len + 1;
	return mem_dup(start, len);
}

static const struct variable *take_variable(struct reader *r)
{
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
		if (take_marker_word(r, variables[i].name))
			return &variables[i];
	return NULL;
}

static struct side take_side(struct reader *r)
{
	struct side side = { 0 };

	skip_marker_space(r);
	if (*r->s == '\'' || *r->s == '"')
		side.text = take_string(r);
	else
		side.variable = take_variable(r);
	r->wrong = r->wrong || (!side.text && !side.variable);
	skip_marker_space(r);
	return side;
}

static const char *take_operator(struct reader *r)
{
	/* An operator comes before its prefixes: the first match counts. */
	static const char *const texts[] = { "===", "==", "~=", "!=", "<=", ">=", "<", ">" };

	if (take_marker_word(r, "in"))
		return "in";
	if (take_marker_word(r, "not")) {
		skip_marker_space(r);
		r->wrong = r->wrong || !take_marker_word(r, "in");
		return "not in";
	}
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		if (!starts_with(r->s, texts[i]))
			continue;
		r->s += strlen(texts[i]);
		return texts[i];
	}
	r->wrong = true;
	return "";
}

/* Between the members of a list */
#define SEPARATORS ", |"

/* TEXT is a member of the LIST. */
static bool is_listed(const char *list, const char *text)
{
	size_t len;

	for (; *(list += strspn(list, SEPARATORS)); list += len) {
		len = strcspn(list, SEPARATORS);
		if (len == strlen(text) && !strncmp(list, text, len))
			return true;
	}
	return false;
}

/*
 * LIST has versions as python_version has them, "3.9 3.11", and only blanks between: of others uv
 * and poetry make something else.
 */
static bool are_series(const char *list)
{
	while (*list) {
		size_t major = strspn(list, "0123456789");
		size_t minor = list[major] == '.' ? strspn(list + major + 1, "0123456789") : 0;

		list += major + 1 + minor;
		if (!major || !minor || (*list && *list != ' '))
			return false;
		list += strspn(list, " ");
	}
	return true;
}

/* Two meanings of a comparison, as 0 or 1: -1 if they differ. */
static int agreed(int one, int other)
{
	return one == other ? one : -1;
}

/*
 * LEFT is in RIGHT: by pip in the text, by poetry, and by uv for versions, in the list. Each of
 * them refuses some that another takes.
 */
static int judge_in(const char *left, const char *right)
{
	/* For poetry an empty member counts, and a text with a separator is a list, too. */
	if (strpbrk(left, SEPARATORS) || strchr(SEPARATORS, *right) ||
	    strchr(SEPARATORS, right[strlen(right) - 1]))
		return -1;
	return agreed(strstr(right, left) != NULL, is_listed(right, left));
}

/*
 * Strings have no order. The newest `packaging` takes "<=" and ">=" for "==" then, older ones, uv
 * and poetry compare characters or refuse to.
 */
static int judge_texts(const char *left, const char *op, const char *right)
{
	if (streq(op, "=="))
		return streq(left, right);
	return streq(op, "!=") ? !streq(left, right) : -1;
}

/* Only a text on the left can be in a set of names, which has a value only in a lock file. */
static int judge_set(struct reader *r, const struct side *left, const char *op, const char *names)
{
	bool is_in;

	if (left->variable || !names || !ends_with(op, "in")) {
		r->wrong = true;
		return 0;
	}
	is_in = strstr(names, joined(",", requirement_key(left->text), ","));
	return is_in == streq(op, "in");
}

/* OP compares VERSION, a text on the left, alike in all tools: it is final. */
static bool is_final(const char *op, const char *version)
{
	return *op != '~' && !version[strspn(version, "0123456789.")];
}

/*
 * A is a version, and so is B for OP; poetry compares those of no Python as texts, whose order is
 * of no use.
 */
static int judge_versions(const struct variable *variable, const char *a, const char *op,
			  const char *b)
{
	int holds = pep440_judge(a, joined(op, b));

	if (variable->at == VALUE(python_version) || variable->at == VALUE(python_full_version))
		return holds;
	if (!streq(op, "==") && !streq(op, "!="))
		return -1;
	return agreed(holds, judge_texts(a, op, b));
}

static int judge_comparison(struct reader *r, const struct side *left, const char *op,
			    const struct side *right)
{
	const struct variable *variable = left->variable ? left->variable : right->variable;
	const char *a = side_value(r, left), *b = side_value(r, right);
	int holds;

	if (is_set_of_names(left->variable) || is_set_of_names(right->variable))
		return judge_set(r, left, op, b);
	/* `packaging` takes the name of a second variable for a text. */
	if (left->variable && right->variable)
		b = own_name(right->variable);
	if (is_extra(variable)) {
		a = requirement_key(a);
		b = requirement_key(b);
	}
	/* For some "" is no value, and for others the one that is unknown. */
	if (!*(left->variable ? b : a))
		return -1;
	if (ends_with(op, "in")) {
		/* For uv a text is in no version. */
		if (left->variable && variable->at == VALUE(python_version) ? !are_series(b) :
									      variable->version)
			return -1;
		holds = judge_in(a, b);
		return holds < 0 || streq(op, "in") ? holds : !holds;
	}
	if (variable->version && pep440_is_specifier(joined(op, b)))
		return pep440_normalize(a) && (left->variable || is_final(op, a)) ?
			       judge_versions(variable, a, op, b) :
			       -1;
	/* `packaging` refuses to compare texts by these operators. */
	r->wrong = streq(op, "~=") || streq(op, "===");
	return variable->version && variable->at != VALUE(platform_release) ? -1 :
									      judge_texts(a, op, b);
}

static int read_comparison(struct reader *r)
{
	struct side left = take_side(r);
	const char *op = take_operator(r);
	struct side right = take_side(r);

	r->wrong = r->wrong || (!left.variable && !right.variable);
	return !r->wrong && r->env ? judge_comparison(r, &left, op, &right) : 0;
}

static int read_all(struct reader *r);

/* Read a comparison, or an expression in parentheses. */
static int read_one(struct reader *r)
{
	int holds;

	skip_marker_space(r);
	if (*r->s != '(')
		return read_comparison(r);
	r->s++;
	if (++r->depth > DEPTH_MAX) {
		r->wrong = true;
		return 0;
	}
	holds = read_all(r);
	r->depth--;
	r->wrong = r->wrong || *r->s != ')';
	r->s += !r->wrong;
	skip_marker_space(r);
	return holds;
}

/* Read comparisons joined by "and": one that fails decides, and one in doubt leaves it in doubt. */
static int read_term(struct reader *r)
{
	int holds = read_one(r);

	while (!r->wrong && take_marker_word(r, "and")) {
		int next = read_one(r);

		holds = !holds || next > 0 ? holds : next;
	}
	return holds;
}

/* Read terms joined by "or": one that holds decides. */
static int read_all(struct reader *r)
{
	int holds = read_term(r);

	while (!r->wrong && take_marker_word(r, "or")) {
		int next = read_term(r);

		holds = holds > 0 || !next ? holds : next;
	}
	return holds;
}

int marker_judge(const char *marker, const struct marker_env *env, const char *extra)
{
	struct reader r = { .s = marker, .env = env, .extra = extra };
	struct mem_mark mark = mem_mark();
	int holds;

	if (!marker)
		return 1;
	holds = read_all(&r);
	mem_release(mark);
	return r.wrong || *r.s ? -1 : holds;
}

bool marker_valid(const char *text)
{
	return marker_judge(text, NULL, "") >= 0;
}
