import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

// A flag API with a pool of POOL_SIZE connections, or of as many as the file SIZE_FILE says now. Each request borrows one for
// HOLD_MS. It tells its pool's figures under /health/pool, and leaves its pid and its size in the file PIDS.
const SOURCE = `import { createServer } from 'node:http';
import { appendFileSync, readFileSync } from 'node:fs';
const { POOL_SIZE, SIZE_FILE, HOLD_MS = '0', PORT = '0', PIDS } = process.env;
const size = () => Number(SIZE_FILE ? readFileSync(SIZE_FILE, 'utf8') : POOL_SIZE);
const waiting = [];
let inUse = 0, loans = 0, heldMs = 0;
const lend = () => {
  while (inUse < size() && waiting.length > 0) {
    const { atMs = performance.now(), end } = waiting.shift();
    inUse += 1;
    setTimeout(() => { inUse -= 1; loans += 1; heldMs += performance.now() - atMs; end(); lend(); }, Number(HOLD_MS));
  }
};
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url === '/health/pool')
    return response.end(JSON.stringify({ size: size(), inUse, waiting: waiting.length, loans, heldMs }));
  const key = /^\\/config\\/flags\\/([^?]+)/.exec(request.url)?.[1];
  const body = key ? { key: decodeURIComponent(key) } : { flags: [{ key: 'a' }, { key: 'b' }] };
  waiting.push({ end: () => response.end(JSON.stringify(body)) });
  lend();
}).listen(Number(PORT), '127.0.0.1', () => {
  if (PIDS) appendFileSync(PIDS, process.pid + ' ' + POOL_SIZE + '\\n');
  console.log(server.address().port);
});
`;

/** Writes the API to a folder. @returns the file, to be run by node */
export function writePooledApi(folder: string): string {
  const file = join(folder, 'pooled-api.mjs');
  writeFileSync(file, SOURCE);
  return file;
}

/** Starts the API, which ends with the test. @returns its address */
export async function startPooledApi(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [writePooledApi(folder)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [port] = await once(child.stdout, 'data');
  return `http://127.0.0.1:${String(port).trim()}`;
}
