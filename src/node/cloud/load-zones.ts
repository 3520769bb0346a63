/** Where load comes from, and how much of it, as k6's `options.cloud.distribution` has it, by the zone's name. */
type LoadZones = Readonly<Record<string, { readonly loadZone: string; readonly percent: number }>>;

const ALL = 100;

/**
 * Reads `amazon:us:ashburn=60,amazon:de:frankfurt=40`, or zones without percentages, which share evenly; the first ones take
 * what is left over. Nothing for no zones, undefined for what is not allowed.
 */
export function parseLoadZones(text: string): LoadZones | undefined {
  if (text === '') return {};
  const parts = text.split(',').map((part) => /^([\w:.-]+)(?:=(\d{1,3}))?$/.exec(part.trim()));
  const zones = parts.map((part) => part?.[1] ?? '');
  if (zones.includes('') || new Set(zones).size < zones.length || zones.length > ALL) return undefined;
  const given = parts.flatMap((part) => part?.[2] ?? []).map(Number);
  if (given.length > 0 && (given.length < zones.length || given.includes(0))) return undefined;
  const percents = given.length > 0 ? given : evenly(zones.length);
  if (percents.reduce((sum, percent) => sum + percent, 0) !== ALL) return undefined;
  return Object.fromEntries(zones.map((loadZone, index) => [loadZone, { loadZone, percent: percents[index] ?? 0 }]));
}

/** Whether a zone runs on machines of the user's own, which may reach what the public ones cannot. */
export function isPrivateZone(zone: string): boolean {
  return !zone.startsWith('amazon:');
}

function evenly(count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor(ALL / count) + (index < ALL % count ? 1 : 0));
}
