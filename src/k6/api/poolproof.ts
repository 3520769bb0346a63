// What a journey imports as 'poolproof'. Its declarations are shipped by themselves, so it imports types of k6 only.
import type { RefinedResponse } from 'k6/http';

/** An answer, as k6 has it: `status`, `body`, `headers`, `json()`, `json('a.path')`, `timings.duration` … */
export type Answer = RefinedResponse<'text'>;

/** k6 waits for an answer and gives it, the embedded engine gives a promise: `await` it before you read it. */
export type Sent = Answer | Promise<Answer>;

/** What a request is sent with beside its path and body. */
export interface Params {
  /** What the URL is called in figures; a must where it holds a key: '/products/{id}'. */
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that are no failure, where they differ from those of the request. */
  readonly expect?: number | readonly number[];
  /** How a body that is an object is sent; JSON when left out. */
  readonly as?: 'json' | 'form';
}

/** A text is sent as it is, an object as JSON, or as a form by `{ as: 'form' }`. */
export type Body = string | object | null;

/** Requests to the API under load; a path begins with / and is appended to BASE_URL. */
interface Methods<Result> {
  readonly get: (path: string, params?: Params) => Result;
  readonly post: (path: string, body?: Body, params?: Params) => Result;
  readonly put: (path: string, body?: Body, params?: Params) => Result;
  readonly patch: (path: string, body?: Body, params?: Params) => Result;
  readonly del: (path: string, body?: Body, params?: Params) => Result;
}

/** Requests before the load: an answer with another status than expected stops the run, in one line. */
export interface SetupParams extends Params {
  /** What the request is for, in that line: 'read flags'. */
  readonly to?: string;
  /** The variable that names its path, in that line. */
  readonly setting?: string;
}

/** What `setup` gets. */
export interface Setup<Env> {
  readonly get: (path: string, params?: SetupParams) => Promise<Answer>;
  readonly post: (path: string, body?: Body, params?: SetupParams) => Promise<Answer>;
  readonly put: (path: string, body?: Body, params?: SetupParams) => Promise<Answer>;
  readonly patch: (path: string, body?: Body, params?: SetupParams) => Promise<Answer>;
  readonly del: (path: string, body?: Body, params?: SetupParams) => Promise<Answer>;
  /** GET of several paths at once, to warm a cache; any status will do. */
  readonly getAll: (paths: readonly string[], params?: SetupParams) => Promise<Answer[]>;
  /** The variables of the journey. */
  readonly env: Env;
  /** The body as JSON; undefined where it is none, or too large. */
  readonly jsonOf: (answer: Answer) => unknown;
  /** The address of a path as it may be printed, without secrets. */
  readonly shown: (path: string) => string;
  /** Ends the run before the load, with a line that says why and what to do. */
  readonly stop: (reason: string) => never;
}

/** What `send` and checks get. */
export interface Send<Data, Env> extends Methods<Sent> {
  /** How many requests of this name came before, of all VUs: for values in turn. */
  readonly turn: number;
  /** A text that no other request has, in any run. */
  readonly unique: string;
  /** What `setup` returned. */
  readonly data: Data;
  /** The variables of the journey. */
  readonly env: Env;
}

/**
 * Limits that a request has of its own, by the id of a rule, as LIMITS has them: another number, in the unit of the rule, or
 * null to leave the rule out.
 */
export type Limits = {
  /** Milliseconds below which the 95th percentile of its answers must be. */
  readonly 'scenario-latency-p95'?: number | null;
  /** How many iterations may find no free VU. */
  readonly 'dropped-iterations'?: number | null;
};

/** One kind of request, or a chain of them. */
export interface Request<Data, Env> {
  /** Percent of the load: the shares of a journey make 100. */
  readonly share: number;
  /** Whether a cache can answer it: 'warm' from the second time on, 'miss' never; 'none': it does not ask a cache. */
  readonly cache: 'warm' | 'miss' | 'none';
  /** Sends it, and returns the answer that is checked. It may await several, one after the other. */
  readonly send: (request: Send<Data, Env>) => Sent;
  /** What must be true of the answer, by what is shown in the report. A check that throws has failed. */
  readonly check?: Readonly<Record<string, (answer: Answer, request: Send<Data, Env>) => boolean>>;
  /** Whether a wrong answer is the right one to another request: then a cache mixes them up. */
  readonly isOfAnother?: (answer: Answer, request: Send<Data, Env>) => boolean;
  /** Statuses that are no failure; 200 when left out. */
  readonly expect?: number | readonly number[];
  /** Limits of its own, where they differ from those of the profile; LIMITS counts for more. */
  readonly limits?: Limits;
  /** It needs what `setup` finds: the profile cold-start, which asks nothing before its load, sends others instead. */
  readonly needsSetup?: boolean;
}

/** A variable that the user of a journey may set, beside those of poolproof. */
export interface Variable<Value = unknown> {
  /** What it is for, in one line. */
  readonly about: string;
  /** What it is when it is not set; left out: it must be set. */
  readonly fallback?: string;
  /** The value, or undefined where the text is not allowed; the text itself when left out. */
  readonly parse?: (text: string) => Value | undefined;
  /** What may be given, with an example; closes the line that refuses a bad value. */
  readonly allowed?: string;
  /** 'all': its value is never shown; 'url': a password and the values of a query in it are not. */
  readonly secret?: 'url' | 'all';
}

/** The values of variables, by their names. */
export type ValuesOf<Variables> = {
  readonly [Name in keyof Variables]: Variables[Name] extends { readonly parse: (text: string) => infer Value }
    ? Exclude<Value, undefined>
    : string;
};

/** What users of an API do. */
export interface Journey<Data, Variables> {
  /** What can be set for this journey, by name; checked before anything is sent. */
  readonly variables?: Variables;
  /** Once, before the load: logs in, finds out what there is to ask for, warms the cache. */
  readonly setup?: (setup: Setup<ValuesOf<Variables>>) => Data | Promise<Data>;
  /** A path that answers with 200 as soon as the API is up: `make ab` waits for it when it starts one. */
  readonly ready?: (env: ValuesOf<Variables>) => string;
  /** By the names that figures, rules and the report have for them. */
  readonly requests: Readonly<Record<string, Request<Data, ValuesOf<Variables>>>>;
}

/** A journey, as it is: for its types. `export default journey({ … })` */
export function journey<
  // biome-ignore lint/complexity/noBannedTypes: the variables of a journey that has none
  const Variables extends Readonly<Record<string, Variable>> = {},
  Data = undefined,
>(definition: Journey<Data, Variables>): Journey<Data, Variables> {
  return definition;
}
