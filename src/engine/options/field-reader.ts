import { formatDurationMs } from '../../core/units/duration.ts';
import { parseOptionDurationMs } from './parse-option-duration.ts';

const SHORTEST_DURATION_MS = 1_000;
const DEFAULT_MAX_DURATION_MS = 600_000;

/** Reads the fields of an object that a script gave as option, and collects all that is wrong with it. */
export class FieldReader {
  readonly problems: string[];
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #known = new Set<string>();

  constructor(fields: Readonly<Record<string, unknown>>, path = '', problems: string[] = []) {
    this.#fields = fields;
    this.#path = path;
    this.problems = problems;
  }

  /** Adds a problem unless the condition holds. */
  require(condition: boolean, problem: string): void {
    if (!condition) this.problems.push(problem);
  }

  /** Undefined when the field is missing or null. */
  raw(name: string): unknown {
    this.#known.add(name);
    return this.#fields[name] ?? undefined;
  }

  integer(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    return this.#mistyped(name, value, 'a whole number');
  }

  string(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'string') return value;
    return this.#mistyped(name, value, 'a string');
  }

  boolean(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.#mistyped(name, value, 'true or false');
  }

  /** Milliseconds of a string such as `1m30s`, or of a number of milliseconds. */
  durationMs(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'number') return value;
    const durationMs = typeof value === 'string' ? parseOptionDurationMs(value) : undefined;
    return durationMs ?? this.#mistyped(name, value, 'a duration such as "30s", or milliseconds as a number');
  }

  /** A duration of at least 1 s that must be given. */
  requiredDurationMs(name: string): number {
    const hadProblems = this.problems.length;
    const durationMs = this.durationMs(name);
    if (durationMs === undefined) {
      this.require(this.problems.length > hadProblems, `the ${name} is unspecified`);
      return SHORTEST_DURATION_MS;
    }
    this.#requireLength(name, durationMs);
    return durationMs;
  }

  /** `maxDuration`, 10 minutes unless it is given. */
  maxDurationMs(): number {
    const durationMs = this.durationMs('maxDuration') ?? DEFAULT_MAX_DURATION_MS;
    this.#requireLength('maxDuration', durationMs);
    return durationMs;
  }

  /** An object whose values are strings. */
  strings(name: string): Record<string, string> | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (isRecord(value) && Object.values(value).every((item): item is string => typeof item === 'string')) {
      return { ...value } as Record<string, string>;
    }
    return this.#mistyped(name, value, 'an object whose values are strings');
  }

  /** A list of strings. */
  stringList(name: string): string[] | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return [...value];
    return this.#mistyped(name, value, 'a list of strings');
  }

  /** A reader for each object of a list. */
  records(name: string): FieldReader[] | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every(isRecord)) {
      return value.map((item, index) => new FieldReader(item, `${this.#path}${name}[${index}].`, this.problems));
    }
    return this.#mistyped(name, value, 'a list of objects');
  }

  /** Names of fields that nobody has read. */
  unknownFields(): string[] {
    return Object.keys(this.#fields).filter((name) => !this.#known.has(name));
  }

  #requireLength(name: string, durationMs: number): void {
    this.require(
      durationMs >= SHORTEST_DURATION_MS,
      `the ${name} must be at least ${formatDurationMs(SHORTEST_DURATION_MS)}, but is ${formatDurationMs(durationMs)}`,
    );
  }

  #mistyped(name: string, value: unknown, expected: string): undefined {
    this.problems.push(`${this.#path}${name} must be ${expected}, but is ${JSON.stringify(value)}`);
  }
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
