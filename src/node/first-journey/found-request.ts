/** What must be filled in by hand, since nothing tells it. */
export class ToFill {
  readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
}

/** A value that is a secret: it comes from a variable of the journey. */
export class Secret {
  readonly variable: string;
  constructor(name: string) {
    const words = name.replace(/[^a-z0-9]+/gi, '_').replace(/^_+|_+$/g, '');
    // A name may have no letter of ASCII.
    this.variable = `API_${words || 'SECRET'}`.toUpperCase().slice(0, 40).replace(/_$/, '');
  }
}

/** Pieces that follow each other in a path. */
export type Path = readonly (string | ToFill | Secret)[];

/** A kind of request that a document tells of. */
export interface FoundRequest {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As figures have it: `/products/{id}`. */
  readonly template: string;
  /** One of them is sent at a time, in turn. */
  readonly paths: readonly Path[];
  readonly share: number | ToFill;
  readonly expect: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Undefined where there is none. {@link ToFill} and {@link Secret} may be in it. */
  readonly body?: unknown;
  readonly isForm?: boolean;
}

/** What was found, and what is to be said of it, a line each. */
export interface Found {
  /** Where the API was found; undefined where that is not known. */
  readonly baseUrl?: string;
  readonly requests: readonly FoundRequest[];
  readonly remarks: readonly string[];
}

const SECRET_NAME =
  /auth(?!or)|token|secret|passw|api[-_]?key|cookie|session|signature|credential|csrf|xsrf|\bsig\b|\bpin\b|\bjwt\b/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const OPAQUE = /^(?=.*\d)(?=.*[a-z])[\w.~+/=%-]{24,}$/i;

/** Whether a value may be a secret, by its name or by its looks. */
export function isSecret(name: string, value: unknown): boolean {
  if (SECRET_NAME.test(name)) return true;
  return typeof value === 'string' && (value.startsWith('eyJ') || (OPAQUE.test(value) && !UUID.test(value)));
}

/** A body with variables in the place of secrets; what is a part of itself ends there. */
export function withoutSecrets(value: unknown, name = 'body', around: readonly unknown[] = []): unknown {
  if (typeof value === 'object' && around.includes(value)) return new ToFill(name);
  const within = [...around, value];
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, name, within));
  if (typeof value === 'object' && value !== null && !(value instanceof ToFill)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, key, within)]));
  }
  return value !== null && typeof value !== 'boolean' && isSecret(name, value) ? new Secret(name) : value;
}
