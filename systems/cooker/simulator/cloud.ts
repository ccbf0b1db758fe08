import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { type WebSocket, WebSocketServer } from 'ws';

import { Clients } from './clients.ts';
import { SimulatedClock } from './clock.ts';
import { type Command, prepareCommand, type Reply } from './commands.ts';
import { advertisedType, type SimulatorConfig } from './config.ts';
import { Device } from './device.ts';
import { type Faults, stoppingFault } from './faults.ts';
import { History } from './history.ts';
import { type Profile, toDocument } from './profiles/profile.ts';
import { seededRandom } from './random.ts';
import { readCommand } from './read-command.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

const RUNNING_PUSH_MS = 2_000;
const IDLE_PUSH_MS = 30_000;
/** However fast the simulated clock runs, pushes stay bearable. */
const MIN_PUSH_MS = 250;
const MAX_MESSAGE_BYTES = 64 * 1024;
/** IANA's "unauthorized" and RFC 6455's "try again later". */
const CLOSE_UNAUTHORISED = 3000;
const CLOSE_TRY_LATER = 1013;
const CLOSE_GOING_AWAY = 1001;

/** The cloud with one cooker behind it: accepts clients, pushes states, takes commands, and misbehaves as told. */
export class Cloud {
  readonly config: SimulatorConfig;
  readonly clock: SimulatedClock;
  readonly device: Device;
  readonly history = new History();
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  readonly #clients = new Clients();
  readonly #pendingAcks = new Set<NodeJS.Timeout>();
  #faults: Faults = {};
  #profile: Profile;
  #random: () => number;
  #pushTimer: NodeJS.Timeout | undefined;
  #frozenDocument: object | undefined;
  #hasCutOffClients = false;

  constructor(config: SimulatorConfig, realNow: () => number) {
    this.config = config;
    this.clock = new SimulatedClock(realNow, config.timeScale);
    this.device = new Device(() => this.clock.now(), config.rates);
    this.#profile = config.profile;
    this.#random = seededRandom(config.seed);
  }

  get faults(): Faults {
    return this.#faults;
  }

  get profile(): Profile {
    return this.#profile;
  }

  get cookerType(): string {
    return advertisedType(this.config, this.#profile);
  }

  get clientCount(): number {
    return this.#clients.open.length;
  }

  /** Whether a fault has shut clients out that may want to come back. */
  get hasCutOffClients(): boolean {
    return this.#hasCutOffClients;
  }

  /** Takes or refuses a WebSocket upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = refuseUpgrade(request.url ?? '', this.config.tokens, this.#faults);
    if (refusal !== null) {
      socket.end(refusal);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      this.#welcome(client);
    });
  }

  setProfile(profile: Profile): void {
    this.#profile = profile;
    for (const client of this.#clients.open) this.#sendCookers(client);
    this.push();
  }

  /** Replaces the faults; what they change at once (cut connections, a cook that ends) has happened on return. */
  async setFaults(faults: Faults): Promise<void> {
    if (this.#faults.offline !== 'silent' && faults.offline === 'silent') {
      this.#frozenDocument = this.#document();
    }
    const listChanges = this.#faults.accountCookers !== faults.accountCookers;
    this.#faults = faults;
    if (stoppingFault(faults) !== null) this.device.stop();
    if (listChanges) for (const client of this.#clients.open) this.#sendCookers(client);
    this.push();
    if (faults.token === 'expired') await this.#cutOff(CLOSE_UNAUTHORISED, 'unauthorized');
    if (faults.refuseConnections === true) await this.#cutOff(CLOSE_GOING_AWAY, 'going away');
  }

  /** Everything as at the start: idle at ambient, healthy, real time, empty history. Open connections stay. */
  async reset(): Promise<void> {
    for (const timer of this.#pendingAcks) clearTimeout(timer);
    this.#pendingAcks.clear();
    this.clock.reset();
    this.device.reset();
    this.#random = seededRandom(this.config.seed);
    this.history.clear();
    if (this.#profile !== this.config.profile) this.setProfile(this.config.profile);
    await this.setFaults({});
  }

  /** Sends the present state to every client and plans the next push. */
  push(): void {
    // An unplugged device says nothing; what the cloud has in store goes to new connections only.
    if (this.#faults.offline !== 'silent') {
      for (const client of this.#clients.open) this.#sendState(client);
    }
    this.#planPush();
  }

  /** Cuts every connection without a word, as a failing network does. */
  dropClients(): void {
    this.#clients.drop();
  }

  /**
   * Resolves when at least one client is connected and each has processed the latest state.
   *
   * @returns false when that did not happen in time
   */
  async settle(withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    if (!(await this.#clients.arrival(withinMs))) {
      this.#hasCutOffClients = false;
      return false;
    }
    this.push();
    return await this.#clients.haveProcessed(Math.max(1, deadline - Date.now()));
  }

  async close(): Promise<void> {
    clearTimeout(this.#pushTimer);
    for (const timer of this.#pendingAcks) clearTimeout(timer);
    await this.#clients.close(CLOSE_GOING_AWAY, 'going away');
    this.#sockets.close();
  }

  async #cutOff(code: number, reason: string): Promise<void> {
    if (this.clientCount > 0) this.#hasCutOffClients = true;
    await this.#clients.close(code, reason);
  }

  #welcome(client: WebSocket): void {
    this.#hasCutOffClients = false;
    this.#clients.add(client);
    client.on('message', (data) => {
      this.#onMessage(client, (data as Buffer).toString('utf8')); // Buffer: the default binaryType
    });
    this.#sendCookers(client);
    this.#send(client, { command: 'EVENT_USER_STATE', payload: {} });
    const stale = this.#faults.staleFirstState;
    if (stale === undefined) this.#sendState(client);
    else this.#sendDocument(client, this.#staleDocument(stale));
    if (this.#pushTimer === undefined) this.#planPush();
    this.#clients.announceArrival();
  }

  #onMessage(client: WebSocket, text: string): void {
    const command = readCommand(text);
    this.history.record('received', 'malformed' in command ? { text } : command);
    if (this.#misbehave(client)) return;
    if ('malformed' in command) {
      this.#answer(client, command.requestId, {
        ok: false,
        code: 'INVALID_PAYLOAD',
        error: command.malformed,
      });
      return;
    }
    const { reply, carryOut } = this.#decide(command);
    if (reply.ok && this.#faults.silentReject !== true) carryOut();
    if (reply.ok) this.device.noteProcessed(command.requestId);
    this.#acknowledge(client, command.requestId, reply);
    this.push();
  }

  /** Faults that keep a command from being looked at. @returns whether one did */
  #misbehave(client: WebSocket): boolean {
    if (this.#faults.token === 'expires-once') {
      const { token: _, ...rest } = this.#faults;
      this.#faults = rest;
      client.close(CLOSE_UNAUTHORISED, 'unauthorized');
      return true;
    }
    if (this.#faults.rateLimit === 'once') {
      const { rateLimit: _, ...rest } = this.#faults;
      this.#faults = rest;
      client.close(CLOSE_TRY_LATER, 'rate limit');
      return true;
    }
    return this.#faults.ignoreCommands === true || this.#faults.offline === 'silent';
  }

  #decide(command: Command): ReturnType<typeof prepareCommand> {
    const refusal = this.#faultRefusal(command);
    if (refusal !== null) return { reply: refusal, carryOut: () => undefined };
    return prepareCommand(command, {
      device: this.device,
      faults: this.#faults,
      cookerId: this.config.cookerId,
      cookerType: this.cookerType,
    });
  }

  #faultRefusal(command: Command): Reply | null {
    const { offline, rejectCommand, failureRate } = this.#faults;
    if (offline === 'reported') {
      return { ok: false, code: 'DEVICE_OFFLINE', error: 'the cooker is offline' };
    }
    if (rejectCommand !== undefined) {
      const isMeant =
        rejectCommand.command === undefined || rejectCommand.command === command.command;
      if (isMeant) return { ok: false, code: rejectCommand.code, error: rejectCommand.error };
    }
    return failureRate !== undefined && this.#random() < failureRate
      ? { ok: false, code: 'INTERMITTENT_FAILURE', error: 'the cloud failed, try again' }
      : null;
  }

  #acknowledge(client: WebSocket, requestId: string, reply: Reply): void {
    if (this.#faults.lostAck === true) return;
    const answer = (): void => {
      this.#answer(client, requestId, reply);
      if (this.#faults.duplicateAck === true) this.#answer(client, requestId, reply);
    };
    const latencyMs = this.#faults.ackLatencyMs ?? 0;
    if (latencyMs === 0) {
      answer();
      return;
    }
    const timer = setTimeout(() => {
      this.#pendingAcks.delete(timer);
      answer();
    }, latencyMs);
    this.#pendingAcks.add(timer);
  }

  #answer(client: WebSocket, requestId: string, reply: Reply): void {
    const payload = reply.ok
      ? { status: 'ok' }
      : { status: 'error', code: reply.code, error: reply.error };
    this.#send(client, { command: 'RESPONSE', requestId, payload });
  }

  #sendCookers(client: WebSocket): void {
    const own = {
      cookerId: this.config.cookerId,
      type: this.cookerType,
      name: 'Simulated cooker',
      pairedAt: '2025-01-01T00:00:00.000Z',
    };
    const second = { ...own, cookerId: `${this.config.cookerId}-second`, name: 'Second cooker' };
    const all = [own, second].slice(0, this.#faults.accountCookers ?? 1);
    this.#send(client, { command: 'EVENT_APC_WIFI_LIST', payload: all });
  }

  #sendState(client: WebSocket): void {
    if (this.#faults.accountCookers === 0) return;
    const isUnplugged = this.#faults.offline === 'silent';
    this.#sendDocument(client, isUnplugged ? this.#frozenDocument : this.#document());
  }

  #sendDocument(client: WebSocket, state: object | undefined): void {
    if (state === undefined) return;
    this.#send(client, {
      command: 'EVENT_APC_STATE',
      payload: { cookerId: this.config.cookerId, type: this.cookerType, state },
    });
  }

  #document(): object {
    return toDocument(this.#profile, {
      device: this.device.snapshot(),
      faults: this.#faults,
      online: this.#faults.offline === undefined,
      cookerId: this.config.cookerId,
    });
  }

  #staleDocument(stale: { readonly ageSeconds: number; readonly online: boolean }): object {
    const device = this.device.snapshot();
    return toDocument(this.#profile, {
      device: { ...device, atMs: device.atMs - stale.ageSeconds * 1000 },
      faults: this.#faults,
      online: stale.online,
      cookerId: this.config.cookerId,
    });
  }

  #send(client: WebSocket, message: object): void {
    if (client.readyState !== client.OPEN) return;
    this.history.record('sent', message);
    client.send(JSON.stringify(message));
  }

  /** One timer: the next regular push or the next change of phase, whichever comes first. */
  #planPush(): void {
    clearTimeout(this.#pushTimer);
    const isRunning = this.device.snapshot().phase !== 'idle';
    const everyMs = (isRunning ? RUNNING_PUSH_MS : IDLE_PUSH_MS) / this.clock.scale;
    const changeAtMs = this.device.nextChangeAtMs();
    const untilChangeMs =
      changeAtMs === null ? Number.POSITIVE_INFINITY : this.clock.realMsUntil(changeAtMs) + 1;
    const regularMs = Math.min(IDLE_PUSH_MS, Math.max(MIN_PUSH_MS, everyMs));
    this.#pushTimer = setTimeout(
      () => {
        this.push();
      },
      Math.min(regularMs, untilChangeMs),
    );
  }
}
