import { durationMs, oneOf, wholeNumber, yesOrNo } from '../../core/settings/parsers.ts';
import type { Variable } from '../../core/settings/variable.ts';
import { parseLoadZones } from './load-zones.ts';

/** What Grafana Cloud k6 is told of a run, beside the load itself. */
export const CLOUD_VARIABLES = {
  cloud: {
    name: 'CLOUD',
    fallback: '',
    allowed: 'give results, or nothing',
    parse: (text: string) => (text === '' ? '' : oneOf('results')(text)),
  },
  cloudProject: {
    name: 'CLOUD_PROJECT',
    fallback: '',
    allowed: 'give the id of a project, such as CLOUD_PROJECT=123; k6 cloud project list shows them',
    parse: (text: string) => (text === '' ? 0 : wholeNumber(1, Number.MAX_SAFE_INTEGER)(text)),
  },
  loadZones: {
    name: 'CLOUD_LOAD_ZONES',
    fallback: '',
    allowed:
      'give zones separated by commas, with whole percentages that make 100 or with none, such as CLOUD_LOAD_ZONES=amazon:us:ashburn=60,amazon:de:frankfurt=40; k6 cloud load-zone list shows them',
    parse: parseLoadZones,
  },
  staticIps: {
    name: 'CLOUD_STATIC_IPS',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  cloudNote: {
    name: 'CLOUD_NOTE',
    fallback: '',
    allowed: 'give a text of up to 500 characters',
    parse: (text: string) => (text.length <= 500 ? text : undefined),
  },
  cloudPatienceMs: {
    name: 'CLOUD_PATIENCE',
    fallback: '5m',
    allowed: 'give a time with its unit from 1s to 1h, such as CLOUD_PATIENCE=5m',
    parse: durationMs(1_000, 3_600_000),
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;
