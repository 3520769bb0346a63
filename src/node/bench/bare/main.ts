// A loop that the engines are compared with: `bare`, or `least`. Built to dist/node/bare-loop.js.
import { startBareLoop } from './bare-loop.ts';
import { startLeastLoop } from './least-loop.ts';

if (process.argv[2] === 'least') startLeastLoop();
else startBareLoop();
