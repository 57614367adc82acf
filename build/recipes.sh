#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Write a Homebrew formula, a PKGBUILD and a nix expression into DIR, where the files of a release are.
# usage: recipes.sh VERSION DIR ARCH...
# URL is the repository on a forge. Without it the recipes use the files that are beside them.
set -eu

version=$1
cd "$2"
shift 2
source=avenv-$version.tar.gz
home=${URL:-file:///}
place=${URL:+$URL/releases/download/v$version/}
summary='Python virtual environments that follow you'

hash_of() { sha256sum "$1" | cut -c 1-64; }

# formula ARCH...: the static programs, as they run on any Linux
formula() {
	cat <<-EOT
		class Avenv < Formula
		  desc "$summary"
		  homepage "$home"
		  version "$version"
		  license "GPL-3.0-or-later"

	EOT
	here='file://#{__dir__}/'
	for arch; do
		file=avenv-$version-linux-$arch.tar.gz
		case $arch in x86_64) on=on_intel ;; *) on=on_arm ;; esac
		cat <<-EOT
			  $on do
			    url "${place:-$here}$file"
			    sha256 "$(hash_of "$file")"
			  end

		EOT
	done
	cat <<-'EOT'
		  depends_on :linux

		  def install
		    ENV["PREFIX"] = prefix
		    system "./install"
		  end

		  def caveats
		    "To load avenv in new shells:  avenv setup"
		  end

		  test do
		    assert_match version.to_s, shell_output("#{bin}/avenv --version")
		  end
		end
	EOT
}

pkgbuild() {
	cat <<-EOT
		# Maintainer: the avenv developers
		pkgname=avenv
		pkgver=$version
		pkgrel=1
		pkgdesc='$summary'
		arch=(x86_64 aarch64)
		url='$home'
		license=(GPL-3.0-or-later)
		depends=(libbsd libdeflate jansson readline)
		makedepends=(musl)
		options=(!lto)
		source=($place$source)
		sha256sums=($(hash_of "$source"))

		build() {
		  make -C avenv-$version HOOK_CC=musl-gcc
		}

		package() {
		  make -C avenv-$version DESTDIR="\$pkgdir" PREFIX=/usr install
		}
	EOT
}

expression() {
	src=./$source
	[ -z "$place" ] || src="fetchurl {
    url = \"$place$source\";
    sha256 = \"$(hash_of "$source")\";
  }"
	cat <<-EOT
		{ lib, stdenv, fetchurl, jansson, libbsd, libdeflate, libmd, readline }:

		stdenv.mkDerivation {
		  pname = "avenv";
		  version = "$version";
		  src = $src;
		  buildInputs = [ jansson libbsd libdeflate libmd readline ];
		  postPatch = "patchShebangs build";
		  makeFlags = [ "PREFIX=\$(out)" ];
		  enableParallelBuilding = true;
		  meta = {
		    description = "$summary";
		    license = lib.licenses.gpl3Plus;
		    platforms = lib.platforms.linux;
		    mainProgram = "avenv";
		  };
		}
	EOT
}

formula "$@" >avenv.rb
pkgbuild >PKGBUILD
expression >avenv.nix
