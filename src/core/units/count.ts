/**
 * A number of things.
 *
 * @asType integer
 * @minimum 0
 */
export type Count = number;
