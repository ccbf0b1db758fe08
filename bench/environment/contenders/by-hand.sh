#!/bin/sh
# by-hand.sh up|down one|three|ten <project>: the cases without Compose; containers that need nobody start together.
set -eu
verb=$1 size=$2 project=$3

if [ "$verb" = down ]; then
  containers=$(docker ps --all --quiet --filter "label=by-hand=$project")
  # shellcheck disable=SC2086
  [ -z "$containers" ] || { docker stop $containers && docker rm --volumes $containers; } >/dev/null
  docker network rm "$project" >/dev/null 2>&1 || true
  exit
fi

# run <name> <options, image, command>
run() {
  service=$1
  shift
  docker run --detach --name "$project-$service" --label "by-hand=$project" \
    --network "$project" --network-alias "$service" "$@" >/dev/null
}

web() {
  name=$1 path=$2 image=$3
  shift 3
  run "$name" --init -e PORT=3000 --health-interval 250ms --health-timeout 2s --health-retries 80 \
    --health-cmd "wget -q -O /dev/null http://localhost:3000$path" "$@" "$image"
}

healthy() {
  for name in "$@"; do
    until [ "$(docker inspect --format '{{.State.Health.Status}}' "$project-$name")" = healthy ]; do
      sleep 0.05
    done
  done
}

database() {
  run "$1" -e POSTGRES_USER=shop -e POSTGRES_PASSWORD=shop --stop-signal SIGINT \
    --health-interval 250ms --health-retries 80 --health-cmd 'pg_isready -U shop' seatrial-test/postgres:18
}

store() {
  run "$1" --health-interval 250ms --health-retries 80 --health-cmd 'redis-cli ping' seatrial-test/redis:7
}

url=postgres://shop:shop@db:5432/shop
docker network create "$project" >/dev/null

case $size in
one)
  web web / seatrial-bench/web -p 3000
  healthy web
  ;;
three)
  database db &
  store cache &
  wait
  healthy db cache
  web web / seatrial-bench/web -p 3000 -e "DATABASE_URL=$url" -e REDIS_URL=redis://cache:6379
  healthy web
  ;;
ten)
  shop=seatrial-test/ten-services
  database db &
  store queue &
  web accounts /health $shop -e ROLE=accounts &
  web mail /health $shop -e ROLE=mail -p 3000 &
  wait
  healthy queue mail
  web worker /health $shop -e ROLE=worker -e REDIS_URL=redis://queue:6379 -e MAIL_URL=http://mail:3000 &
  healthy db accounts
  run schema -e "DATABASE_URL=$url" $shop node schema.js
  [ "$(docker wait "$project-schema")" = 0 ]
  web catalog /health $shop -e ROLE=catalog -e "DATABASE_URL=$url" &
  web orders /health $shop -e ROLE=orders -e "DATABASE_URL=$url" -e REDIS_URL=redis://queue:6379 \
    -e ACCOUNTS_URL=http://accounts:3000 &
  wait
  healthy catalog
  web web /health $shop -e ROLE=web -e CATALOG_URL=http://catalog:3000
  healthy web orders worker
  run front -p 80 -v "$PWD/front.conf:/etc/nginx/conf.d/default.conf:ro" seatrial-test/nginx:1
  ;;
esac
