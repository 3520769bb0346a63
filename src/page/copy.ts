import { button, element } from './element.ts';

/** A button that copies the report as Markdown; it says what came of it. */
export function offerCopy(): void {
  const markdown = document.querySelector<HTMLTemplateElement>('#markdown')?.content.textContent;
  const contents = document.querySelector('.contents');
  if (!markdown || contents === null) return;
  const said = element('span', 'said');
  said.setAttribute('role', 'status');
  const copy = button('Copy as Markdown', () => {
    copyText(markdown).then(
      () => say('Copied'),
      () => say('The browser does not allow it: take report.md'),
    );
  });
  contents.append(element('div', 'copy', copy, said));

  function say(text: string): void {
    said.textContent = text;
  }
}

/** Where the page came over plain HTTP the clipboard is closed, but for what is selected. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = element('textarea', '');
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (!isCopied) throw new Error('Not copied');
}
