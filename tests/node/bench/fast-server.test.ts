import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createFastServer } from '../../../src/node/bench/server/fast-server.ts';
import { Recorder } from '../../../src/node/bench/server/recorder.ts';
import { listen } from '../../helpers/local-server.ts';

async function serve() {
  const recorder = new Recorder();
  const port = await listen(createFastServer(recorder));
  return { recorder, port };
}

test('the fast server answers lists and single flags, and counts', async () => {
  const { recorder, port } = await serve();
  const list = await fetch(`http://127.0.0.1:${port}/config/flags?cohort=1`);
  expect(list.status).toBe(200);
  expect(await list.json()).toMatchObject({ flags: [{ key: 'dark-mode' }, {}, {}] });
  const flag = await fetch(`http://127.0.0.1:${port}/config/flags/new%20one`);
  expect(await flag.json()).toEqual({ key: 'new one' });
  expect(recorder.count).toBe(2);
  expect(recorder.take().arrivedMs).toHaveLength(2);
  expect(recorder.count).toBe(0);
});

test('a request may come in pieces, and two at once', async () => {
  const { recorder, port } = await serve();
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answers = '';
  socket.on('data', (chunk) => {
    answers += chunk.toString();
  });
  await once(socket, 'connect');
  socket.setNoDelay(true);
  await new Promise((resolve) => socket.write('GET / HTTP/1.1\r\nhost: a\r\n', resolve));
  socket.write('\r\nGET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nconnection: close\r\n\r\n');
  await once(socket, 'close');
  expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  expect(recorder.count).toBe(3);
});
