import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { addDeadline, type Deadline, removeDeadline } from './deadlines.ts';
import type { GoUrl } from './go-url.ts';
import { findAddress } from './host-addresses.ts';
import { ioTimeoutError } from './request-error.ts';
import { systemSecureContext } from './system-certificates.ts';
import { type TlsInfo, tlsInfoOf } from './tls-info.ts';

/** What a connection needs to know of the options. */
export interface ConnectionOptions {
  readonly hosts: Readonly<Record<string, string>>;
  readonly insecureSkipTLSVerify: boolean;
}

type OnOpened = (error: Error | null, socket: Socket | null) => void;

const DIAL_TIMEOUT_MS = 30_000;

/**
 * One keep-alive connection to an origin. It opens on the first request, and again when the server closed it while idle.
 * Moments are those of `performance.now()`.
 */
export class Connection implements Deadline {
  readonly origin: string;
  connectStartAt = 0;
  connectDoneAt = 0;
  tlsDoneAt = 0;
  dueAt = 0;
  /** Requests that this socket has been used for; 0 means that it is fresh. */
  uses = 0;
  remoteIp = '';
  remotePort = 0;
  localAddress = '';
  tls: TlsInfo | undefined;
  readonly #url: GoUrl;
  readonly #options: ConnectionOptions;
  readonly #client: Client;
  readonly #countBytes: (sent: number, received: number) => void;
  #socket: Socket | undefined;
  #secureSocket: TLSSocket | undefined;
  #opened: OnOpened | undefined;
  #countedSent = 0;
  #countedReceived = 0;
  #destroyed = false;

  constructor(url: GoUrl, options: ConnectionOptions, countBytes: (sent: number, received: number) => void) {
    this.origin = originOf(url);
    this.#url = url;
    this.#options = options;
    this.#countBytes = countBytes;
    // The origin is a formality: #open() decides where to connect, and each request brings its Host.
    this.#client = new Client('http://vu', {
      connect: (_, callback) => this.#open(callback as OnOpened),
      pipelining: 1,
      // Our own deadlines cover the whole request.
      headersTimeout: 0,
      bodyTimeout: 0,
      // Go keeps idle connections until the server closes them, whatever its Keep-Alive header says.
      keepAliveTimeout: 600_000,
      keepAliveTimeoutThreshold: -600_000,
      maxHeaderSize: 1 << 20,
    });
  }

  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(request, handler);
  }

  /** Reports the bytes that went over the socket since the last report. */
  reportBytes(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    // Differs from k6: over TLS, sent bytes are counted before encryption.
    const sent = (this.#secureSocket ?? socket).bytesWritten;
    const received = socket.bytesRead;
    this.#countBytes(sent - this.#countedSent, received - this.#countedReceived);
    this.#countedSent = sent;
    this.#countedReceived = received;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    removeDeadline(this);
    this.reportBytes();
    this.#client.destroy(null, () => {});
    this.#secureSocket?.destroy();
    this.#socket?.destroy();
  }

  /** The time to connect is over. */
  expire(): void {
    this.#fail(ioTimeoutError(this.remoteIp, this.remotePort));
  }

  #open(callback: OnOpened): void {
    this.reportBytes();
    this.#opened = callback;
    this.#socket = undefined;
    this.#secureSocket = undefined;
    this.#countedSent = 0;
    this.#countedReceived = 0;
    this.uses = 0;
    this.dueAt = performance.now() + DIAL_TIMEOUT_MS;
    addDeadline(this);
    const { hostname, port } = this.#url;
    findAddress(hostname, port, this.#options.hosts, (error, address) => {
      if (this.#destroyed) return;
      if (address === undefined) return this.#fail(error ?? new Error('no such host'));
      this.remoteIp = address.ip;
      this.remotePort = address.port;
      if (address.port > 65_535) return this.#fail(new Error(`dial tcp: address ${address.port}: invalid port`));
      this.connectStartAt = performance.now();
      const socket = connectTcp({ host: address.ip, port: address.port, noDelay: true, keepAlive: true });
      this.#socket = socket;
      socket.once('connect', () => this.#onConnect(socket));
      socket.on('error', (reason) => this.#fail(reason));
    });
  }

  #onConnect(socket: Socket): void {
    this.connectDoneAt = performance.now();
    this.localAddress = `${socket.localAddress}:${socket.localPort}`;
    if (this.#url.scheme !== 'https') {
      this.#succeed(socket);
      return;
    }
    const { hostname } = this.#url;
    const secure = connectTls({
      socket,
      host: hostname,
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      rejectUnauthorized: !this.#options.insecureSkipTLSVerify,
      secureContext: systemSecureContext(),
      ALPNProtocols: ['http/1.1'],
    });
    this.#secureSocket = secure;
    secure.once('secureConnect', () => {
      this.tlsDoneAt = performance.now();
      this.tls = tlsInfoOf(secure);
      this.#succeed(secure);
    });
    secure.on('error', (reason) => this.#fail(reason));
    secure.once('close', () => this.#fail(Object.assign(new Error('EOF'), { code: 'UND_ERR_SOCKET' })));
  }

  #succeed(socket: Socket): void {
    removeDeadline(this);
    const opened = this.#opened;
    this.#opened = undefined;
    opened?.(null, socket);
  }

  #fail(reason: Error): void {
    removeDeadline(this);
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened === undefined) return;
    this.#secureSocket?.destroy();
    this.#socket?.destroy();
    opened(reason, null);
  }
}

/** What connections are pooled by. */
export function originOf(url: GoUrl): string {
  return `${url.scheme}://${url.hostname.includes(':') ? `[${url.hostname}]` : url.hostname}:${url.port}`;
}
