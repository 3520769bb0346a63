import { expect, test } from 'vitest';
import { renderJunit } from '../../../src/core/render/junit-report.ts';
import { soundResult, soundRule } from '../../helpers/sound-result.ts';

const RULES = [
  soundRule({ id: 'a' }),
  soundRule({ id: 'b', status: 'fail', actual: 80 }),
  soundRule({ id: 'c', status: 'not-judged', required: false, actual: null, samples: 0 }),
  soundRule({ id: 'd', status: 'not-judged', samples: 3 }),
];

test('one case per rule: failed, skipped, or an error where the run needs what was not judged', () => {
  expect(renderJunit(soundResult({ rules: RULES }))).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="poolproof" tests="4" failures="1" errors="1" time="2.500">
      <testsuite name="poolproof load" tests="4" failures="1" errors="1" skipped="1" time="2.500" timestamp="2026-11-24T01:32:47">
        <properties>
          <property name="profile" value="load"/>
          <property name="verdict" value="healthy"/>
          <property name="engine" value="embedded 0.1.0"/>
          <property name="target" value="http://127.0.0.1:3001"/>
          <property name="redis" value="redis://127.0.0.1:6379"/>
          <property name="poolproof" value="0.1.0"/>
        </properties>
        <testcase name="a" classname="poolproof.load" time="0.625"/>
        <testcase name="b" classname="poolproof.load" time="0.625"><failure type="limit" message="95th percentile of answered requests: measured 80.0 ms, limit &lt; 50 ms, 100 of 90 samples needed">95th percentile of answered requests: measured 80.0 ms, limit &lt; 50 ms, 100 of 90 samples needed</failure></testcase>
        <testcase name="c" classname="poolproof.load" time="0.625"><skipped message="not judged: 95th percentile of answered requests: nothing measured, limit &lt; 50 ms, 0 of 90 samples needed"/></testcase>
        <testcase name="d" classname="poolproof.load" time="0.625"><error type="not-judged" message="not judged: 95th percentile of answered requests: measured 4.80 ms, limit &lt; 50 ms, 3 of 90 samples needed">not judged: 95th percentile of answered requests: measured 4.80 ms, limit &lt; 50 ms, 3 of 90 samples needed</error></testcase>
        <system-out>HEALTHY: the one rule passed
        ✗ 95th percentile of answered requests: 80.0 ms, limit &lt; 50 ms</system-out>
      </testsuite>
    </testsuites>
    "
  `);
});

test('the times of the cases add up to the time of the suite', () => {
  const xml = renderJunit(soundResult({ rules: RULES }));
  const times = [...xml.matchAll(/<testcase [^>]*time="([\d.]+)"/g)].map(([, time]) => Number(time));
  expect(times.reduce((sum, time) => sum + time, 0)).toBeCloseTo(2.5, 2);
  expect(xml).toMatch(/<testsuite [^>]*time="2\.500"/);
});

test('a run without rules has a case that is not green', () => {
  const xml = renderJunit(soundResult({ rules: [], verdict: { status: 'not-judged', sentence: 'it "ended"' } }));
  expect(xml).toContain('tests="1" failures="0" errors="1"');
  expect(xml).toContain('<error type="not-judged" message="not judged: it &quot;ended&quot;">');
});

test('values cannot break the XML, and characters that XML cannot hold are left out', () => {
  const evil = '<b a="1">&\u0000\u001b[31m\ud800\uffff ok 🙂';
  const xml = renderJunit(
    soundResult({
      profile: evil,
      target: { baseUrl: evil, redisUrl: null },
      rules: [soundRule({ id: evil, title: evil, status: 'fail' })],
      findings: [{ id: evil, sentence: evil, evidence: [], next: evil, confidence: 'high' }],
    }),
  );
  for (const broken of ['<b ', '\u0000', '\u001b', '\uffff']) expect(xml).not.toContain(broken);
  expect(xml).not.toMatch(/\p{Surrogate}/u);
  expect(xml).toContain('name="&lt;b a=&quot;1&quot;&gt;&amp;[31m ok 🙂"');
});

/**
 * What the schemas in use allow: Jenkins' junit-10.xsd, and Ant's as windyroad/JUnit-Schema has it. An attribute outside
 * of both makes validating readers refuse the file.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'tests', 'failures', 'errors', 'time'],
  testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
  property: ['name', 'value'],
  testcase: ['name', 'classname', 'time'],
  failure: ['type', 'message'],
  error: ['type', 'message'],
  skipped: ['message'],
  properties: [],
  'system-out': [],
};

test('only elements and attributes that the common schemas know are there, in their order', () => {
  const xml = renderJunit(soundResult({ rules: RULES }));
  for (const [, element = '', attributes = ''] of xml.matchAll(/<([a-z-]+)((?: [a-z]+="[^"]*")*)\/?>/g)) {
    for (const [, attribute] of attributes.matchAll(/ ([a-z]+)=/g))
      expect(ALLOWED[element], element).toContain(attribute);
  }
  const opened = [...xml.matchAll(/^ {4}<([a-z-]+)/gm)].map(([, element]) => element);
  expect(opened).toEqual(['properties', ...RULES.map(() => 'testcase'), 'system-out']);
  expect(xml).toMatch(/timestamp="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"/);
});
