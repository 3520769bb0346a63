import { memoryNeededMb } from '../engines/assert-room.ts';
import type { Engine } from '../engines/engine.ts';

/** What the pods of a load are to be, whatever starts them. */
export interface PodPlan {
  readonly profile: string;
  /** How many pods share the load. */
  readonly shares: number;
  /** Variables that may be read by everybody. */
  readonly plain: readonly EnvironmentEntry[];
  /** Whether there is a Secret with the others. */
  readonly hasSecret: boolean;
  /** That a pod needs. */
  readonly vus: number;
  /** A journey of the user's, for a ConfigMap; undefined where the image has what is sent. */
  readonly journey: { readonly file: string; readonly text: string } | undefined;
  /** What the pods of the Job run. */
  readonly engine: Engine['name'];
}

export interface EnvironmentEntry {
  readonly name: string;
  readonly value: string;
}

/** Of all that belongs to a load. */
export function nameOf({ profile }: Pick<PodPlan, 'profile'>): string {
  return `poolproof-${profile}`;
}

/** The script for the pods of the k6 operator, as the ConfigMap calls it. */
export function bundleFileOf({ profile }: Pick<PodPlan, 'profile'>): string {
  return `${profile}.js`;
}

/** Of the ConfigMap that holds the journey. */
export function journeyNameOf(plan: Pick<PodPlan, 'profile'>): string {
  return `${nameOf(plan)}-journey`;
}

/** The environment of a container, and where the rest of it comes from. */
export function environmentOf(plan: PodPlan, own: Readonly<Record<string, string>>) {
  const entries = [...plan.plain, ...Object.entries(own).map(([name, value]) => ({ name, value }))];
  return { env: entries, ...(plan.hasSecret && { envFrom: [{ secretRef: { name: nameOf(plan) } }] }) };
}

/** Of the command around an engine. */
export const COMMAND_MB = 128;

/**
 * A core for each: a load generator that has to wait for one measures itself. An API that answers late costs more memory than one
 * that does not.
 */
export function resourcesOf({ vus }: PodPlan, engine: Engine['name'], besidesMb = 0) {
  const neededMb = memoryNeededMb(engine, vus) + besidesMb;
  return { requests: { cpu: '1', memory: inMi(neededMb) }, limits: { memory: inMi(2 * neededMb) } };
}

function inMi(mb: number): string {
  return `${Math.ceil(mb / 64) * 64}Mi`;
}
