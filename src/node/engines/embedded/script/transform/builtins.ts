/**
 * What the analysis and the refusals must know of the functions of the language, as tables of names. A name that is in
 * no table is taken to be code that keeps, mixes, hands back and calls everything it is given.
 */

/** Globals that take a callback and run it later. */
export const TIMERS: ReadonlySet<string> = new Set(['setTimeout', 'setInterval']);

/** Methods that the runtime runs element by element when their callback blocks. */
export const ARRAY_CALLBACKS: ReadonlySet<string> = new Set(
  'forEach map filter some every find findIndex findLast findLastIndex reduce reduceRight flatMap'.split(' '),
);

/** Methods whose callbacks are wrapped to return a promise. */
export const PROMISE_CALLBACKS: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Built-in functions that hand back a new array or iterator of what they were given. */
export const ARRAY_RESULTS: ReadonlySet<string> = new Set([
  ...'slice concat map filter flat flatMap entries values keys splice reverse sort toSorted toReversed with'.split(' '),
  ...'fill copyWithin split matchAll match from of Array.from Array.of Object.entries Object.values Object.keys'.split(
    ' ',
  ),
  ...'Object.getOwnPropertyNames Array.prototype.slice Array'.split(' '),
]);

/** Built-in methods that keep, compare or show a function they are given, but never call it. */
export const HARMLESS_METHODS: ReadonlySet<string> = new Set(
  (
    'push unshift splice fill with concat includes indexOf lastIndexOf add set has delete get hasOwnProperty ' +
    'isPrototypeOf slice at pop shift keys values entries'
  ).split(' '),
);

/** Built-in functions that keep, compare or show a function they are given, but never call it. */
export const HARMLESS_FUNCTIONS = new RegExp(
  '^(console\\.\\w+|Object\\.(prototype\\.)?(?!groupBy)\\w+|Array\\.prototype\\.(slice|concat|indexOf|includes|push)|String|Number|Boolean|Symbol|Math\\.\\w+|Number\\.\\w+|parseInt|parseFloat|isFinite|Map|Set|WeakMap|WeakSet|Array|Error|\\w+Error|' +
    'JSON\\.stringify|Array\\.(isArray|of)|Array|isNaN|clearTimeout|clearInterval|Promise\\.(resolve|reject|all|allSettled|race|any)|' +
    'Reflect\\.(ownKeys|has|get|set|getPrototypeOf|setPrototypeOf))$',
);

/** Property names that the language itself calls. */
export const IMPLICIT_CALLS: ReadonlySet<string> = new Set([
  ...'toString valueOf toJSON toLocaleString then'.split(' '),
  ...'@@toPrimitive @@iterator @@asyncIterator @@hasInstance @@replace @@split @@match @@search @@matchAll'.split(' '),
]);

/** Built-in methods that call their first argument but do not keep it. */
export const CALLING_METHODS: ReadonlySet<string> = new Set([
  ...ARRAY_CALLBACKS,
  ...PROMISE_CALLBACKS,
  ...'sort toSorted replace replaceAll'.split(' '),
]);

/** Built-in methods that give back a number, a string, a boolean or nothing. */
export const PRIMITIVE_METHODS: ReadonlySet<string> = new Set(
  (
    'join indexOf lastIndexOf includes has toString toFixed replace replaceAll trim toUpperCase toLowerCase startsWith ' +
    'endsWith padStart padEnd substring substr charAt charCodeAt push unshift forEach some every findIndex ' +
    'findLastIndex hasOwnProperty'
  ).split(' '),
);

/** Built-in functions that give back a number, strings, a boolean or nothing. */
export const PRIMITIVE_FUNCTIONS =
  /^(console\.\w+|Math\.\w+|String|Number|Boolean|parseInt|parseFloat|isNaN|JSON\.stringify|Array\.isArray|Object\.(keys|getOwnPropertyNames|is|hasOwn|prototype\.hasOwnProperty|prototype\.propertyIsEnumerable))$/;

/** Methods of functions that call the function they belong to. */
export const FUNCTION_METHODS: ReadonlySet<string> = new Set(['call', 'apply', 'bind']);
