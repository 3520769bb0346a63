import type { Series, TrafficSeries } from './series.ts';
import { MOST_POINTS } from './series-recorder.ts';

/** Buckets for all times from a microsecond to a day, and room to spare. */
const BUCKETS = { min: -1_000, max: 3_000 };
const MOST_COUNT = 1e9;
const LONGEST_INTERVAL_MS = 86_400_000;

/** What is wrong with a series that somebody else wrote; undefined when it is sound. */
export function seriesProblem({ points, intervalMs, api, scenarios, observed }: Series): string | undefined {
  if (!isWhole(points, 0, MOST_POINTS))
    return `/series/points is ${points}, expected a whole number up to ${MOST_POINTS}`;
  if (!isWhole(intervalMs, 1, LONGEST_INTERVAL_MS))
    return `/series/intervalMs is ${intervalMs}, expected 1 to ${LONGEST_INTERVAL_MS}`;
  const lists: [path: string, values: readonly unknown[]][] = [
    ...listsOf('/series/api', api),
    ...Object.entries(scenarios).flatMap(([name, traffic]): [string, readonly unknown[]][] => [
      ...listsOf(`/series/scenarios/${name}`, traffic),
      [`/series/scenarios/${name}/histograms`, traffic.histograms],
    ]),
    ...Object.entries(observed).map(([metric, values]): [string, readonly unknown[]] => [
      `/series/observed/${metric}`,
      values,
    ]),
  ];
  const wrong = lists.find(([, values]) => values.length !== points);
  if (wrong !== undefined) return `${wrong[0]} has ${wrong[1].length} values, and /series/points is ${points}`;
  const isOdd = Object.values(scenarios).some(({ histograms }) => !histograms.every(isSoundHistogram));
  return isOdd ? '/series/scenarios has a histogram of times that no request takes' : undefined;
}

function listsOf(path: string, traffic: TrafficSeries): [path: string, values: readonly unknown[]][] {
  const { planned, requests, failed, dropped, inFlight, errors, latencyMs } = traffic;
  return [
    ...Object.entries({ planned, requests, failed, dropped, inFlight }),
    ...Object.entries(errors),
    ...Object.entries(latencyMs),
  ].map(([name, values]) => [`${path}/${name}`, values]);
}

function isSoundHistogram(histogram: Readonly<Record<string, number>>): boolean {
  return Object.entries(histogram).every(
    ([bucket, count]) => isWhole(Number(bucket), BUCKETS.min, BUCKETS.max) && isWhole(count, 0, MOST_COUNT),
  );
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
