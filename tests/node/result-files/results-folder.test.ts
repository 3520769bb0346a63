import { existsSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { createResultsFolder, pointLatestTo, removeIfEmpty } from '../../../src/node/result-files/results-folder.ts';

test('a run that came to nothing leaves no folder, and latest where it was', () => {
  const results = mkdtempSync(join(tmpdir(), 'poolproof-results-'));
  try {
    const create = () => createResultsFolder(results, 'load', new Date(0), { isLatest: false });
    const first = create();
    pointLatestTo(first);
    const second = create();
    removeIfEmpty(second);
    expect(existsSync(second)).toBe(false);
    expect(readlinkSync(join(results, 'latest'))).toBe(basename(first));
    const third = create();
    writeFileSync(join(third, 'api.log'), 'port taken');
    removeIfEmpty(third);
    expect(existsSync(third)).toBe(true);
  } finally {
    rmSync(results, { recursive: true });
  }
});
