import { setField } from '../../core/records/named-fields.ts';
import type { MetricName, Tags } from '../metrics/metric-types.ts';
import type { CheckTarget, InternedTagSet } from '../metrics/tag-sets.ts';
import type { RunOptions } from '../options/run-options.ts';
import type { TestRun } from '../test-run.ts';
import { BlockingCalls } from './blocking-calls.ts';
import { type Begin, Execution, type Outcome } from './execution.ts';
import type { GoError } from './go-error.ts';
import type { ScenarioPosition } from './scenario-position.ts';
import type { VuContext } from './vu-context.ts';
import { VuTimers } from './vu-timers.ts';

/** The exports of one instance of a script: name to a function that reads the current value. */
export type ScriptExports = Readonly<Record<string, () => unknown>>;

/** What virtual users run. */
export interface Program {
  /** Runs the script's top level for one VU. Rejects with what it throws. */
  instantiate(vu: VirtualUser): Promise<ScriptExports>;
}

const BYTES = ['data_sent', 'data_received'];
const ITERATION = [...BYTES, 'iteration_duration', 'iterations'];

/** A virtual user: one instance of the script's modules, and what its code does at the moment. */
export class VirtualUser implements VuContext {
  readonly id: number;
  readonly run: TestRun;
  stage: VuContext['stage'] = 'init';
  /** `__ENV`: the script may change it. */
  readonly env: Record<string, string>;
  /** What `__ITER` reads. */
  readonly state: { iteration: number | undefined } = { iteration: undefined };
  readonly timers: VuTimers;
  readonly blockingCalls: BlockingCalls;
  /** Tags that the script set through `exec.vu.metrics.tags`, over those of the scenario. */
  tags: Tags = {};
  /** Where the VU stands in a scenario; undefined outside of iterations. */
  position: ScenarioPosition | undefined;
  exports: ScriptExports = {};
  /** The `Math` of this VU, whose `random` can be seeded. */
  math: Math = Math;
  #metadata: object | undefined;
  readonly #baseEnv: Tags;
  /** What {@link env} holds. */
  readonly #env: Record<string, string>;
  readonly #iterationStartListeners: (() => void)[] = [];
  readonly #disposers: (() => void)[] = [];
  #groupPath = '';
  #baseTagSet: InternedTagSet;
  #tagSet: InternedTagSet;
  #execution: Execution | undefined;
  #refusal: GoError | undefined;
  #sentBytes = 0;
  #receivedBytes = 0;
  #setupData: { readonly value: unknown } | undefined;

  constructor(id: number, run: TestRun, env: Tags) {
    this.id = id;
    this.run = run;
    this.#baseEnv = env;
    // As in k6: whatever the script puts in, strings come out.
    this.#env = { ...env };
    this.env = new Proxy(this.#env, {
      set: (target, name, value) => {
        setField(target, String(name), String(value));
        return true;
      },
    });
    this.timers = new VuTimers(
      run.clock,
      () => this.#execution,
      (message) => this.log('warning', message),
    );
    this.blockingCalls = new BlockingCalls(run.callPlaces, this.refuse);
    this.#baseTagSet = run.tagSets.of({});
    this.#tagSet = this.#baseTagSet;
  }

  /** What the script puts into `exec.vu.metrics.metadata`. */
  get metadata(): object {
    this.#metadata ??= {};
    return this.#metadata;
  }

  get options(): RunOptions | undefined {
    return this.run.options;
  }

  /** The path of the group that the code is in, such as `::outer::inner`. */
  get groupPath(): string {
    return this.#groupPath;
  }

  set groupPath(path: string) {
    this.#groupPath = path;
    this.#enterGroup();
  }

  /** Runs the init code. Rejects with what it throws. */
  async initialize(program: Program): Promise<void> {
    this.exports = await program.instantiate(this);
    this.blockingCalls.close();
    const refusal = this.takeRefusal();
    if (refusal !== undefined) throw refusal;
  }

  /** Prepares for a part of the test. Scenario tags and environment replace those of the scenario before. */
  activate(stage: VuContext['stage'], tags: Tags, env: Tags = {}, groupPath = ''): void {
    this.stage = stage;
    this.tags = { ...this.options?.tags, ...tags };
    for (const name of Object.keys(this.#env)) if (!Object.hasOwn(this.#baseEnv, name)) delete this.#env[name];
    for (const [name, value] of Object.entries({ ...this.#baseEnv, ...env })) setField(this.#env, name, value);
    this.#groupPath = groupPath;
    this.refreshTags();
  }

  /** To be called when {@link tags} changed. */
  refreshTags(): void {
    this.#baseTagSet = this.run.tagSets.of(this.#withoutDisabledTags(this.tags));
    this.#enterGroup();
  }

  tagSet(extra?: Tags): InternedTagSet {
    return extra ? this.run.tagSets.overlay(this.#tagSet, this.#withoutDisabledTags(extra)) : this.#tagSet;
  }

  emit(metric: MetricName, value: number, tags: InternedTagSet): void {
    // What an interrupted iteration left behind counts no more.
    if (!this.#execution?.isOver) this.run.registry.add(metric, value, tags);
  }

  emitAll(metrics: readonly MetricName[], values: readonly number[], tags: InternedTagSet): void {
    if (!this.#execution?.isOver) this.run.registry.addAll(metrics, values, tags);
  }

  /** Samples one check, for the metric and for the tree of groups in the summary. */
  emitCheck(name: string, hasPassed: boolean, extra?: Tags): void {
    if (this.#execution?.isOver) return;
    const { tags, summary } = extra ? this.#checkTarget(name, extra) : this.#usualCheckTarget(name);
    this.run.registry.add('checks', hasPassed ? 1 : 0, tags);
    if (summary === undefined) return;
    if (hasPassed) summary.passes++;
    else summary.fails++;
  }

  #usualCheckTarget(name: string): CheckTarget {
    this.#tagSet.checks ??= new Map();
    const { checks } = this.#tagSet;
    let target = checks.get(name);
    if (target === undefined) {
      target = this.#checkTarget(name);
      checks.set(name, target);
    }
    return target;
  }

  #checkTarget(name: string, extra?: Tags): CheckTarget {
    const tags = this.tagSet({ ...extra, check: name });
    const { check, group = '' } = tags.tags;
    return { tags, summary: check === undefined ? undefined : this.run.checkTree.checkIn(group, name) };
  }

  /** Samples the time that a group took. */
  emitGroup(durationMs: number, tags: InternedTagSet): void {
    this.emit('group_duration', durationMs, tags);
    // A group without a name has no place of its own.
    if (!this.#execution?.isOver && !tags.tags.group?.endsWith('::'))
      this.run.checkTree.addGroup(tags.tags.group ?? '');
  }

  countBytes(sent: number, received: number): void {
    this.#sentBytes += sent;
    this.#receivedBytes += received;
  }

  log(level: 'debug' | 'info' | 'warning' | 'error', message: string, fields?: Tags): void {
    this.run.log(level, message, fields);
  }

  track<T>(begin: Begin<T>): Promise<T> {
    return new Promise((resolve, reject) => this.#begin(begin, resolve, reject, false));
  }

  block<T>(name: string, begin: Begin<T>): Promise<T> {
    return this.blockingCalls.start<T>(name, (resolve, reject) => this.#begin(begin, resolve, reject, true));
  }

  readonly refuse = (error: GoError): void => {
    this.#refusal ??= error;
  };

  /** Why the run cannot go on: the first error that was refused since this was asked for the last time. */
  takeRefusal(): GoError | undefined {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    return refusal;
  }

  onDispose(close: () => void): void {
    this.#disposers.push(close);
  }

  onIterationStart(reset: () => void): void {
    this.#iterationStartListeners.push(reset);
  }

  /** The VU's own copy of what setup() returned; it lives as long as the VU. */
  get setupData(): unknown {
    const json = this.run.setupDataJson;
    this.#setupData ??= { value: json === undefined ? undefined : JSON.parse(json) };
    return this.#setupData.value;
  }

  /** Calls an exported function, and `onEnd` when all is over that it sets going. */
  call(exportName: string, argument: unknown, onEnd: (outcome: Outcome) => void): void {
    for (const reset of this.#iterationStartListeners) reset();
    const callable = this.exports[exportName]?.();
    this.#execution = new Execution(
      () => (typeof callable === 'function' ? callable(argument) : undefined),
      (outcome) => {
        this.blockingCalls.close();
        onEnd(outcome);
      },
      () => this.blockingCalls.assertNoneLeft(),
    );
    this.#execution.begin();
  }

  /** Ends what the VU is doing now. */
  interrupt(): void {
    this.#execution?.interrupt();
  }

  /** Ends what the VU is doing now as if it had thrown. */
  endCall(error: unknown): void {
    this.#execution?.fail(error);
  }

  /** Emits what is sampled at the end of an iteration, setup() or teardown(): the bytes. */
  closeCall(): void {
    this.#emitAtEnd(BYTES, [this.#sentBytes, this.#receivedBytes]);
  }

  /** Emits what is sampled at the end of an iteration that was not interrupted. */
  closeIteration(durationMs: number): void {
    this.#emitAtEnd(ITERATION, [this.#sentBytes, this.#receivedBytes, durationMs, 1]);
  }

  #emitAtEnd(metrics: readonly MetricName[], values: readonly number[]): void {
    this.run.registry.addAll(metrics, values, this.#tagSet);
    this.#sentBytes = 0;
    this.#receivedBytes = 0;
  }

  /** Closes connections; the VU runs nothing any more. */
  dispose(): void {
    this.interrupt();
    for (const close of this.#disposers.splice(0)) close();
  }

  #begin<T>(begin: Begin<T>, resolve: (value: T) => void, reject: (error: unknown) => void, isBlocking: boolean): void {
    // Init code is no part of an execution.
    if (this.#execution === undefined) begin(resolve, reject);
    else this.#execution.run(begin, resolve, reject, isBlocking);
  }

  #enterGroup(): void {
    const tags = this.#withoutDisabledTags({ group: this.#groupPath });
    this.#tagSet = this.run.tagSets.overlay(this.#baseTagSet, tags);
  }

  #withoutDisabledTags(tags: Tags): Tags {
    const disabled = this.options?.disabledSystemTags;
    if (!disabled || disabled.size === 0) return tags;
    return Object.fromEntries(Object.entries(tags).filter(([name]) => !disabled.has(name)));
  }
}
