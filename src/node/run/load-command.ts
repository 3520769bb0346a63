/** How this user starts a load: by make where make called us. */
export function loadCommand(variables: readonly string[], { MAKELEVEL }: NodeJS.ProcessEnv): string {
  return MAKELEVEL ? `make load ${variables.join(' ')}` : `${variables.join(' ')} npx poolproof run load`;
}
