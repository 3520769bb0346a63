// What journeys/flags.ts seldom needs.
export { describeAnswer } from '../../src/core/flags/describe-answer.ts';
export { flagAnswerOf, flagKeysOf, LIST_SHAPES } from '../../src/core/flags/flag-shapes.ts';
export { isSameList, listedFlags, sharesFlags } from '../../src/core/flags/listed-flags.ts';
export { isEncodable } from '../../src/core/flags/path-template.ts';
export { nameList, pathWith } from '../../src/core/settings/path-parsers.ts';
