import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const SCRIPTS = 'tests/conformance/scripts';
const ANSWERS = 'tests/conformance/answers';
/** Files that scripts open or import. */
const ATTACHMENTS = 'files';

/** A script that both engines run. The comment at its top says what it shows and how it is run. */
export interface ConformanceScript {
  readonly topic: string;
  readonly name: string;
  /** Folder of the script; scripts may open what is in it. */
  readonly folder: string;
  readonly fileName: string;
  readonly source: string;
  readonly answerFile: string;
  /** First line of the comment. */
  readonly title: string;
  /** `args: …`: flags besides. */
  readonly args: readonly string[];
  /** `env: NAME=VALUE …`. */
  readonly env: Readonly<Record<string, string>>;
  /** `varies: …`: metrics whose numbers are not the same in each run. */
  readonly varies: readonly string[];
  /** `differs in log: …`: a part of the answer that the embedded engine gives in its own way, and why. */
  readonly difference: { readonly part: 'log' | 'stdout'; readonly reason: string } | undefined;
  /** `log: unordered`: VUs take turns, and log in any order. */
  readonly isLogUnordered: boolean;
  readonly needsTls: boolean;
  readonly needsRedis: boolean;
}

/** All scripts, by topic and name. */
export function readScripts(): ConformanceScript[] {
  const topics = readdirSync(SCRIPTS).sort();
  return topics.flatMap((topic) =>
    readdirSync(join(SCRIPTS, topic))
      .filter((file) => file !== ATTACHMENTS)
      .sort()
      .map((file) => readScript(topic, file)),
  );
}

/** The names `topic/script` that answers are there for. */
export function readAnswerNames(): string[] {
  return readdirSync(ANSWERS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(ANSWERS, name)).map((file) => `${name}/${basename(file, '.json')}`))
    .sort();
}

function readScript(topic: string, fileName: string): ConformanceScript {
  const folder = join(SCRIPTS, topic);
  const source = readFileSync(join(folder, fileName), 'utf8');
  const name = fileName.replace(/\.[jt]s$/, '');
  const comment = /^(?:\/\/.*\n)*/.exec(source)?.[0] ?? '';
  const setting = (key: string) => new RegExp(`^// ${key}: (.*)$`, 'm').exec(comment)?.[1]?.split(' ') ?? [];
  return {
    topic,
    name,
    folder,
    fileName,
    source,
    answerFile: join(ANSWERS, topic, `${name}.json`),
    title: /^\/\/ (.*)/.exec(comment)?.[1] ?? '',
    args: setting('args'),
    env: Object.fromEntries(setting('env').map((pair) => pair.split('=') as [string, string])),
    varies: setting('varies'),
    difference: readDifference(comment),
    isLogUnordered: setting('log').includes('unordered'),
    needsTls: source.includes('TLS_PORT'),
    needsRedis: source.includes('REDIS_PORT'),
  };
}

function readDifference(comment: string): ConformanceScript['difference'] {
  const [, part, reason] = /^\/\/ differs in (log|stdout): (.*)$/m.exec(comment) ?? [];
  return reason === undefined ? undefined : { part: part as 'log' | 'stdout', reason };
}
