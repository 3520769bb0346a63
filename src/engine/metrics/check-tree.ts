import { createHash } from 'node:crypto';

/** A check as the summary shows it. */
export interface CheckSummary {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  passes: number;
  fails: number;
}

/** A group of checks as the summary shows it. Group and check names are joined by `::` to paths. */
export interface GroupSummary {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly groups: GroupSummary[];
  readonly checks: CheckSummary[];
}

const SEPARATOR = '::';

/** The groups and checks of a run, in the order in which they first occurred. */
export class CheckTree {
  readonly root: GroupSummary = createGroup('', '');
  readonly #groups = new Map<string, GroupSummary>([['', this.root]]);
  readonly #checks = new Map<string, CheckSummary>();

  /** The check of this name inside the group of this path, such as `::outer::inner`, made when it is new. */
  checkIn(groupPath: string, name: string): CheckSummary {
    const path = `${groupPath}${SEPARATOR}${name}`;
    let check = this.#checks.get(path);
    if (!check) {
      check = { name, path, id: idOf(path), passes: 0, fails: 0 };
      this.#checks.set(path, check);
      this.addGroup(groupPath).checks.push(check);
    }
    return check;
  }

  /** Makes the group of this path, and those around it, when they are new. */
  addGroup(path: string): GroupSummary {
    const existing = this.#groups.get(path);
    if (existing) return existing;
    const at = path.lastIndexOf(SEPARATOR);
    const parent = at === -1 ? this.root : this.addGroup(path.slice(0, at));
    const group = createGroup(at === -1 ? path : path.slice(at + SEPARATOR.length), path);
    parent.groups.push(group);
    this.#groups.set(path, group);
    return group;
  }
}

function createGroup(name: string, path: string): GroupSummary {
  return { name, path, id: idOf(path), groups: [], checks: [] };
}

function idOf(path: string): string {
  return createHash('md5').update(path).digest('hex');
}
