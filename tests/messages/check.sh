# shellcheck shell=bash
# The differences from the project's files, in words, and the command that installs them. Each difference: cli/check.txt
. "$SRCDIR/tests/mkinfo.sh"
mkdir ../tools ../pipx
install /dev/null ../pipx/pipx
for tool in uv poetry; do cp ../pipx/pipx ../tools/$tool; done
# Only its name tells: recreate -p 3.12 is named
cp /bin/false ../tools/python3.12
# No uv and no poetry yet
PATH=$HOME/pipx:/usr/bin:/bin:$T/bin
unset PYENV_ROOT
# hint: the line at a prompt
hint() { VIRTUAL_ENV=$PWD/.venv AVENV_ENV=$PWD/.venv say check --hint; }
mkenv p/.venv
dist p/.venv a 1.0
dist p/.venv pip 24.0
"$AVENV" -q allow p 2>/dev/null
printf '%s\n' 'a>=2' 'b ; python_version > "3"' 'x @ https://example.com/x.zip' '-e ./lib' >p/requirements.txt
say check p
at p
say check -v
say -q check
hint
cp requirements.txt more.txt
say check -r more.txt
cp -a .venv ../other
say check ../other -r more.txt
echo a >requirements.txt
say check
hint
replayed say doctor .venv
echo b >requirements.txt
hint
rm requirements.txt
say check

echo u >more.txt
printf 'version = 1\n[[package]]\nname = "p"\nsource = { virtual = "." }\ndependencies = [{ name = "u" }]\n' >uv.lock
printf '[[package]]\nname = "u"\nversion = "1"\n' >>uv.lock
say check
say check -r uv.lock -r more.txt
rm uv.lock
printf '[tool.poetry.dependencies]\npython = ">=3.8"\nc = "^2"\n' >pyproject.toml
printf '[metadata]\nlock-version = "2.1"\n' >poetry.lock
PATH=$HOME/tools:$PATH
say check -v
at ..
say check p
at p
# Where avenv is not on PATH, by its path
PATH=$HOME/tools:/usr/bin:/bin say check
hint
rm poetry.lock pyproject.toml
mkfifo requirements.txt
say check
rm requirements.txt
truncate -s 17M uv.lock
say check
rm uv.lock
yes a | head -n 200000 >more.txt
say check -r more.txt
touch setup.py
say check -r setup.py
rm setup.py
printf '%s\n' '# b' '' 'This is b.' >README.md
say check -r README.md
echo 'git+https://example.com/b.git' >more.txt
say check -r more.txt
for asks in '>=3.11.9,<3.13' '>=3.98'; do
	printf '[project]\nname = "a"\nrequires-python = "%s"\n[build-system]\nrequires = []\n' "$asks" >pyproject.toml
	say check
	say up
	hint
done
