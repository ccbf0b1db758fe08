import { caddy } from './caddy.ts';
import { etcd } from './etcd.ts';
import { haproxy } from './haproxy.ts';
import { mariadb, mysql } from './mariadb.ts';
import { memcached } from './memcached.ts';
import { mosquitto } from './mosquitto.ts';
import { nats } from './nats.ts';
import { nginx } from './nginx.ts';
import type { Product } from './product.ts';
import { redis, valkey } from './redis.ts';
import { restate } from './restate.ts';

/** The servers that are known by their images; a new one is a file beside this one and a line here. */
export const PRODUCTS: readonly Product[] = [
  redis,
  valkey,
  nats,
  mosquitto,
  memcached,
  etcd,
  nginx,
  haproxy,
  caddy,
  mariadb,
  mysql,
  restate,
];
