import { serveHttp } from './local-server.ts';

interface Buckets {
  readonly count: string;
  readonly scale: number;
  readonly positive: { readonly offset: number; readonly bucketCounts: readonly string[] };
}

interface DataPoint extends Partial<Buckets> {
  readonly timeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
  readonly asInt?: string;
  readonly asDouble?: number;
}

interface Metric {
  readonly name: string;
  readonly sum?: { readonly dataPoints: readonly DataPoint[] };
  readonly gauge?: { readonly dataPoints: readonly DataPoint[] };
  readonly exponentialHistogram?: { readonly dataPoints: readonly DataPoint[] };
}

/** Receives OTLP over HTTP in JSON, as a collector does. */
export async function receiveOtlp() {
  const requests: { readonly headers: Readonly<Record<string, unknown>>; readonly metrics: readonly Metric[] }[] = [];
  const url = await serveHttp(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    if (request.url !== '/v1/metrics' || request.headers['content-type'] !== 'application/json') {
      response.writeHead(404).end();
      return;
    }
    requests.push({
      headers: request.headers,
      metrics: JSON.parse(text).resourceMetrics[0].scopeMetrics[0].metrics,
    });
    response.end('{}');
  });
  /** The newest points of a metric in the last request. */
  const pointsOf = (name: string): readonly DataPoint[] => {
    const metric = requests.at(-1)?.metrics.find((sent) => sent.name === `poolproof.${name}`);
    const points = (metric?.sum ?? metric?.gauge ?? metric?.exponentialHistogram)?.dataPoints ?? [];
    return points.filter(({ timeUnixNano }) => timeUnixNano === points.at(-1)?.timeUnixNano);
  };
  return { url, requests, pointsOf };
}

/** A percentile as a receiver works it out: the middle of the bucket that has it. */
export function percentileOfBuckets({ count, scale, positive }: Buckets, q: number): number {
  const base = 2 ** (2 ** -scale);
  let passed = 0;
  const index = positive.bucketCounts.findIndex((bucket) => {
    passed += Number(bucket);
    return passed >= Math.ceil(q * Number(count));
  });
  return base ** (positive.offset + index + 0.5);
}
