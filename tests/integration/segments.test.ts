import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/core/result/report.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ROOMY_BUNDLES } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand } from '../helpers/run-poolproof.ts';

const COMMANDS = { k6: ['k6'], embedded: [process.execPath, 'dist/engine/engine.cjs'] } as const;
const SEQUENCE = '0,1/4,1/2,3/4,1';
const SEGMENTS = ['0:1/4', '1/4:1/2', '1/2:3/4', '3/4:1'];

test.each(ENGINES)(
  'four processes of %s with a segment each send the plan together, and each is healthy by its share',
  async (engine) => {
    const [program, ...before] = COMMANDS[engine];
    const api = await serveFlagApi(healthyApi);
    const folder = mkdtempSync(join(tmpdir(), 'poolproof-segments-'));
    const flags = ['-e', `BASE_URL=${api.url}`, '-e', 'RATE=40', '-e', 'DURATION=2s'];
    const reports = await Promise.all(
      SEGMENTS.map(async (segment, index) => {
        const file = join(folder, `report-${index}.json`);
        const env = { K6_EXECUTION_SEGMENT: segment, K6_EXECUTION_SEGMENT_SEQUENCE: SEQUENCE };
        const args = ['run', '-q', ...flags, '-e', `REPORT_FILE=${file}`, `${ROOMY_BUNDLES}/load.js`];
        const { exitCode, output } = await runCommand(program, [...before, ...args], env);
        expect(exitCode, output).toBe(0);
        return (JSON.parse(readFileSync(file, 'utf8')) as { report: Report }).report;
      }),
    );
    expect(reports.map(({ verdict }) => verdict.status)).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
    const planned = reports.map(({ requests }) => requests.plannedRequests);
    expect(planned.reduce((sum, each) => sum + each, 0)).toBe(80);
    expect(Math.max(...planned) - Math.min(...planned)).toBeLessThanOrEqual(3);
    // Each of the three scenarios may send one more at its very end.
    const sent = reports.reduce((sum, { requests }) => sum + requests.requests, 0);
    expect(sent).toBeGreaterThanOrEqual(80);
    expect(sent).toBeLessThanOrEqual(83);
  },
);
