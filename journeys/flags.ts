import { journey } from 'poolproof';
import { describeAnswer } from '../src/core/flags/describe-answer.ts';
import { flagAnswerOf, flagKeysOf, LIST_SHAPES } from '../src/core/flags/flag-shapes.ts';
import { isSameList, type ListedFlags, listedFlags, sharesFlags } from '../src/core/flags/listed-flags.ts';
import { fillPath, isEncodable } from '../src/core/flags/path-template.ts';
import { nameList, pathWith } from '../src/core/settings/path-parsers.ts';

// Feature flags: a list that every client reads, and single flags by their keys. This journey is the default. In the profile
// cold-start, which asks nothing before its load, there is no `data`: any flags are right then.

/** Keys asked for in turn: enough for many cache keys, few enough to warm in a moment. */
const MOST_KEYS = 25;

/** What the flags were before the load; nothing where the API was asked nothing. */
interface Flags {
  readonly keys: readonly string[];
  readonly listed: ListedFlags;
  /** The list as it came, unless it is long. */
  readonly text: string | undefined;
}

// What this VU last found right, of lists at first that from before the load. Most answers are the same text again, and
// reading JSON is most of a check.
let rightList: string | undefined;
let rightMiss: string | undefined;
const rightFlags: string[] = [];

// What is longer is not kept for that: each of hundreds of VUs would.
const LONGEST_LIST = 10_000;
const LONGEST_FLAG = 1_000;

export default journey({
  variables: {
    FLAGS_PATH: {
      about: 'path of the list of all flags',
      fallback: '/config/flags',
      allowed:
        'give a path that starts with /, such as FLAGS_PATH=/config/flags; percent-encode spaces and anything that is not ASCII',
      secret: 'url',
      parse: pathWith(),
    },
    FLAG_PATH: {
      about: 'path of a single flag; {key} becomes the flag key',
      fallback: '/config/flags/{key}',
      allowed:
        'give a path that starts with / and contains {key}, such as FLAG_PATH=/config/flags/{key}; percent-encode spaces and anything that is not ASCII',
      secret: 'url',
      parse: pathWith('{key}'),
    },
    MISS_PATH: {
      about: 'path of a list that no cache can hold yet; {unique} becomes a new value each time',
      fallback: '/config/flags?cohort={unique}',
      allowed:
        'give a path that starts with / and contains {unique}, such as MISS_PATH=/config/flags?cohort={unique}; percent-encode spaces and anything that is not ASCII',
      secret: 'url',
      parse: pathWith('{unique}'),
    },
    FLAG_KEYS: {
      about: 'flag keys to ask for, separated by commas; read from the list when not set',
      fallback: '',
      allowed: 'give keys separated by commas, such as FLAG_KEYS=dark-mode,new-checkout',
      parse: nameList,
    },
  },

  ready: ({ FLAGS_PATH }) => FLAGS_PATH,

  setup: async ({ get, getAll, env, jsonOf, shown, stop }): Promise<Flags> => {
    const list = await get(env.FLAGS_PATH, { to: 'read flags', setting: 'FLAGS_PATH' });
    const listed = flagKeysOf(jsonOf(list));
    if (listed.length === 0) {
      stop(
        `Cannot find flags: ${shown(env.FLAGS_PATH)} answered 200 with ${describeAnswer(jsonOf(list), list.body)}, expected a list of flags: ${LIST_SHAPES}. Set FLAGS_PATH, or create a flag`,
      );
    }
    const keys = (env.FLAG_KEYS.length > 0 ? env.FLAG_KEYS : listed).slice(0, MOST_KEYS);
    const unsendable = keys.find((key) => !isEncodable(key));
    if (unsendable !== undefined) {
      stop(
        `Cannot ask for flag ${JSON.stringify(unsendable)}: a URL cannot hold half a UTF-16 character. Rename the flag, or set FLAG_KEYS to others`,
      );
    }
    const paths = keys.map((key) => fillPath(env.FLAG_PATH, 'key', key));
    const flags = await getAll(paths, { name: env.FLAG_PATH, to: 'read single flags', setting: 'FLAG_PATH' });
    // Where nothing is a flag to us, each check of the load would fail for that alone.
    const [first] = flags;
    if (
      first &&
      flags.every((flag, at) => flag.status === 200 && flagAnswerOf(jsonOf(flag), keys[at] ?? '') === 'none')
    ) {
      stop(
        `Cannot recognise single flags: ${shown(env.FLAG_PATH)} answered 200 with ${describeAnswer(jsonOf(first), `${first.body}`)}, expected an object with key, name or id of the flag asked for, or its bare state (true or false). Set FLAG_PATH`,
      );
    }
    return { keys, listed: listedFlags(listed), text: list.body.length <= LONGEST_LIST ? list.body : undefined };
  },

  requests: {
    /** The list that every client asks for: the warm path of the cache. */
    all_flags: {
      share: 70,
      cache: 'warm',
      send: ({ get, env }) => get(env.FLAGS_PATH),
      check: {
        'a list of flags came back': (answer, { data }) => {
          rightList ??= data?.text;
          if (answer.body === rightList) return true;
          const isRight = isSameList(flagKeysOf(answer.json()), data?.listed);
          if (isRight) rightList = answer.body;
          return isRight;
        },
      },
    },
    /** One flag by its key. */
    single_flag: {
      share: 20,
      cache: 'warm',
      needsSetup: true,
      send: (request) => {
        const { FLAG_PATH } = request.env;
        return request.get(fillPath(FLAG_PATH, 'key', keyOf(request)), { name: FLAG_PATH });
      },
      check: {
        'the flag asked for came back': (answer, request) => {
          const { body } = answer;
          const at = placeOf(request);
          if (body === rightFlags[at]) return true;
          const isRight = flagAnswerOf(answer.json(), keyOf(request)) === 'asked for';
          if (isRight && body.length <= LONGEST_FLAG) rightFlags[at] = body;
          return isRight;
        },
      },
      isOfAnother: (answer, request) => flagAnswerOf(answer.json(), keyOf(request)) === 'another',
    },
    /** A list under a cache key that is new each time: the path through the database. It may be that of one cohort. */
    cache_miss: {
      share: 10,
      cache: 'miss',
      send: ({ get, env, unique }) => get(fillPath(env.MISS_PATH, 'unique', unique), { name: env.MISS_PATH }),
      check: {
        'a list of flags came back': (answer, { data }) => {
          rightMiss ??= data?.text;
          if (answer.body === rightMiss) return true;
          const isRight = sharesFlags(flagKeysOf(answer.json()), data?.listed);
          if (isRight) rightMiss = answer.body;
          return isRight;
        },
      },
    },
  },
});

/** One of the requests for flags by their keys, in turn. */
interface Turn {
  readonly data: Flags;
  readonly turn: number;
}

/** Which of the keys it asks for. */
function placeOf({ data, turn }: Turn): number {
  return turn % data.keys.length;
}

function keyOf(request: Turn): string {
  return request.data.keys[placeOf(request)] ?? '';
}
