/**
 * What transformed code expects of its loader: `$import(specifier)` gives the exports of a module (and
 * `$import.resolve` stands for `import.meta.resolve`), `$export(getters)` takes the exports of the script, `$co` is the
 * coroutine runtime, `$state.iteration` is `__ITER`.
 */
export const SCRIPT_PARAMETERS = ['$import', '$export', '$co', '$state'] as const;
