/** Counts as whole percent that make 100, none of them 0; for at most 100 counts. */
export function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (100 * count) / total);
  const shares = exact.map((share) => Math.max(1, Math.floor(share)));
  for (let rest = 100 - shares.reduce((sum, share) => sum + share, 0); rest !== 0; rest -= Math.sign(rest)) {
    // Whoever is furthest from its due gives or takes one.
    const due = shares.map((share, index) =>
      rest < 0 && share === 1 ? Number.NEGATIVE_INFINITY : Math.sign(rest) * ((exact[index] ?? 0) - share),
    );
    const next = due.indexOf(Math.max(...due));
    shares[next] = (shares[next] ?? 0) + Math.sign(rest);
  }
  return shares;
}
