/** Whether output may have colours: on a terminal that knows them, and never with NO_COLOR (https://no-color.org). */
export function mayColor({ isTTY }: { readonly isTTY?: boolean }, { NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  return isTTY === true && !NO_COLOR && TERM !== 'dumb';
}
