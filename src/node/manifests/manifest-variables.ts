import { wholeNumber } from '../../core/settings/parsers.ts';
import { MOST_SHARES } from '../../core/settings/share.ts';
import type { Variable } from '../../core/settings/variable.ts';

/** What only `make manifests` is told. */
export const MANIFEST_VARIABLES = {
  profile: {
    name: 'PROFILE',
    about: 'the profile that the pods run',
    fallback: 'load',
    allowed: 'give the name of a profile, such as PROFILE=load',
    parse: (text: string) => text,
  },
  shares: {
    name: 'SHARES',
    about: 'how many pods share the load',
    fallback: '4',
    allowed: `give a whole number from 1 to ${MOST_SHARES}, such as SHARES=4`,
    parse: wholeNumber(1, MOST_SHARES),
  },
  image: {
    name: 'IMAGE',
    about: 'image of poolproof for the Job, as deploy/Dockerfile makes it',
    fallback: 'poolproof:latest',
    allowed: 'give the name of an image, such as IMAGE=registry.example.com/poolproof:1',
    parse: imageName,
  },
  k6Image: {
    name: 'K6_IMAGE',
    about: 'image of k6 for the operator; with REDIS_URL one that has k6/x/redis',
    fallback: '',
    allowed: 'give the name of an image, such as K6_IMAGE=grafana/k6:2.2.0',
    parse: (text: string) => (text === '' ? '' : imageName(text)),
  },
  claim: {
    name: 'RESULTS_CLAIM',
    about: 'PersistentVolumeClaim that keeps the results of the Job; they go with their pods when this is not set',
    fallback: '',
    allowed: 'give the name of a claim, such as RESULTS_CLAIM=poolproof-results',
    parse: (text: string) => (/^[a-z0-9.-]{0,253}$/.test(text) ? text : undefined),
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

function imageName(text: string): string | undefined {
  return /^[\w.:/@-]{1,255}$/.test(text) ? text : undefined;
}
