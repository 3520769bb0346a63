import type { CacheMeters } from '../../core/lambda/cache-meters.ts';
import { MINUTE_MS } from '../../core/lambda/minutes.ts';
import type { LambdaName } from '../../core/lambda/parse-lambda-function.ts';
import type { Span } from '../../core/lambda/span.ts';
import { AwsError } from './ask-aws.ts';
import type { AwsClients } from './aws-clients.ts';
import {
  CACHE_METERS,
  LAMBDA_METERS,
  type Metered,
  meteredNode,
  meteredServerless,
  readMeters,
  SERVERLESS_METERS,
} from './meters.ts';
import { reservedOf } from './reserved-of.ts';

/** A node that is there has told its connections within this time. */
const LOOK_BACK_MS = 15 * MINUTE_MS;

/** The Redis behind a function, as the user names it. */
export interface NamedCache extends Pick<CacheMeters, 'nodes' | 'isAlone'> {
  /** Names of serverless caches. */
  readonly serverless: readonly string[];
}

/** A serverless cache whose meters were found. */
interface ServerlessCache {
  readonly name: string;
  readonly metered: Metered;
}

/** The Redis behind a function, as CloudWatch has it. */
interface MeteredCache extends Pick<CacheMeters, 'nodes' | 'isAlone'> {
  readonly serverless: readonly ServerlessCache[];
}

/** What may be read of the meters. */
export interface MeterAccess {
  readonly metered: Metered;
  /** How many environments there may be at a time; null where none are reserved. */
  readonly reservedConcurrency: number | null;
  readonly cache: MeteredCache | undefined;
}

/**
 * Makes sure before the load that the meters may be read, and that nodes and caches are there.
 *
 * @throws AwsError for what may not be asked, and for a node or a cache that is not there
 */
export async function accessMeters(
  aws: AwsClients,
  { name, functionName, qualifier }: LambdaName,
  cache: NamedCache | undefined,
): Promise<MeterAccess> {
  const { region } = aws;
  const metered: Metered = {
    namespace: 'AWS/Lambda',
    dimensions: {
      FunctionName: name,
      // What is called without a qualifier is $LATEST, and has no meters under that name.
      ...(qualifier !== null && qualifier !== '$LATEST' && { Resource: `${name}:${qualifier}` }),
    },
    what: `meters of the function ${name}`,
  };
  const endMs = Date.now();
  const span = { startMs: endMs - LOOK_BACK_MS, endMs };
  const [reservedConcurrency, serverless] = await Promise.all([
    reservedOf({ aws, functionArn: functionName, name }),
    Promise.all((cache?.serverless ?? []).map((name) => findServerless(aws, name, span))),
    readMeters(aws, metered, LAMBDA_METERS, span),
    ...(cache?.nodes ?? []).map(async (node) => {
      const points = await readMeters(aws, meteredNode(node), CACHE_METERS, span);
      if (points.length > 0) return;
      throw notFound(noNode(node), region);
    }),
  ]);
  return { metered, reservedConcurrency, cache: cache && { ...cache, serverless } };
}

async function findServerless(aws: AwsClients, name: string, span: Span): Promise<ServerlessCache> {
  for (const metered of meteredServerless(name)) {
    const points = await readMeters(aws, metered, SERVERLESS_METERS, span);
    if (points.length > 0) return { name, metered };
  }
  throw notFound(`ElastiCache Serverless cache ${name} with meters of the last 15 minutes`, aws.region);
}

function notFound(what: string, region: string): AwsError {
  return new AwsError({ name: 'ResourceNotFound', message: '' }, { action: 'cloudwatch:GetMetricData', what, region });
}

function noNode(node: string): string {
  return `ElastiCache node ${node} with meters of the last 15 minutes (ELASTICACHE_NODES takes nodes, such as staging-redis-001, not their group)`;
}
