import { expect, test } from 'vitest';
import { maskUrl } from '../../../src/core/text/mask-url.ts';

test.each([
  ['redis://user:secret@host:6379/0', 'redis://***@host:6379/0'],
  ['rediss://:p%40ss@host', 'rediss://***@host'],
  ['https://me:a@b@host/path', 'https://***@host/path'],
  ['http://TOKEN@host', 'http://***@host'],
  ['http://user:S3CRET/pw@host', 'http://***@host'],
  ['http://user:S3?CR#ET@host/x', 'http://***@host/x'],
  ['http://host/a@b', 'http://host/a@b'],
  ['http://[::1]:80/a@b', 'http://[::1]:80/a@b'],
  ['redis://user:pa/ss@host:6379', 'redis://***@host:6379'],
  ['redis://user:p#a?s@s@host', 'redis://***@host'],
  ['redis://host:6379?password=secret&db=1', 'redis://host:6379?password=***&db=***'],
  ['redis://host:6379', 'redis://host:6379'],
  ['/flags?token=S3CRET&cohort={unique}&empty=', '/flags?token=***&cohort={unique}&empty='],
  ['/flags?S3CRET', '/flags?***'],
  ['/flags/{key}', '/flags/{key}'],
])('maskUrl() hides credentials only: %s', (url, masked) => {
  expect(maskUrl(url)).toBe(masked);
});
