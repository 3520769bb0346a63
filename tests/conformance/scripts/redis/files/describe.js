// What a command led to, as far as it is the same each time.
export const sorted = (value) =>
  Object.prototype.toString.call(value) === '[object Object]' ? Object.entries(value).sort() : value;
export const describe = (value) => ({ type: typeof value, value: value === undefined ? null : sorted(value) });
export const describeError = (reason) =>
  reason instanceof Error
    ? { thrown: reason.name, message: reason.message }
    : {
        text: String(reason),
        error: reason.error(),
        message: typeof reason.message,
        name: typeof reason.name,
        op: reason.op,
        net: reason.net,
        timeout: reason.timeout?.(),
      };
