#!/usr/bin/env bash
# A PostgreSQL server with pgvector for tests and measurements.
#
#   tools/pgvector.sh start    brings one up, unless one runs, and prints its JDBC URL
#   tools/pgvector.sh url      prints the JDBC URL of the one that runs
#   tools/pgvector.sh stop     stops what start brought up; what it installed stays for the next start
#
# Taken is the first of: the server that SEMBLANCE_TEST_PG_URL names (a JDBC URL of a role that may create
# databases and the extension), Docker, an installed server that has the extension, and on Debian as root a
# private Debian 13 in a folder of its own. What is installed lies in $XDG_CACHE_HOME/semblance/pgvector, by
# default ~/.cache/semblance/pgvector.
set -euo pipefail

home="${XDG_CACHE_HOME:-$HOME/.cache}/semblance/pgvector"
image=pgvector/pgvector:pg17
container=semblance-pgvector
database=postgres
# Parallel index builds put their graphs into shared memory.
settings="-c shared_buffers=512MB -c maintenance_work_mem=512MB -c max_wal_size=4GB"
# The benchmarks ask it what statements cost; it comes with the server in Docker's image and in the private Debian.
statistics="-c shared_preload_libraries=pg_stat_statements"
reasons=""

say() {
	echo "pgvector.sh: $*" >&2
}

fail() {
	say "$*"
	exit 1
}

because() {
	reasons="$reasons $*;"
	return 1
}

lock() {
	# Two builds at a time need one server; macOS has no flock.
	mkdir -p "$home"
	exec 9>"$home/lock"
	! command -v flock >/dev/null || flock 9
}

# --- what start remembers -------------------------------------------------------------------------------------

remember() { # way port
	printf '%s\n%s\n' "$1" "$2" >"$home/server"
}

way() {
	sed -n 1p "$home/server" 2>/dev/null || true
}

port() {
	sed -n 2p "$home/server" 2>/dev/null || true
}

url() {
	if [ -n "${SEMBLANCE_TEST_PG_URL:-}" ]; then
		echo "$SEMBLANCE_TEST_PG_URL"
	else
		echo "jdbc:postgresql://127.0.0.1:$(port)/$database?user=postgres&password=$(cat "$home/password")"
	fi
}

answers() { # port
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

running() {
	[ -n "$(port)" ] && answers "$(port)"
}

free_port() {
	local candidate
	for _ in $(seq 50); do
		candidate=$((20000 + RANDOM % 10000))
		if ! answers "$candidate"; then
			echo "$candidate"
			return
		fi
	done
	fail "found no free port between 20000 and 29999"
}

# --- Docker ---------------------------------------------------------------------------------------------------

docker_start() {
	command -v docker >/dev/null && docker version >/dev/null 2>&1 || {
		because "no Docker engine answers"
		return 1
	}
	docker rm -f "$container" >/dev/null 2>&1 || true
	# shellcheck disable=SC2086
	POSTGRES_PASSWORD="$(cat "$home/password")" docker run -d --rm --name "$container" --shm-size=1g \
		-e POSTGRES_PASSWORD -p 127.0.0.1::5432 "$image" postgres $settings $statistics >/dev/null || {
		because "Docker cannot run $image"
		return 1
	}
	for _ in $(seq 120); do
		# The image's own set-up runs a server that listens on its socket only.
		if docker exec "$container" pg_isready -q -h 127.0.0.1; then
			remember docker "$(docker port "$container" 5432/tcp | head -n 1 | sed 's/.*://')"
			return 0
		fi
		sleep 0.5
	done
	docker rm -f "$container" >/dev/null 2>&1 || true
	because "the server in Docker did not answer within a minute"
	return 1
}

# --- a server's binaries, inside a root folder ----------------------------------------------------------------

in_root() { # root command...
	local root="$1"
	shift
	if [ "$root" != / ]; then
		chroot --userspec=postgres:postgres "$root" /usr/bin/env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"
	elif [ "$(id -u)" = 0 ]; then
		runuser -u postgres -- env LC_ALL=C.UTF-8 "$@"
	else
		env LC_ALL=C.UTF-8 "$@"
	fi
}

server_start() { # way root binaries data settings
	local way="$1" root="$2" binaries="$3" data="$4" settings="$5" outside="${2%/}$4" port
	if [ ! -f "$outside/PG_VERSION" ]; then
		local owner=()
		[ "$(id -u)" != 0 ] || owner=(-o "$(stat -c %u "${root%/}/var/lib/postgresql")" -g "$(stat -c %g "${root%/}/var/lib/postgresql")")
		rm -rf "$outside"
		install -d -m 700 "${owner[@]}" "$outside"
		install -m 600 "${owner[@]}" "$home/password" "$outside.password"
		in_root "$root" "$binaries/initdb" -D "$data" -U postgres -E UTF8 --locale=C.UTF-8 \
			--auth=scram-sha-256 --pwfile="$data.password" >&2 || {
			because "initdb failed in $outside"
			return 1
		}
	fi
	# One that did not answer in time may run all the same.
	in_root "$root" "$binaries/pg_ctl" -D "$data" -m fast stop >/dev/null 2>&1 || true
	port="$(free_port)"
	in_root "$root" "$binaries/pg_ctl" -D "$data" -w -t 60 -l "$data/server.log" \
		-o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' $settings" start >&2 || {
		because "the server does not start, see $outside/server.log"
		return 1
	}
	remember "$way" "$port"
}

server_stop() { # root binaries data
	in_root "$1" "$2/pg_ctl" -D "$3" -w -m fast stop >&2
}

# --- an installed server --------------------------------------------------------------------------------------

installed_binaries() {
	local config
	for config in $(ls -d /usr/lib/postgresql/*/bin/pg_config 2>/dev/null | sort -rV) $(command -v pg_config || true); do
		if [ -f "$("$config" --sharedir)/extension/vector.control" ] && [ -x "$("$config" --bindir)/initdb" ]; then
			"$config" --bindir
			return 0
		fi
	done
	return 1
}

installed_data() {
	if [ "$(id -u)" = 0 ]; then
		echo /var/lib/postgresql/semblance
	else
		echo "$home/data"
	fi
}

installed_start() {
	local binaries
	binaries="$(installed_binaries)" || {
		because "no installed server has the extension"
		return 1
	}
	server_start installed / "$binaries" "$(installed_data)" "$settings"
}

# --- a private Debian -----------------------------------------------------------------------------------------

debian="$home/debian"
debian_binaries=/usr/lib/postgresql/17/bin
debian_data=/var/lib/postgresql/semblance

debian_mirror() {
	# The machine's own mirror of Debian; not the one of the security updates.
	{
		cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs: *\([^ ]*\).*/\1/p'
		cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
			sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p'
	} | grep -E '/debian/?$' | head -n 1
}

debian_install() {
	local mirror
	mirror="$(debian_mirror)"
	[ -n "$mirror" ] || {
		because "apt names no mirror of Debian"
		return 1
	}
	if ! command -v debootstrap >/dev/null; then
		say "installing debootstrap"
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap; } >&2 || {
			because "debootstrap cannot be installed"
			return 1
		}
	fi
	say "installing a private Debian 13 with PostgreSQL 17 and pgvector into $debian, once; it takes some minutes"
	# What was interrupted may have left mounts of the machine's own folders.
	umount -R "$debian.new/proc" "$debian.new/sys" "$debian.new/dev" 2>/dev/null || true
	rm -rf --one-file-system "$debian.new"
	debootstrap --variant=minbase --include=postgresql-17-pgvector trixie "$debian.new" "$mirror" >"$home/debootstrap.log" 2>&1 || {
		tail -n 5 "$home/debootstrap.log" >&2
		because "debootstrap failed, see $home/debootstrap.log"
		return 1
	}
	rm -rf "$debian.new/var/cache/apt/archives"/*.deb
	mv "$debian.new" "$debian"
}

debian_start() {
	[ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] || {
		because "this is not Debian, or not root"
		return 1
	}
	[ -x "$debian$debian_binaries/postgres" ] || debian_install || return 1
	mountpoint -q "$debian/proc" || mount -t proc proc "$debian/proc" || {
		because "/proc cannot be mounted in $debian"
		return 1
	}
	mkdir -p "$debian/dev/shm"
	mountpoint -q "$debian/dev/shm" || mount -t tmpfs -o size=2g,mode=1777 tmpfs "$debian/dev/shm" || {
		because "/dev/shm cannot be mounted in $debian"
		return 1
	}
	server_start debian "$debian" "$debian_binaries" "$debian_data" "$settings $statistics"
}

# --- commands -------------------------------------------------------------------------------------------------

start() {
	if [ -z "${SEMBLANCE_TEST_PG_URL:-}" ]; then
		lock
		if ! running; then
			rm -f "$home/server"
			if [ ! -f "$home/password" ]; then
				(umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$home/password")
			fi
			docker_start 9>&- || installed_start 9>&- || debian_start 9>&- ||
				fail "brought up no PostgreSQL with pgvector:$reasons" \
					"set SEMBLANCE_TEST_PG_URL to the JDBC URL of a server that has it"
		fi
	fi
	url
}

stop() {
	lock
	# Whatever is left of it must go, also if it was killed before.
	case "$(way)" in
		docker) docker rm -f "$container" >/dev/null || true ;;
		installed) server_stop / "$(installed_binaries)" "$(installed_data)" || true ;;
		debian)
			server_stop "$debian" "$debian_binaries" "$debian_data" || true
			umount "$debian/dev/shm" || true
			umount "$debian/proc" || true
			;;
	esac
	rm -f "$home/server"
}

case "${1:-}" in
	start) start ;;
	stop) stop ;;
	url)
		[ -n "${SEMBLANCE_TEST_PG_URL:-}" ] || running || fail "no server runs; start one with: tools/pgvector.sh start"
		url
		;;
	*) fail "use one of: start, stop, url" ;;
esac
