import type { GetMetricDataCommandOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { CacheMeterName } from '../../core/lambda/cache-meters.ts';
import type { LambdaMeterName } from '../../core/lambda/lambda-meters.ts';
import { type Join, type MeterPoint, MINUTE_MS } from '../../core/lambda/minutes.ts';
import type { ServerlessMeterName } from '../../core/lambda/serverless-meters.ts';
import type { Span } from '../../core/lambda/span.ts';
import { askAws } from './ask-aws.ts';
import type { AwsClients } from './aws-clients.ts';
import { GetMetricDataCommand } from './aws-sdk.ts';

/** A meter as CloudWatch calls it, and what is asked for of each minute. */
type Meter = readonly [metric: string, statistic: 'Sum' | 'Maximum' | 'Average', join: Join];

/** Meters of a function. */
export const LAMBDA_METERS: Readonly<Record<LambdaMeterName, Meter>> = {
  invocations: ['Invocations', 'Sum', 'sum'],
  errors: ['Errors', 'Sum', 'sum'],
  throttles: ['Throttles', 'Sum', 'sum'],
  concurrencyMax: ['ConcurrentExecutions', 'Maximum', 'max'],
  durationMeanMs: ['Duration', 'Average', 'max'],
  durationMaxMs: ['Duration', 'Maximum', 'max'],
};

/** Meters of each node of an ElastiCache. */
export const CACHE_METERS: Readonly<Record<CacheMeterName, Meter>> = {
  connectionsMax: ['CurrConnections', 'Maximum', 'sum'],
  newConnections: ['NewConnections', 'Sum', 'sum'],
  hits: ['CacheHits', 'Sum', 'sum'],
  misses: ['CacheMisses', 'Sum', 'sum'],
  evictions: ['Evictions', 'Sum', 'sum'],
  items: ['CurrItems', 'Maximum', 'sum'],
  engineCpuPercent: ['EngineCPUUtilization', 'Maximum', 'max'],
};

const { engineCpuPercent: _ofNodes, ...OF_ANY_CACHE } = CACHE_METERS;

/** Meters of a cache of ElastiCache Serverless. */
export const SERVERLESS_METERS: Readonly<Record<ServerlessMeterName, Meter>> = {
  ...OF_ANY_CACHE,
  throttled: ['ThrottledCmds', 'Sum', 'sum'],
  processingUnits: ['ElastiCacheProcessingUnits', 'Sum', 'sum'],
  hitRatePercent: ['CacheHitRate', 'Average', 'max'],
};

/** What CloudWatch is asked about, as its dimensions have it. */
export interface Metered {
  readonly namespace: 'AWS/Lambda' | 'AWS/ElastiCache';
  readonly dimensions: Readonly<Record<string, string>>;
  /** For the line that says why it could not be read. */
  readonly what: string;
}

/** Where CloudWatch has the meters of a node. */
export function meteredNode(node: string): Metered {
  const what = `meters of the ElastiCache node ${node}`;
  return { namespace: 'AWS/ElastiCache', dimensions: { CacheClusterId: node }, what };
}

/** Where CloudWatch may have the meters of a serverless cache: its documentation does not say under which name, and tools differ. */
export function meteredServerless(name: string): Metered[] {
  const what = `meters of the ElastiCache Serverless cache ${name}`;
  return ['clusterId', 'ServerlessCacheName'].map((dimension) => ({
    namespace: 'AWS/ElastiCache',
    dimensions: { [dimension]: name },
    what,
  }));
}

/**
 * Reads values of meters in a span of time.
 *
 * @throws AwsError when it may not be asked
 */
export async function readMeters<Name extends string>(
  { cloudWatch, region, abort }: AwsClients,
  { namespace, dimensions, what }: Metered,
  meters: Readonly<Record<Name, Meter>>,
  { startMs, endMs }: Span,
): Promise<MeterPoint<Name>[]> {
  const names = Object.keys(meters) as Name[];
  const queries = names.map((name, index): MetricDataQuery => {
    const [MetricName, Stat] = meters[name];
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: namespace, MetricName, Dimensions };
    return { Id: `m${index}`, MetricStat: { Metric, Period: MINUTE_MS / 1_000, Stat } };
  });
  const points: MeterPoint<Name>[] = [];
  let NextToken: string | undefined;
  do {
    const input = {
      MetricDataQueries: queries,
      StartTime: new Date(startMs),
      EndTime: new Date(endMs),
      ...(NextToken !== undefined && { NextToken }),
    };
    const page: GetMetricDataCommandOutput = await askAws({ action: 'cloudwatch:GetMetricData', what, region }, () =>
      cloudWatch.send(new GetMetricDataCommand(input), abort),
    );
    for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const name = names[Number(Id.slice(1))];
      if (name === undefined) continue;
      points.push(...Timestamps.map((at, index) => ({ name, atMs: at.getTime(), value: Values[index] ?? 0 })));
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return points;
}

/** How the values of a minute are joined, by the name of the meter. */
export function joinsOf<Name extends string>(meters: Readonly<Record<Name, Meter>>): Record<Name, Join> {
  const joins = Object.entries<Meter>(meters).map(([name, [, , join]]) => [name, join] as const);
  return Object.fromEntries(joins) as Record<Name, Join>;
}
