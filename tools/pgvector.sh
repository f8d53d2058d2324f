#!/usr/bin/env bash
# A PostgreSQL server with pgvector for tests and measurements.
#
#   tools/pgvector.sh start      brings one up, unless one runs, and prints its JDBC URL
#   tools/pgvector.sh url        prints the JDBC URL of the one that runs
#   tools/pgvector.sh stop       stops what start brought up; what it installed stays for the next start
#   tools/pgvector.sh run PROGRAM ARGUMENTS...
#                                runs a program of the server's, such as psql or pg_dump, connected to it unless
#                                PG* variables say otherwise; files it is told to use lie where the server is, so
#                                give it standard input and output
#   tools/pgvector.sh bouncer    brings up pgbouncer in transaction mode in front of it, with four connections to
#                                the server for each database, and prints its JDBC URL, which switches the driver's
#                                prepared statements off if this pgbouncer does not know them (before 1.21); its
#                                database "session" is the server's in session mode
#
# Taken is the first of: the server that SEMBLANCE_TEST_PG_URL names (a JDBC URL of a role that may create
# databases and the extension), Docker, an installed server that has the extension, and on Debian as root a
# private Debian 13 in a folder of its own. What is installed lies in $XDG_CACHE_HOME/semblance/pgvector, by
# default ~/.cache/semblance/pgvector.
#
# SEMBLANCE_PG_INSTANCE=NAME makes all of this about one more server of that name beside the others: small, for tests
# that break it, and gone with its data when it is stopped. Only such a server can be told to
#
#   tools/pgvector.sh kill       die at once, as it would of kill -9; start brings it up on the same port, with its data
#   tools/pgvector.sh replica    have a streaming replica, whose JDBC URL is printed; as root or its owner, not in Docker
#   tools/pgvector.sh tablespace NAME MEGABYTES
#                                have a tablespace on a disk of that size; as root only, not in Docker
#
# The exit status is 3 if this machine cannot do what was asked, and 1 if something failed.
set -euo pipefail

home="${XDG_CACHE_HOME:-$HOME/.cache}/semblance/pgvector"
image=pgvector/pgvector:pg17
instance="${SEMBLANCE_PG_INSTANCE:-}"
suffix="${instance:+-$instance}"
memory="$home/server$suffix"
container="semblance-pgvector$suffix"
database=postgres
# Parallel index builds put their graphs into shared memory.
if [ -z "$instance" ]; then
	settings="-c shared_buffers=512MB -c maintenance_work_mem=512MB -c max_wal_size=4GB"
else
	settings="-c shared_buffers=128MB -c maintenance_work_mem=128MB"
fi
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

cannot() {
	say "$*"
	exit 3
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
	printf '%s\n%s\n' "$1" "$2" >"$memory"
}

way() {
	sed -n 1p "$memory" 2>/dev/null || true
}

port() {
	sed -n 2p "$memory" 2>/dev/null || true
}

url() {
	if [ -n "${SEMBLANCE_TEST_PG_URL:-}" ]; then
		echo "$SEMBLANCE_TEST_PG_URL"
	else
		url_of "$(port)"
	fi
}

url_of() { # port
	echo "jdbc:postgresql://127.0.0.1:$1/$database?user=postgres&password=$(cat "$home/password")"
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
	local port
	command -v docker >/dev/null && docker version >/dev/null 2>&1 || {
		because "no Docker engine answers"
		return 1
	}
	if [ "$(way)" != docker ] || ! docker start "$container" >/dev/null 2>&1; then
		port="$(free_port)"
		docker rm -f -v "$container" >/dev/null 2>&1 || true
		# shellcheck disable=SC2086
		POSTGRES_PASSWORD="$(cat "$home/password")" docker run -d --name "$container" --shm-size=1g \
			-e POSTGRES_PASSWORD -p "127.0.0.1:$port:5432" "$image" postgres $settings $statistics >/dev/null || {
			because "Docker cannot run $image"
			return 1
		}
	fi
	for _ in $(seq 120); do
		# The image's own set-up runs a server that listens on its socket only.
		if docker exec "$container" pg_isready -q -h 127.0.0.1; then
			remember docker "$(docker port "$container" 5432/tcp | head -n 1 | sed 's/.*://')"
			return 0
		fi
		sleep 0.5
	done
	docker rm -f -v "$container" >/dev/null 2>&1 || true
	because "the server in Docker did not answer within a minute"
	return 1
}

# --- a server's binaries, inside a root folder ----------------------------------------------------------------

# Of the caller's variables the command gets those that PostgreSQL knows, passwords among them: by its environment,
# as everybody can read its arguments.
in_root() { # root command...
	local root="$1" name others=()
	shift
	if [ "$root" != / ]; then
		for name in $(compgen -e); do
			[[ "$name" = PG* ]] || others+=(-u "$name")
		done
		chroot --userspec=postgres:postgres "$root" /usr/bin/env "${others[@]}" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"
	elif [ "$(id -u)" = 0 ]; then
		runuser -u postgres -- env LC_ALL=C.UTF-8 "$@"
	else
		env LC_ALL=C.UTF-8 "$@"
	fi
}

server_start() { # way root binaries data settings
	local way="$1" root="$2" binaries="$3" data="$4" settings="$5" outside="${2%/}$4" port owner
	if [ ! -f "$outside/PG_VERSION" ]; then
		owner_of "$root"
		rm -rf "$outside"
		install -d -m 700 "${owner[@]}" "$outside"
		install -m 600 "${owner[@]}" "$home/password" "$outside.password"
		in_root "$root" "$binaries/initdb" -D "$data" -U postgres -E UTF8 --locale=C.UTF-8 ${instance:+--no-sync} \
			--auth=scram-sha-256 --pwfile="$data.password" >&2 || {
			because "initdb failed in $outside"
			return 1
		}
	fi
	# One that did not answer in time may run all the same.
	in_root "$root" "$binaries/pg_ctl" -D "$data" -m fast stop >/dev/null 2>&1 || true
	# Whoever was connected to one that was killed expects it where it was.
	port="$(port)"
	[ -n "$port" ] && ! answers "$port" || port="$(free_port)"
	for _ in 1 2 3; do
		if server_up "$root" "$binaries" "$data" "$port" "$settings"; then
			remember "$way" "$port"
			return 0
		fi
		sleep 1
	done
	because "the server does not start, see $outside/server.log"
	return 1
}

server_up() { # root binaries data port settings
	in_root "$1" "$2/pg_ctl" -D "$3" -w -t 60 -l "$3/server.log" \
		-o "-p $4 -c listen_addresses=127.0.0.1 -c unix_socket_directories='' $5" start >&2
}

server_stop() { # root binaries data
	local mode=fast
	# Nobody wants the data of an instance back.
	[ -z "$instance" ] || mode=immediate
	in_root "$1" "$2/pg_ctl" -D "$3" -w -m "$mode" stop >&2
}

# Makes the array owner that of the server's files, as options of install.
owner_of() { # root
	owner=()
	[ "$(id -u)" != 0 ] || owner=(-o "$(stat -c %u "${1%/}/var/lib/postgresql")" -g "$(stat -c %g "${1%/}/var/lib/postgresql")")
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
		echo "/var/lib/postgresql/semblance$suffix"
	else
		echo "$home/data$suffix"
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
debian_data="/var/lib/postgresql/semblance$suffix"

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
	say "installing a private Debian 13 with PostgreSQL 17, pgvector and pgbouncer into $debian, once; it takes some minutes"
	# What was interrupted may have left mounts of the machine's own folders.
	umount -R "$debian.new/proc" "$debian.new/sys" "$debian.new/dev" 2>/dev/null || true
	rm -rf --one-file-system "$debian.new"
	debootstrap --variant=minbase --include=postgresql-17-pgvector,pgbouncer trixie "$debian.new" "$mirror" >"$home/debootstrap.log" 2>&1 || {
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

# --- where the server is, whichever way it came up ---------------------------------------------------------------

# Sets root, binaries and data; nothing for a server that is not in a folder of this machine.
locate() {
	root="" binaries="" data=""
	case "$(way)" in
		installed) root=/ binaries="$(installed_binaries)" data="$(installed_data)" ;;
		debian) root="$debian" binaries="$debian_binaries" data="$debian_data" ;;
	esac
}

server_settings() {
	[ "$(way)" = debian ] && echo "$settings $statistics" || echo "$settings"
}

# Sets PG* where the caller has not, so that programs of the server's connect to it.
connect() {
	local address=127.0.0.1 number user=postgres password name="$database"
	if [ -n "${SEMBLANCE_TEST_PG_URL:-}" ]; then
		local place="${SEMBLANCE_TEST_PG_URL#jdbc:postgresql://}"
		place="${place%%\?*}"
		name="$(decoded "${place#*/}")"
		number="${place%%/*}"
		address="${number%%:*}"
		[ "$number" != "$address" ] && number="${number#*:}" || number=5432
		user="$(decoded "$(url_parameter user)")"
		password="$(decoded "$(url_parameter password)")"
	else
		number="$(port)"
		[ -n "$number" ] || fail "no server runs; start one with: tools/pgvector.sh start"
		password="$(cat "$home/password")"
	fi
	export PGHOST="${PGHOST:-$address}" PGPORT="${PGPORT:-$number}" PGUSER="${PGUSER:-$user}" \
		PGPASSWORD="${PGPASSWORD:-$password}" PGDATABASE="${PGDATABASE:-$name}"
}

url_parameter() { # name
	echo "$SEMBLANCE_TEST_PG_URL" | sed -n "s/.*[?&]$1=\([^&]*\).*/\1/p"
}

# As the JDBC driver reads a part of its URL.
decoded() { # text
	printf '%b' "$(printf '%s' "$1" | sed 's/+/ /g; s/\\/\\\\/g; s/%/\\x/g')"
}

encoded() { # text
	local LC_ALL=C text="$1" character position
	for ((position = 0; position < ${#text}; position++)); do
		character="${text:position:1}"
		case "$character" in
			[a-zA-Z0-9._~-]) printf '%s' "$character" ;;
			*) printf '%s' "$character" | od -An -v -tx1 | tr -d '\n' | tr ' ' % ;;
		esac
	done
}

run() { # program arguments...
	local root binaries data program="${1:-}" variable
	[ -n "$program" ] && [ "${program##*/}" = "$program" ] || fail "name a program of the server's, such as psql"
	shift
	connect
	locate
	if [ "$(way)" = docker ] && [ -z "${SEMBLANCE_TEST_PG_URL:-}" ]; then
		local passed=()
		# Inside of the container it has another port.
		[ "$PGPORT" != "$(port)" ] || export PGPORT=5432
		for variable in "${!PG@}"; do
			passed+=(-e "$variable")
		done
		docker exec -i "${passed[@]}" "$container" "$program" "$@"
	elif [ "$root" = "$debian" ]; then
		in_root "$root" "$binaries/$program" "$@"
	else
		[ -n "$binaries" ] || binaries="$(dirname "$(client "$program")")"
		"$binaries/$program" "$@"
	fi
}

client() { # program
	local found
	found="$(ls -d "/usr/lib/postgresql/"*"/bin/$1" 2>/dev/null | sort -rV | head -n 1)"
	[ -n "$found" ] || found="$(command -v "$1")" || cannot "no $1 is installed"
	echo "$found"
}

# --- what an instance of its own can be told ------------------------------------------------------------------

own_instance() { # command
	[ -z "${SEMBLANCE_TEST_PG_URL:-}" ] || cannot "$1 is not for the server of SEMBLANCE_TEST_PG_URL, which is somebody's own"
	[ -n "$instance" ] || cannot "$1 is for a server that nobody else uses: name one by SEMBLANCE_PG_INSTANCE"
	[ -n "$(way)" ] || fail "no server runs; start one with: tools/pgvector.sh start"
}

kill_server() {
	local root binaries data folder postmaster processes process
	own_instance kill
	if [ "$(way)" = docker ]; then
		docker kill -s KILL "$container" >/dev/null
		return
	fi
	locate
	folder="${root%/}$data"
	postmaster="$(head -n 1 "$folder/postmaster.pid" 2>/dev/null)" || fail "no server runs in $folder"
	# One that died by itself leaves its number, which may be another's by now.
	[ "$(name_of "$postmaster")" = postgres ] && { [ ! -d /proc/self ] || [ "/proc/$postmaster/cwd" -ef "$folder" ]; } ||
		fail "no server runs in $folder: process $postmaster is not its own"
	# One that is stopped starts no more processes while they are counted.
	kill -STOP "$postmaster"
	processes="$(children "$postmaster") $postmaster"
	# shellcheck disable=SC2086
	kill -KILL $processes 2>/dev/null || true
	for process in $processes; do
		while lives "$process"; do
			sleep 0.02
		done
	done
	# What nobody has collected yet still counts as a running server.
	rm -f "$folder/postmaster.pid"
}

name_of() { # process
	if [ -d /proc/self ]; then
		cat "/proc/$1/comm" 2>/dev/null || true
	else
		basename "$(ps -o comm= -p "$1" || true)"
	fi
}

children() { # process
	if [ -d /proc/self ]; then
		grep -l "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status 2>/dev/null | tr -cd '0-9\n' || true
	else
		pgrep -P "$1" || true
	fi
}

lives() { # process
	if [ -d /proc/self ]; then
		[ -d "/proc/$1" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
	else
		kill -0 "$1" 2>/dev/null
	fi
}

replica() {
	local root binaries data port owner
	own_instance replica
	locate
	[ -n "$root" ] || cannot "a replica needs a server in a folder of this machine; this one is in Docker"
	[ ! -d "${root%/}$data.tablespaces" ] || cannot "a replica on this machine would write into the folders of the tablespaces"
	port="$(sed -n 1p "$memory.replica" 2>/dev/null || true)"
	if [ -z "$port" ] || ! answers "$port"; then
		port="$(free_port)"
		rm -rf "${root%/}$data-replica"
		owner_of "$root"
		install -d -m 700 "${owner[@]}" "${root%/}$data-replica"
		PGPASSWORD="$(cat "$home/password")" in_root "$root" "$binaries/pg_basebackup" -h 127.0.0.1 -p "$(port)" \
			-U postgres -D "$data-replica" -R -X stream -c fast --no-sync >&2 || fail "pg_basebackup failed"
		server_up "$root" "$binaries" "$data-replica" "$port" "$(server_settings)" 9>&- ||
			fail "the replica does not start, see ${root%/}$data-replica/server.log"
		echo "$port" >"$memory.replica"
	fi
	url_of "$port"
}

tablespace() { # name megabytes
	local root binaries data folder
	own_instance tablespace
	[[ "${1:-}" =~ ^[a-z][a-z0-9_]*$ && "${2:-}" =~ ^[1-9][0-9]*$ ]] ||
		fail "give the tablespace a name of small letters, digits and underscores, and its size in megabytes"
	locate
	[ -n "$root" ] && [ "$(id -u)" = 0 ] || cannot "a tablespace on a disk of its own needs root and a server outside of Docker"
	folder="$data.tablespaces/$1"
	mkdir -p "${root%/}$folder"
	mountpoint -q "${root%/}$folder" || mount -t tmpfs -o "size=$2m,mode=700,uid=$(stat -c %u "${root%/}/var/lib/postgresql")" \
		tmpfs "${root%/}$folder" || cannot "no disk of $2 MB can be mounted at ${root%/}$folder"
	run psql -q -v ON_ERROR_STOP=1 -c "CREATE TABLESPACE $1 LOCATION '$folder'"
}

# --- pgbouncer ------------------------------------------------------------------------------------------------

bouncer_install() { # root
	local command=()
	[ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] || cannot "no pgbouncer is installed, and this is not Debian, or not root"
	say "installing pgbouncer, once"
	if [ "$1" != / ]; then
		command=(chroot "$1")
		cp /etc/resolv.conf "$1/etc/resolv.conf" 2>/dev/null || true
	fi
	# It is not to run as a service, too.
	local policy="${1%/}/usr/sbin/policy-rc.d" wrote=""
	[ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && wrote=yes; }
	{ "${command[@]}" apt-get update -qq && "${command[@]}" env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends pgbouncer; } >"$home/pgbouncer-install.log" 2>&1 || true
	[ -z "$wrote" ] || rm -f "$policy"
	[ -x "${1%/}/usr/sbin/pgbouncer" ] || fail "pgbouncer cannot be installed, see $home/pgbouncer-install.log"
}

bouncer() {
	local root=/ port
	connect
	port="$(sed -n 2p "$memory.bouncer" 2>/dev/null || true)"
	if [ -z "$port" ] || ! answers "$port"; then
		[ "$(way)" != debian ] || root="$debian"
		if [ "$root" != / ]; then
			[ -x "$root/usr/sbin/pgbouncer" ] || bouncer_install "$root"
		elif ! command -v pgbouncer >/dev/null && [ ! -x /usr/sbin/pgbouncer ]; then
			bouncer_install /
		fi
		bouncer_start "$root"
		port="$(sed -n 2p "$memory.bouncer")"
	fi
	# The caller's variables name the server, and the pool is where it is.
	echo "jdbc:postgresql://127.0.0.1:$port/$(encoded "$PGDATABASE")?user=$(encoded "$PGUSER")&password=$(
		encoded "$PGPASSWORD"
	)$(sed -n 3p "$memory.bouncer")"
}

bouncer_start() { # root
	local root="$1" folder="$home/bouncer$suffix" program command=() user=() port statements="" parameters="&prepareThreshold=0"
	program="$(PATH="$PATH:/usr/sbin" command -v pgbouncer || true)"
	if [ "$root" != / ]; then
		folder="/var/lib/postgresql/bouncer$suffix" program=/usr/sbin/pgbouncer command=(chroot "$root")
	fi
	# It does not run as root.
	[ "$(id -u)" != 0 ] || user=(-u nobody)
	if [ "$(printf '1.21\n%s\n' "$("${command[@]}" "$program" --version | sed -n 's/^PgBouncer *//p')" | sort -V | head -n 1)" = 1.21 ]; then
		statements="max_prepared_statements = 200" parameters=""
	fi
	port="$(free_port)"
	(umask 077 && mkdir -p "${root%/}$folder")
	# A quotation mark within is doubled.
	printf '%s\n%s\n' "$PGUSER" "$PGPASSWORD" | sed 's/"/""/g; s/.*/"&"/' | paste -s -d ' ' - >"${root%/}$folder/userlist.txt"
	cat >"${root%/}$folder/pgbouncer.ini" <<-INI
		[databases]
		session = host=$PGHOST port=$PGPORT dbname='$PGDATABASE' pool_mode=session
		* = host=$PGHOST port=$PGPORT
		[pgbouncer]
		listen_addr = 127.0.0.1
		listen_port = $port
		unix_socket_dir =
		auth_type = scram-sha-256
		auth_file = $folder/userlist.txt
		admin_users = $PGUSER
		pool_mode = transaction
		default_pool_size = 4
		max_client_conn = 200
		ignore_startup_parameters = extra_float_digits
		server_login_retry = 1
		$statements
	INI
	"${command[@]}" "$program" -q "${user[@]}" "$folder/pgbouncer.ini" >"${root%/}$folder/bouncer.log" 2>&1 </dev/null 9>&- &
	printf '%s\n%s\n%s\n' "$!" "$port" "$parameters" >"$memory.bouncer"
	for _ in $(seq 100); do
		answers "$port" && return
		sleep 0.1
	done
	fail "pgbouncer does not answer, see ${root%/}$folder/bouncer.log"
}

bouncer_stop() {
	local process
	process="$(sed -n 1p "$memory.bouncer" 2>/dev/null || true)"
	# One that died by itself leaves its number, which may be another's by now.
	[ -z "$process" ] || [ "$(name_of "$process")" != pgbouncer ] || kill "$process" 2>/dev/null || true
	rm -rf "$memory.bouncer" "$home/bouncer$suffix" "$debian/var/lib/postgresql/bouncer$suffix"
}

# --- commands -------------------------------------------------------------------------------------------------

start() {
	if [ -n "${SEMBLANCE_TEST_PG_URL:-}" ]; then
		[ -z "$instance" ] || cannot "SEMBLANCE_TEST_PG_URL names one server, there are no others beside it"
	else
		lock
		if ! running; then
			if [ ! -f "$home/password" ]; then
				(umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$home/password")
			fi
			docker_start 9>&- || installed_start 9>&- || debian_start 9>&- || {
				rm -f "$memory"
				fail "brought up no PostgreSQL with pgvector:$reasons" \
					"set SEMBLANCE_TEST_PG_URL to the JDBC URL of a server that has it"
			}
		fi
	fi
	url
}

stop() {
	local root binaries data
	lock
	bouncer_stop
	# Whatever is left of it must go, also if it was killed before.
	[ "$(way)" != docker ] || docker rm -f -v "$container" >/dev/null || true
	locate
	if [ -n "$root" ]; then
		[ ! -f "$memory.replica" ] || server_stop "$root" "$binaries" "$data-replica" || true
		server_stop "$root" "$binaries" "$data" || true
		[ -z "$instance" ] || forget_data "${root%/}$data"
	fi
	rm -f "$memory" "$memory.replica"
	# The last one leaves the private Debian.
	if [ "$root" = "$debian" ] && ! ls "$home"/server* >/dev/null 2>&1; then
		umount "$debian/dev/shm" || true
		umount "$debian/proc" || true
	fi
}

forget_data() { # folder
	local disk
	for disk in "$1.tablespaces"/*; do
		[ ! -d "$disk" ] || umount "$disk" || true
	done
	rm -rf --one-file-system "$1" "$1-replica" "$1.password" "$1.tablespaces"
}

[[ "$instance" =~ ^[a-z0-9]*$ ]] || fail "SEMBLANCE_PG_INSTANCE is '$instance', but must be small letters and digits"
# They say where clients connect to, and nothing to the server itself.
[[ "${1:-}" =~ ^(run|bouncer)$ ]] || unset "${!PG@}"
case "${1:-}" in
	start) start ;;
	stop) stop ;;
	url)
		[ -n "${SEMBLANCE_TEST_PG_URL:-}" ] || running || fail "no server runs; start one with: tools/pgvector.sh start"
		url
		;;
	run)
		shift
		run "$@"
		;;
	bouncer)
		lock
		bouncer
		;;
	kill)
		lock
		kill_server
		;;
	replica)
		lock
		replica
		;;
	tablespace)
		lock
		tablespace "${2:-}" "${3:-}"
		;;
	*) fail "use one of: start, url, stop, run, bouncer, kill, replica, tablespace" ;;
esac
