const OPERATOR_AND_NUMBER = /(<=|>=|<|>|===?|!=)( ?)(.+)$/;

/** A threshold with another number. What was to be none may then be up to it, and what was to be all down to it. */
export function thresholdAt(threshold: string, limit: number): string {
  return threshold.replace(OPERATOR_AND_NUMBER, (_whole, operator: string, space: string, was: string) => {
    const isExact = operator.startsWith('==') && Number(was) !== limit;
    const exact = Number(was) === 0 ? '<=' : '>=';
    return `${isExact ? exact : operator}${space}${limit}`;
  });
}
