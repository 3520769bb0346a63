import type { RunningVu } from '../executors/scenario.ts';
import type { Tags } from '../metrics/metric-types.ts';
import type { Script } from '../script/script.ts';
import type { TestRun } from '../test-run.ts';
import { ActiveVu } from './active-vu.ts';
import type { ActiveScenario } from './scenario-position.ts';
import { VirtualUser } from './virtual-user.ts';

/** The VUs of a test run. Scenarios take them and give them back; those that do not overlap use the same VUs. */
export class VuPool {
  readonly #run: TestRun;
  readonly #script: Script;
  readonly #env: Tags;
  readonly #all: VirtualUser[] = [];
  readonly #idle: VirtualUser[] = [];
  readonly #waiting: ((vu: VirtualUser) => void)[] = [];
  readonly #iterations = new Map<VirtualUser, Map<ActiveScenario, number>>();

  constructor(run: TestRun, script: Script, env: Tags) {
    this.#run = run;
    this.#script = script;
    this.#env = env;
  }

  /** Initializes so many VUs, one after the other. */
  async fill(count: number): Promise<void> {
    for (let made = 0; made < count && !this.#run.signal.aborted; made++) this.#idle.push(await this.#create());
  }

  /** Takes an idle VU, or the next one that is given back. */
  async acquire(scenario: ActiveScenario, isActiveWhile: 'acquired' | 'iterating'): Promise<RunningVu> {
    const vu = this.#idle.shift() ?? (await new Promise<VirtualUser>((resolve) => this.#waiting.push(resolve)));
    return this.#activate(vu, scenario, isActiveWhile);
  }

  /** Initializes one more VU for a scenario, while the test runs. */
  async grow(scenario: ActiveScenario): Promise<RunningVu> {
    return this.#activate(await this.#create(), scenario, 'iterating');
  }

  dispose(): void {
    for (const vu of this.#all) vu.dispose();
  }

  async #create(): Promise<VirtualUser> {
    const vu = new VirtualUser(this.#all.length + 1, this.#run, this.#env);
    this.#all.push(vu);
    await vu.initialize(this.#script);
    this.#run.counts.initializedVus++;
    return vu;
  }

  #activate(vu: VirtualUser, scenario: ActiveScenario, isActiveWhile: 'acquired' | 'iterating'): RunningVu {
    const iterations = this.#iterations.get(vu) ?? new Map<ActiveScenario, number>();
    this.#iterations.set(vu, iterations);
    const giveBack = () => {
      iterations.set(scenario, active.iterationsInScenario);
      const next = this.#waiting.shift();
      if (next) next(vu);
      else this.#idle.push(vu);
    };
    const active = new ActiveVu(vu, scenario, {
      iterationsBefore: iterations.get(scenario) ?? 0,
      isActiveWhile,
      giveBack,
    });
    return active;
  }
}
