import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { addDeadline, Deadline, removeDeadline } from './deadlines.ts';
import type { GoUrl } from './go-url.ts';
import { findAddress } from './host-addresses.ts';
import { openTunnel } from './open-tunnel.ts';
import { proxyOf } from './proxies.ts';
import { ConnectionEndedError, ioTimeoutError } from './request-error.ts';
import { checkServerName, systemSecureContext } from './system-certificates.ts';
import { type TlsInfo, tlsInfoOf } from './tls-info.ts';

/** What a connection needs to know of the options. */
export interface ConnectionOptions {
  readonly hosts: Readonly<Record<string, string>>;
  readonly insecureSkipTLSVerify: boolean;
}

/** Who has a connection to itself for the time of one request. */
export interface ConnectionUser {
  /** The connection is open: write now. */
  onOpen(): void;
  /** Everything written has been given to the system. */
  onSent(): void;
  /** What arrived; it is overwritten afterwards. */
  onData(data: Buffer): void;
  /** The connection cannot be made, broke, or was ended by the server ({@link ConnectionEndedError}). */
  onLost(reason: Error): void;
}

const DIAL_TIMEOUT_MS = 30_000;
const READ_BUFFER_BYTES = 16 * 1024;

/** One keep-alive connection to an origin, opened for its first request. Moments are those of `performance.now()`. */
export class Connection extends Deadline {
  connectStartAt = 0;
  connectDoneAt = 0;
  tlsStartAt = 0;
  tlsDoneAt = 0;
  dueAt = 0;
  /** Requests that it has been used for; 0 means that it is fresh. */
  uses = 0;
  remoteIp = '';
  remotePort = 0;
  localAddress = '';
  tls: TlsInfo | undefined;
  readonly #url: GoUrl;
  readonly #options: ConnectionOptions;
  readonly #countBytes: (sent: number, received: number) => void;
  readonly #proxy: GoUrl | undefined;
  #user: ConnectionUser | undefined;
  #socket: Socket | undefined;
  #secureSocket: TLSSocket | undefined;
  #isOpen = false;
  #isLost = false;
  #unreportedSent = 0;
  #unreportedReceived = 0;
  #reportedOverTls = 0;

  constructor(url: GoUrl, options: ConnectionOptions, countBytes: (sent: number, received: number) => void) {
    super();
    this.#url = url;
    this.#proxy = proxyOf(url);
    this.#options = options;
    this.#countBytes = countBytes;
  }

  get origin(): string {
    return this.#url.origin;
  }

  /** Whether it has not got farther than to the proxy in between, if there is one. */
  get isDialingProxy(): boolean {
    return this.#proxy !== undefined && this.connectDoneAt === 0;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Gives the connection to a user, whose `onOpen` is called at once when it is open. */
  use(user: ConnectionUser): void {
    this.#user = user;
    if (this.#isOpen) user.onOpen();
    else this.#open();
  }

  /** Ends the use; whatever arrives from now on was not asked for and costs the connection its life. */
  leave(): void {
    this.#user = undefined;
  }

  /** Writes a request: its head, each character a byte, and its body. */
  write(head: string, body: Buffer | undefined): void {
    const socket = this.#secureSocket ?? this.#socket;
    if (socket === undefined) return;
    this.#unreportedSent += head.length + (body?.length ?? 0);
    if (body === undefined) socket.write(head, 'latin1');
    else {
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(body);
      socket.uncork();
    }
    const user = this.#user;
    if (socket.writableLength === 0) user?.onSent();
    else socket.write('', () => user?.onSent());
  }

  /** Reports the bytes that went over the socket since the last report. */
  reportBytes(): void {
    if (this.#secureSocket !== undefined) {
      // Differs from k6: over TLS, sent bytes are counted before encryption.
      const { bytesRead = 0 } = this.#socket ?? {};
      this.#unreportedReceived = bytesRead - this.#reportedOverTls;
      this.#reportedOverTls = bytesRead;
    }
    this.#countBytes(this.#unreportedSent, this.#unreportedReceived);
    this.#unreportedSent = 0;
    this.#unreportedReceived = 0;
  }

  destroy(): void {
    this.#user = undefined;
    this.#lose(new ConnectionEndedError());
  }

  /** The time to connect is over. */
  expire(): void {
    this.#lose(ioTimeoutError(this.remoteIp, this.remotePort));
  }

  #open(): void {
    this.dueAt = performance.now() + DIAL_TIMEOUT_MS;
    addDeadline(this);
    const { hostname, port } = this.#proxy ?? this.#url;
    findAddress(hostname, port, this.#options.hosts, (error, address) => {
      if (this.#isLost) return;
      if (address === undefined) return this.#loseSoon(error ?? new Error('no such host'));
      this.remoteIp = address.ip;
      this.remotePort = address.port;
      if (address.port > 65_535) return this.#loseSoon(new Error(`dial tcp: address ${address.port}: invalid port`));
      this.#connect(address.ip, address.port);
    });
  }

  #connect(host: string, port: number): void {
    const isPlain = this.#url.scheme !== 'https';
    const to = { host, port, noDelay: true, keepAlive: true };
    this.connectStartAt = performance.now();
    // Reading into a buffer of our own spares each response the machinery of streams.
    const onread = { buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES), callback: this.#onRead };
    const socket = connectTcp(isPlain ? { ...to, onread } : to);
    this.#socket = socket;
    socket.once('connect', () => this.#onConnect(socket));
    this.#watch(socket);
  }

  #watch(socket: Socket): void {
    socket.on('error', (reason) => this.#lose(reason));
    socket.on('end', () => this.#lose(new ConnectionEndedError()));
    socket.on('close', () => this.#lose(new ConnectionEndedError()));
  }

  #onConnect(socket: Socket): void {
    this.connectDoneAt = performance.now();
    this.localAddress = `${socket.localAddress}:${socket.localPort}`;
    if (this.#url.scheme !== 'https') {
      this.#onOpen();
      return;
    }
    if (this.#proxy === undefined) this.#secure(socket);
    else {
      openTunnel(socket, this.#url, this.#proxy, (error) => {
        if (error === undefined) this.#secure(socket);
        else this.#lose(error);
      });
    }
  }

  #secure(socket: Socket): void {
    this.tlsStartAt = performance.now();
    const { hostname } = this.#url;
    const secure = connectTls({
      socket,
      host: hostname,
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      rejectUnauthorized: !this.#options.insecureSkipTLSVerify,
      checkServerIdentity: checkServerName,
      secureContext: systemSecureContext(),
      ALPNProtocols: ['http/1.1'],
    });
    this.#secureSocket = secure;
    secure.once('secureConnect', () => {
      this.tlsDoneAt = performance.now();
      this.tls = tlsInfoOf(secure);
      this.#onOpen();
    });
    secure.on('data', (data: Buffer) => this.#onData(data));
    this.#watch(secure);
  }

  #onOpen(): void {
    removeDeadline(this);
    this.#isOpen = true;
    this.#user?.onOpen();
  }

  readonly #onRead = (length: number, buffer: Uint8Array): boolean => {
    this.#unreportedReceived += length;
    this.#onData((buffer as Buffer).subarray(0, length));
    return true;
  };

  #onData(data: Buffer): void {
    if (this.#user === undefined) this.destroy();
    else this.#user.onData(data);
  }

  /** For failures found while the request is still being started: its user hears of them afterwards. */
  #loseSoon(reason: Error): void {
    queueMicrotask(() => this.#lose(reason));
  }

  #lose(reason: Error): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#isOpen = false;
    removeDeadline(this);
    this.reportBytes();
    this.#secureSocket?.destroy();
    this.#socket?.destroy();
    const user = this.#user;
    this.#user = undefined;
    user?.onLost(reason);
  }
}
