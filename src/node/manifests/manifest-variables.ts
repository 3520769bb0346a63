import { wholeNumber } from '../../core/settings/parsers.ts';
import { MOST_SHARES } from '../../core/settings/share.ts';
import type { Variable } from '../../core/settings/variable.ts';

/** What only `make manifests` is told. */
export const MANIFEST_VARIABLES = {
  profile: {
    name: 'PROFILE',
    fallback: 'load',
    allowed: 'give the name of a profile, such as PROFILE=load',
    parse: (text: string) => text,
  },
  shares: {
    name: 'SHARES',
    fallback: '4',
    allowed: `give a whole number from 1 to ${MOST_SHARES}, such as SHARES=4`,
    parse: wholeNumber(1, MOST_SHARES),
  },
  image: {
    name: 'IMAGE',
    fallback: 'poolproof:latest',
    allowed: 'give the name of an image, such as IMAGE=registry.example.com/poolproof:1',
    parse: imageName,
  },
  k6Image: {
    name: 'K6_IMAGE',
    fallback: '',
    allowed: 'give the name of an image, such as K6_IMAGE=grafana/k6:2.2.0',
    parse: (text: string) => (text === '' ? '' : imageName(text)),
  },
  claim: {
    name: 'RESULTS_CLAIM',
    fallback: '',
    allowed: 'give the name of a claim, such as RESULTS_CLAIM=poolproof-results',
    parse: (text: string) => (/^[a-z0-9.-]{0,253}$/.test(text) ? text : undefined),
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

function imageName(text: string): string | undefined {
  return /^[\w.:/@-]{1,255}$/.test(text) ? text : undefined;
}
