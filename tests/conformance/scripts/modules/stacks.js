// What `stack` of errors tells: the functions of the script, and nothing of the engine.
import { check, group, sleep } from 'k6';
import { Counter } from 'k6/metrics';

class Deep {
  run() {
    return new Error('deep').stack;
  }
}

// Where V8 and the engine of k6 agree: the functions by name, without the places, native functions and classes.
function functionsOf(stack) {
  const frames = stack.split('\n').slice(1);
  const names = frames.map((frame) => / at (?:async )?(?:\w+\.)?(\w+) \(file:/.exec(frame.replace('\t', ' '))?.[1]);
  return names.filter((name) => name !== undefined).join();
}

function show(name, stack) {
  const foreign = stack.split('\n').filter((line) => /node:|main\.cjs/.test(line));
  console.log(name, functionsOf(stack), foreign.length);
}

function inner() {
  return new Error('here').stack;
}

function middle() {
  return inner();
}

show('init', middle());

export default async function iteration() {
  show('iteration', middle());
  show('method', new Deep().run());
  group('group', function grouped() {
    show('group', middle());
  });
  check(1, {
    checked: function checked() {
      show('check', middle());
      return true;
    },
  });
  [1].forEach(function each() {
    show('each', middle());
  });
  await sleep(0.01);
  show('later', middle());
  await new Promise((resolve) => {
    setTimeout(function timer() {
      show('timer', middle());
      resolve();
    }, 1);
  });
  try {
    new Counter('late');
  } catch ({ stack }) {
    show('thrown by k6', stack);
  }
  console.log(inner().split('\n')[0]);
}
