import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasOpenssl, makeCertificate } from '../helpers/certificate.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { runScript } from '../helpers/run-script.ts';
import { type Answer, answerOf, PRINT_SUMMARY } from './answer.ts';
import { hasRedis, type SharedServers, startScriptServers } from './servers.ts';
import { type ConformanceScript, readAnswerNames, readScripts } from './topics.ts';

// RECORD_ANSWERS=1 writes down what k6 answers, instead of comparing with it.
const isRecording = Boolean(process.env.RECORD_ANSWERS);
const SCRIPTS = readScripts();
// Iterations never start early; on a machine that does other things some start late, but not all.
const EARLY_MS = 40;
const LATE_MS = 800;
const FIRST_QUARTER_MS = 250;

let shared: SharedServers;

beforeAll(async () => {
  if (isRecording && !hasK6) throw new Error('Cannot record answers: k6 with k6/x/redis is not on PATH');
  const databases = ['--databases', '1000'];
  shared = {
    redis: hasRedis ? await startRedisServer(...databases) : undefined,
    locked: hasRedis ? await startRedisServer(...databases, '--requirepass', 'secret') : undefined,
    certificate: hasOpenssl ? makeCertificate() : undefined,
  };
});

afterAll(async () => {
  await shared.redis?.stop();
  await shared.locked?.stop();
  shared.certificate?.remove();
});

describe.concurrent('a script leads to the same', () => {
  for (const script of SCRIPTS) {
    const skip = (script.needsTls && !hasOpenssl) || (script.needsRedis && !hasRedis);
    // When iterations started was really measured, on a machine that may be busy.
    const retry = hasStarts(script) ? 1 : 0;
    test.skipIf(skip)(`${script.topic}/${script.name}: ${script.title}`, { retry }, async () => {
      if (hasK6) {
        const answer = await ask('k6', script);
        if (isRecording) record(script, answer);
        expectSame(answer, recorded(script), 'k6');
      }
      expectSame(await ask('embedded', script), recorded(script), 'the embedded engine', script.difference?.part);
    });
  }
});

test('there are no answers to scripts that are gone', () => {
  expect(readAnswerNames()).toEqual(SCRIPTS.map(({ topic, name }) => `${topic}/${name}`).sort());
});

async function ask(engine: 'k6' | 'embedded', script: ConformanceScript): Promise<Answer> {
  const servers = await startScriptServers(shared);
  const { source, folder, fileName, args } = script;
  const env = { ...servers.env, ...script.env };
  if (env.SSL_CERT_FILE === 'SERVER') env.SSL_CERT_FILE = shared.certificate?.file ?? '';
  const complete = source.includes('handleSummary') ? source : `${source}${PRINT_SUMMARY}`;
  try {
    return answerOf(await runScript(complete, { engine, folder, fileName, args, env }), script, servers.env);
  } finally {
    servers.close();
  }
}

function hasStarts(script: ConformanceScript): boolean {
  return existsSync(script.answerFile) && Object.keys(recorded(script).starts).length > 0;
}

function recorded({ answerFile }: ConformanceScript): Answer {
  if (!existsSync(answerFile)) throw new Error(`There is no ${answerFile}: run RECORD_ANSWERS=1 make conformance`);
  return JSON.parse(readFileSync(answerFile, 'utf8')) as Answer;
}

function record(script: ConformanceScript, answer: Answer): void {
  const { answerFile } = script;
  const starts = existsSync(answerFile) ? earliest(answer.starts, recorded(script).starts) : answer.starts;
  mkdirSync(dirname(answerFile), { recursive: true });
  writeFileSync(answerFile, `${JSON.stringify({ ...answer, starts }, null, 2)}\n`);
}

/** k6 starts iterations late too: the more often answers are recorded, the closer they are to its plan. */
function earliest(now: Answer['starts'], before: Answer['starts']): Answer['starts'] {
  return Object.fromEntries(
    Object.entries(now).map(([name, offsets]) => {
      const old = before[name] ?? [];
      if (old.length !== offsets.length) return [name, offsets];
      return [name, offsets.map((offset, index) => Math.min(offset, old[index] ?? offset))];
    }),
  );
}

function expectSame(actual: Answer, expected: Answer, who: string, unequal?: 'log' | 'stdout'): void {
  const { starts, ...rest } = JSON.parse(JSON.stringify(actual)) as Answer;
  const { starts: plan, ...answer } = expected;
  expect(unequal ? { ...rest, [unequal]: answer[unequal] } : rest, `what ${who} did`).toEqual(answer);
  expect(Object.keys(starts), who).toEqual(Object.keys(plan));
  for (const [name, offsets] of Object.entries(plan)) {
    const late = offsets.map((offset, index) => (starts[name]?.[index] ?? Number.NaN) - offset);
    const shown = `${who} started ${name} at ${starts[name]?.join(' ')} ms, k6 at ${offsets.join(' ')} ms`;
    expect(starts[name]?.length, shown).toBe(offsets.length);
    expect(Math.min(...late), shown).toBeGreaterThan(-EARLY_MS);
    expect(Math.max(...late), shown).toBeLessThan(LATE_MS);
    expect(late.sort((a, b) => a - b)[Math.floor(late.length / 4)], shown).toBeLessThan(FIRST_QUARTER_MS);
  }
}
