import { button, element } from './element.ts';

/** Lets each section be folded to its heading; a link into a folded one unfolds it. */
export function foldSections(): void {
  for (const section of document.querySelectorAll<HTMLElement>('main section')) {
    const heading = section.querySelector('h2');
    if (heading === null || heading.parentElement !== section) continue;
    const content = element('div', 'content', ...[...section.childNodes].filter((node) => node !== heading));
    section.append(content);
    const name = heading.textContent ?? '';
    const fold = button('', () => setFolded(section, !content.classList.contains('folded')));
    fold.className = 'fold';
    fold.setAttribute('aria-expanded', 'true');
    fold.setAttribute('aria-label', name);
    heading.append(fold);
  }
  addEventListener('hashchange', unfoldTarget);
}

function setFolded(section: Element, isFolded: boolean): void {
  section.querySelector('.content')?.classList.toggle('folded', isFolded);
  section.querySelector('.fold')?.setAttribute('aria-expanded', `${!isFolded}`);
}

function unfoldTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = target?.closest('main section');
  if (!target || !section) return;
  setFolded(section, false);
  target.scrollIntoView();
}
