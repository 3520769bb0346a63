import type { Evidence, EvidenceName } from '../evidence/evidence.ts';
import type { LambdaEvidenceName } from '../lambda/lambda-evidence.ts';
import type { RedisOutcome } from '../redis/redis-outcome.ts';
import type { Topic } from '../summary/note-topics.ts';

export type Confidence = 'high' | 'medium' | 'low';

/** Numbers that findings rest on, by name: those of the load, and those of AWS. */
export type FactName = EvidenceName | LambdaEvidenceName;

/** A number that a finding rests on. */
export interface Fact<Name = FactName> {
  readonly name: Name;
  readonly value: number;
  readonly unit: 'ms' | 'bytes' | 'share' | 'count';
}

/** One cause that the evidence points to. `docs/findings.md#<id>` has more on it. */
export interface Finding<Name = FactName> {
  readonly id: string;
  /** What is wrong, in one sentence with its numbers. */
  readonly sentence: string;
  /** The numbers that it was found by. */
  readonly evidence: readonly Fact<Name>[];
  /** What to do next: a command to run, a setting to look at. */
  readonly next: string;
  /** high: nothing else looks like this. medium: something rarer might. low: by exclusion only. */
  readonly confidence: Confidence;
}

/** What was said in words, by the kind of failure: the text of an error of Redis; or whose connections and commands there were. */
export type Said = (about: RedisOutcome | Topic) => string | undefined;

/** A cause that can be found in evidence of some kind. */
export interface Cause<Known = Evidence> {
  readonly id: string;
  /** Findings that are its symptoms: they are left out where this cause was found. */
  readonly explains: readonly string[];
  /** Those of them that it cannot explain, by the evidence of this run. */
  readonly leaves?: (evidence: Known) => readonly string[];
  readonly next: string;
  /** What there is to say for it; undefined when the evidence does not point to it. */
  readonly find: (evidence: Known, said: Said) => Found<keyof Known> | undefined;
}

export interface Found<Name = EvidenceName> {
  readonly sentence: string;
  /** Where it depends on what was found. */
  readonly next?: string;
  readonly facts: readonly Name[];
  readonly confidence: Confidence;
}
