/**
 * Records whose fields are named by strangers: by cookies, headers, tags or JSON. There `__proto__` and `constructor` are
 * names as any others, and what every object inherits is no field.
 */

/** The field of this name; undefined when the record itself has none. */
export function fieldOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Sets the field of this name. */
export function setField<T>(record: Record<string, T>, name: string, value: NoInfer<T>): void {
  // Assigning it would change what the record inherits.
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Adds a value to the list in the field of this name, which is made when there is none. */
export function addToField<T>(record: Record<string, T[]>, name: string, value: NoInfer<T>): void {
  const list = fieldOf(record, name);
  if (list === undefined) setField(record, name, [value]);
  else list.push(value);
}
