import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { $RefParser } from '@apidevtools/json-schema-ref-parser';
import { baseUrl } from '../../core/settings/parsers.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { loadCommand } from '../run/load-command.ts';
import { UserError } from '../user-error.ts';
import type { Found } from './found-request.ts';
import { isHar, readHar } from './har.ts';
import { isOpenApi, readOpenApi } from './openapi.ts';
import { renderJourney } from './render-journey.ts';

const VARIABLES = ['FROM', 'TO', 'BASE_URL'];
const EXAMPLE = 'give a HAR file or a document of OpenAPI 3, such as FROM=api.har or FROM=openapi.yaml';

/**
 * Writes a first journey, made of what a HAR file or a document of OpenAPI tells.
 *
 * @throws UserError when it cannot be read, or the file is there already
 */
export async function writeJourney({ env, givenVariables, say }: CommandCall): Promise<void> {
  const { FROM: from = '', BASE_URL = '' } = env;
  const unknown = givenVariables.find((name) => !VARIABLES.includes(name));
  if (unknown !== undefined)
    throw refuse(`${unknown} is not a variable of make journey. Allowed: ${VARIABLES.join(', ')}`);
  if (!statSync(from, { throwIfNoEntry: false })?.isFile()) {
    throw refuse(`FROM=${JSON.stringify(from)} is not allowed: ${whyNoFile(from)}`);
  }
  if (BASE_URL !== '' && baseUrl(BASE_URL) === undefined)
    throw refuse('BASE_URL is not allowed: give http:// or https:// and a host');
  const to = env.TO || join('journeys', `${basename(from, extname(from))}.ts`);
  if (!to.endsWith('.ts'))
    throw refuse(`TO=${JSON.stringify(to)} is not allowed: give the path of a file that ends in .ts`);
  const found = await read(from, BASE_URL);
  if (typeof found === 'string') throw refuse(`FROM=${JSON.stringify(from)} is of no use: ${found}`);
  const text = renderJourney(found, basename(from));
  write(to, text);
  const toFill = text.split(/\bFILL_IN \/\*/).length - 1;
  say(`poolproof: wrote ${to} with ${counted(found.requests.length, 'request')}`);
  for (const remark of found.remarks) say(`  ${remark}`);
  if (toFill > 0) say(`  FILL_IN in ${counted(toFill, 'place')}: the comment beside it says by what to replace it`);
  say(`Then: ${loadCommand([`JOURNEY=${to}`, `BASE_URL=${found.baseUrl || '…'}`], env)}`);
}

async function read(file: string, base: string): Promise<Found | string> {
  let document: unknown;
  try {
    document =
      extname(file) === '.har' ? JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, '')) : await resolved(file);
    if (isHar(document)) return readHar(document, base);
  } catch (error) {
    return `it cannot be read: ${(error as Error).message.split('\n')[0]}`;
  }
  return isOpenApi(document)
    ? readOpenApi(document)
    : `it is neither a HAR file nor a document of OpenAPI 3; ${EXAMPLE}`;
}

/** JSON or YAML with every $ref in its place. Nothing is asked of the network. */
function resolved(file: string): Promise<unknown> {
  return $RefParser.dereference(file, { resolve: { http: false }, dereference: { circular: true } });
}

function write(to: string, text: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text, { flag: 'wx' });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw refuse(
      isThere
        ? `${to} is there already and stays as it is: give another file, such as TO=journeys/first.ts`
        : `Cannot write ${to}: ${(error as Error).message}`,
    );
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function refuse(line: string): UserError {
  return new UserError(line, EXIT_CODE.invalidSettings);
}

function whyNoFile(from: string): string {
  return /^https?:/.test(from)
    ? `an address is no file; save it first (curl -o openapi.json <address>), then FROM=openapi.json`
    : `there is no such file; ${EXAMPLE}`;
}
