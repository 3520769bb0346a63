import type { Mark } from '../../../core/series/series.ts';
import { html, type Markup } from '../markup.ts';
import { formatTime, type TimeAxis, xAt } from './time-axis.ts';

// How wide a plot is at least, and a letter about: enough to tell whether a label has room.
const WIDTH_PX = { phone: 195, half: 265, wide: 560 };
const LETTER_PX = 6.5;
const ROW_PX = 15;

/** The height that labels of phases and marks take above a plot. */
export function stripPx({ phases, marks }: TimeAxis): number {
  return (phases.length > 0 ? ROW_PX : 0) + (marks.length > 0 ? ROW_PX : 0) + 8;
}

/** Shaded bands with their names; with their numbers where the names have no room. */
export function renderPhases(axis: TimeAxis, heightPx: number, isWide: boolean): Markup {
  return html`${axis.phases.map(({ startMs, endMs }, index) => {
    const x = xAt(axis, startMs, 100);
    return html`<rect class="phase${index % 2 === 0 ? '' : ' odd'}" x="${x}%" width="${Math.round((xAt(axis, endMs, 100) - x) * 100) / 100}%" height="${heightPx}"/>`;
  })}${[
    phaseNames(axis, WIDTH_PX.phone, 'on-phone'),
    phaseNames(axis, isWide ? WIDTH_PX.wide : WIDTH_PX.half, 'on-desk'),
  ]}`;
}

function phaseNames(axis: TimeAxis, widthPx: number, className: string): Markup {
  const { phases, endMs } = axis;
  const haveRoom = phases.every(
    (phase) => ((phase.endMs - phase.startMs) / endMs) * widthPx > phase.name.length * LETTER_PX + 4,
  );
  return html`${phases.map(
    ({ name, startMs, endMs: phaseEndMs }, index) =>
      html`<text class="phase-name ${className}" x="${xAt(axis, (startMs + phaseEndMs) / 2, 100)}%" y="11">${haveRoom ? name : index + 1}</text>`,
  )}`;
}

/** Upright lines at what was done, each with its label on the side that has room. */
export function renderMarks(axis: TimeAxis, heightPx: number, isWide: boolean): Markup {
  const y = (axis.phases.length > 0 ? ROW_PX : 0) + 11;
  const labels = [
    ...markLabels(axis, y, WIDTH_PX.phone, 'on-phone'),
    ...markLabels(axis, y, isWide ? WIDTH_PX.wide : WIDTH_PX.half, 'on-desk'),
  ];
  return html`${axis.marks.map(({ kind, atMs }) => {
    const x = xAt(axis, atMs, 100);
    return html`<g class="mark ${kind}"><line x1="${x}%" x2="${x}%" y1="${y - 9}" y2="${heightPx}"/></g>`;
  })}${labels}`;
}

/** A fault is named left of its line and a return right of it, so that the two do not meet; briefly where room is short. */
function markLabels(axis: TimeAxis, y: number, widthPx: number, className: string): Markup[] {
  const hasRoom = ({ atMs }: Mark, text: string, isLeft: boolean) =>
    ((isLeft ? atMs : axis.endMs - atMs) / axis.endMs) * widthPx > text.length * LETTER_PX + 8;
  const areLong = axis.marks.every((mark) => hasRoom(mark, mark.label, mark.kind === 'fault'));
  return axis.marks.map((mark) => {
    const text = areLong ? mark.label : mark.kind;
    const isLeft = mark.kind === 'fault' ? hasRoom(mark, text, true) : !hasRoom(mark, text, false);
    return html`<text class="mark ${className}" x="${xAt(axis, mark.atMs, 100)}%" dx="${isLeft ? -4 : 4}" y="${y}" text-anchor="${isLeft ? 'end' : 'start'}">${text}</text>`;
  });
}

/** What the bands are and when, for those who see their numbers only. */
export function phaseKey(axis: TimeAxis): Markup | null {
  const { phases } = axis;
  if (phases.length === 0) return null;
  return html`<ol class="phases">${phases.map(
    ({ name, startMs, endMs }) =>
      html`<li>${name} <span class="muted">${formatTime(axis, startMs)} to ${formatTime(axis, endMs)}</span></li>`,
  )}</ol>`;
}
