import type { CacheMeterName } from '../../core/lambda/cache-meters.ts';
import type { LogKind } from '../../core/lambda/lambda-logs.ts';
import type { LambdaMeterName } from '../../core/lambda/lambda-meters.ts';
import type { Minute } from '../../core/lambda/minutes.ts';
import { lambdaRows } from '../../core/render/lambda-lines.ts';
import type { Result } from '../../core/result/result.ts';
import { formatMs } from '../../core/units/numbers.ts';
import { html, type Markup } from './markup.ts';
import { type Column, table } from './table.ts';

/** What AWS told of the function behind the API; null where it was not asked. */
export function lambdaSection(result: Result): Markup | null {
  const { lambda } = result;
  if (lambda === undefined) return null;
  const lines = lambdaRows(result).flatMap(([name, texts]) =>
    texts.map((text, index) => html`<li>${index === 0 ? html`<strong>${name}</strong> ` : null}${text}</li>`),
  );
  const kinds = Object.entries(lambda.logs?.kinds ?? {});
  return html`<section aria-labelledby="lambda"><h2 id="lambda">AWS Lambda</h2>
<ul class="lines">${lines}</ul>
${kinds.length === 0 ? null : table('Lines of the log, by what they tell. Times are UTC.', KINDS, kinds)}
${lambda.meters === undefined ? null : table(`${MINUTES} What others called the function for is in them.`, METERS, lambda.meters.minutes)}
${lambda.meters?.cache === undefined ? null : table(`Redis behind it. ${MINUTES}`, CACHE, lambda.meters.cache.minutes)}
</section>`;
}

const MINUTES = 'Minute by minute (UTC), as CloudWatch has nothing finer.';

const KINDS: readonly Column<readonly [string, LogKind]>[] = [
  { heading: 'Kind', cell: ([kind]) => kind.replaceAll('-', ' ') },
  { heading: 'Lines', cell: ([, { lines }]) => lines, isNumber: true },
  { heading: 'First', cell: ([, { firstAt }]) => clock(firstAt), isNumber: true },
  { heading: 'Last', cell: ([, { lastAt }]) => clock(lastAt), isNumber: true },
  { heading: 'Example', cell: ([, { example }]) => html`<code>${example}</code>` },
];

const METERS: readonly Column<Minute<LambdaMeterName>>[] = [
  { heading: 'Minute', cell: ({ at }) => at.slice(11, 16) },
  { heading: 'Invocations', cell: ({ invocations }) => shown(invocations), isNumber: true },
  { heading: 'Environments at most', cell: ({ concurrencyMax }) => shown(concurrencyMax), isNumber: true },
  { heading: 'Throttled', cell: ({ throttles }) => shown(throttles), isNumber: true },
  { heading: 'Errors', cell: ({ errors }) => shown(errors), isNumber: true },
  { heading: 'Mean duration', cell: ({ durationMeanMs }) => shownMs(durationMeanMs), isNumber: true },
  { heading: 'Longest', cell: ({ durationMaxMs }) => shownMs(durationMaxMs), isNumber: true },
];

const CACHE: readonly Column<Minute<CacheMeterName>>[] = [
  { heading: 'Minute', cell: ({ at }) => at.slice(11, 16) },
  { heading: 'Connections at most', cell: ({ connectionsMax }) => shown(connectionsMax), isNumber: true },
  { heading: 'Opened', cell: ({ newConnections }) => shown(newConnections), isNumber: true },
  { heading: 'Hits', cell: ({ hits }) => shown(hits), isNumber: true },
  { heading: 'Misses', cell: ({ misses }) => shown(misses), isNumber: true },
  { heading: 'Evicted', cell: ({ evictions }) => shown(evictions), isNumber: true },
  { heading: 'Keys', cell: ({ items }) => shown(items), isNumber: true },
  { heading: 'Engine CPU', cell: ({ engineCpuPercent }) => shown(engineCpuPercent, ' %'), isNumber: true },
];

function shown(value: number | null, unit = ''): string {
  return value === null ? '–' : `${Number(value.toFixed(1))}${unit}`;
}

function shownMs(value: number | null): string {
  return value === null ? '–' : formatMs(value);
}

function clock(at: string): string {
  return at.slice(11, 19);
}
