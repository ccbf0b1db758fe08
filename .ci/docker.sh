# Gives the tests of the docker driver an engine and Compose where that is possible, and says plainly where it is not.
# To be sourced: start_docker, stop_docker. An engine that answers already is left as it is.

compose_version=v2.40.3
engine_folder=''
engine_pid=''

start_docker() {
  install_docker
  if docker version >/dev/null 2>&1; then
    echo "docker driver: the engine that answers already is used"
  elif ! start_engine; then
    echo "docker driver: NOT TESTED, its tests are skipped"
    return
  fi
  install_compose
  echo "docker driver: TESTED with engine $(docker version --format '{{.Server.Version}}') and $(compose_name)"
}

# Only the engine that we have started ourselves.
stop_docker() {
  [ -n "$engine_pid" ] || return 0
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  rm -rf "$engine_folder"
}

# RUNLEVEL keeps Debian from starting the engine as a service of the machine.
install_docker() {
  local missing=()
  command -v dockerd >/dev/null || command -v docker >/dev/null || missing+=(docker.io)
  command -v docker-compose >/dev/null || missing+=(docker-compose)
  [ -e /usr/bin/busybox ] || [ -e /bin/busybox ] || missing+=(busybox-static)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && RUNLEVEL=1 apt-get install -qq -y --no-install-recommends "${missing[@]}" ||
      echo "docker driver: could not install ${missing[*]}"
  else
    echo "docker driver: ${missing[*]} missing, and only root can install packages"
  fi
}

start_engine() {
  if [ -n "${DOCKER_HOST:-}" ]; then
    echo "docker driver: no engine answers at DOCKER_HOST=$DOCKER_HOST"
    return 1
  elif [ "$(id -u)" != 0 ] || ! command -v dockerd >/dev/null; then
    echo "docker driver: no engine answers, and none can be started (needs root and dockerd)"
    return 1
  fi
  local storage
  for storage in overlay2 vfs; do
    engine_folder=$(mktemp -d)
    dockerd --data-root "$engine_folder/data" --exec-root "$engine_folder/exec" \
      --pidfile "$engine_folder/pid" --storage-driver "$storage" >"$engine_folder/log" 2>&1 &
    engine_pid=$!
    if engine_answers; then return 0; fi
    echo "docker driver: dockerd with $storage does not start: $(tail -n 1 "$engine_folder/log")"
    stop_docker
    engine_pid=''
  done
  return 1
}

engine_answers() {
  local attempt
  for attempt in $(seq 60); do
    if docker version >/dev/null 2>&1; then return 0; fi
    kill -0 "$engine_pid" 2>/dev/null || return 1
    sleep 0.5
  done
  return 1
}

# Debian 12 has only the first generation; the plugin is built from the Go module proxy, once per machine.
install_compose() {
  if docker compose version >/dev/null 2>&1; then return 0; fi
  if ! command -v go >/dev/null; then
    echo "docker driver: neither the compose plugin nor Go to build it is there"
    return 0
  fi
  local folder plugins=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins
  folder=$(mktemp -d)
  mkdir -p "$plugins"
  (
    cd "$folder"
    go mod init compose.build >/dev/null 2>&1 &&
      timeout 180 go get "github.com/docker/compose/v2/cmd/...@$compose_version" >log 2>&1 &&
      CGO_ENABLED=0 timeout 240 go build -trimpath \
        -ldflags "-s -w -X github.com/docker/compose/v2/internal.Version=$compose_version" \
        -o compose github.com/docker/compose/v2/cmd >>log 2>&1 &&
      mv compose "$plugins/docker-compose"
  ) || echo "docker driver: the compose plugin could not be built: $(tail -n 1 "$folder/log")"
  rm -rf "$folder"
}

compose_name() {
  docker compose version 2>/dev/null || docker-compose version --short 2>/dev/null | sed 's/^/docker-compose /' ||
    echo "no Compose"
}
