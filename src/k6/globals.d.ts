// What k6 gives without an import and @types/k6 leaves out.
/** The parts of xk6-redis v0.4 that we use. Rejections are Go values, not Errors: read them with `String(reason)`. */
declare module 'k6/x/redis' {
  export class Client {
    /** Opens nothing yet; the first command does. Options are part of the URL: `?client_name=…&pool_size=1`. */
    constructor(url: string);
    /** @param expirationSeconds 0 for none */
    set(key: string, value: string | number | boolean, expirationSeconds?: number): Promise<string>;
    get(key: string): Promise<string>;
    del(...keys: string[]): Promise<number>;
    sendCommand(command: string, ...args: (string | number | boolean)[]): Promise<unknown>;
  }
}

/** Our page, or k6's remote library of that name: `K6_SUMMARY=remote` at build time chooses. */
declare module 'k6-summary' {
  export function textSummary(
    data: unknown,
    options: { indent?: string; enableColors?: boolean; report: object },
  ): string;
}

declare module 'lazy/layouts' {
  export default function load(): typeof import('./lazy/layouts.ts');
}

declare module 'lazy/observer' {
  export default function load(): typeof import('./lazy/observer.ts');
}

declare module 'lazy/over-limit' {
  export default function load(): typeof import('./lazy/over-limit.ts');
}

declare module 'lazy/preflight' {
  export default function load(): typeof import('./lazy/preflight.ts');
}

declare module 'lazy/profile-hooks' {
  export default function load(): typeof import('./lazy/profile-hooks.ts');
}

declare module 'lazy/profile-settings' {
  export default function load(): typeof import('./lazy/profile-settings.ts');
}

declare module 'lazy/request-params' {
  export default function load(): typeof import('./lazy/request-params.ts');
}

declare module 'lazy/return-watch' {
  export default function load(): typeof import('./lazy/return-watch.ts');
}

declare module 'lazy/slow-ms' {
  export default function load(): typeof import('./lazy/slow-ms.ts');
}

declare module 'lazy/tell-of-answer' {
  export default function load(): typeof import('./lazy/tell-of-answer.ts');
}

/** Makes the metrics of a group of the catalogue, in init code: functions that add a sample; see esbuild.plugins.mjs. */
declare module 'own-metrics' {
  type Catalogue = typeof import('../core/metrics/catalogue.ts').METRIC_GROUPS;
  interface Adders {
    readonly counter: import('k6/metrics').Counter['add'];
    readonly gauge: import('k6/metrics').Gauge['add'];
    readonly trend: import('k6/metrics').Trend['add'];
  }
  export type Group = keyof Catalogue;
  export type Metrics<G extends Group> = {
    readonly [Name in keyof Catalogue[G]]: Catalogue[G][Name] extends {
      readonly type: infer Type extends keyof Adders;
    }
      ? Adders[Type]
      : never;
  };
  export function makeMetrics<G extends Group>(group: G): Metrics<G>;
}

/** The journey that the load is made of: journeys/flags.ts, or the file that JOURNEY names. It is linked after the rest. */
declare module 'the-journey' {
  type Env = Readonly<Record<string, unknown>>;
  const journey: {
    readonly requests: Readonly<Record<string, import('./api/poolproof.ts').Request<unknown, Env>>>;
    readonly variables?: Readonly<Record<string, import('./api/poolproof.ts').Variable>>;
    readonly setup?: (setup: import('./api/poolproof.ts').Setup<Env>) => unknown;
  };
  export default journey;
  /** The name of its file. */
  export const journeyName: string;
}

/** The file in `thresholds/` that has the name of the scenario file being built. */
declare module 'profile-limits' {
  const limits: {
    readonly profile: string;
    /** What variables are when the user sets none, where it differs from the load profile. */
    readonly defaults?: Readonly<Record<string, string>>;
    /** Variables that must be set. */
    readonly requires?: readonly string[];
    /** Whether its scenarios are the requests of the journey. */
    readonly perRequest?: boolean;
    readonly rules: readonly object[];
    /** What ends the run when it is crossed. */
    readonly stops?: readonly object[];
  };
  export default limits;
}
