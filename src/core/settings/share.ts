import type { Environment } from './variable.ts';

/** Which of several processes that share a run this one is. */
export interface Share {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** More would cost each other more to watch than they load. */
export const MOST_SHARES = 1_000;

/** Reads `2/4`; undefined for what is none. */
export function parseShare(text: string): Share | undefined {
  const [, number, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  return shareOf(Number(number), Number(of));
}

/**
 * The share of a process by where it runs: by its index in an Indexed Job of Kubernetes, which counts from 0, or by the number
 * at the end of its pod's name, as the k6 operator names them, which counts from 1. Undefined where neither tells: the names of
 * other machines end in numbers too.
 */
export function shareByPlace(
  of: number,
  { JOB_COMPLETION_INDEX, KUBERNETES_SERVICE_HOST, HOSTNAME }: Environment,
): Share | undefined {
  if (JOB_COMPLETION_INDEX) return shareOf(Number(JOB_COMPLETION_INDEX) + 1, of);
  return KUBERNETES_SERVICE_HOST ? shareOf(Number(/-(\d+)$/.exec(HOSTNAME ?? '')?.[1]), of) : undefined;
}

/** Whether where a process runs says which share it has, be it one that there is or not. */
export function hasPlace({ JOB_COMPLETION_INDEX, KUBERNETES_SERVICE_HOST, HOSTNAME = '' }: Environment): boolean {
  return Boolean(JOB_COMPLETION_INDEX || (KUBERNETES_SERVICE_HOST && /-\d+$/.test(HOSTNAME)));
}

/** A share as k6's options have it: a segment of the run, among as many of the same size. */
export function segmentOf({ number, of }: Share) {
  return {
    executionSegment: `${number - 1}/${of}:${number}/${of}`,
    executionSegmentSequence: Array.from({ length: of + 1 }, (_, index) => `${index}/${of}`).join(),
  };
}

/**
 * Why a profile cannot be shared, in words; undefined where it can.
 *
 * @param limits of the profile, as far as it matters
 */
export function whyNotShared(
  profile: string,
  { needs = [], stops = [] }: { readonly needs?: readonly string[]; readonly stops?: readonly unknown[] },
): string | undefined {
  if (needs.includes('redis-control')) return `${profile} takes Redis away, at a moment that one process knows`;
  return stops.length > 0 ? `${profile} ends when it finds an edge, which each process would do by itself` : undefined;
}

function shareOf(number: number, of: number): Share | undefined {
  return number >= 1 && number <= of && of <= MOST_SHARES ? { number, of } : undefined;
}
