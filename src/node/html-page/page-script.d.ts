/** The script of the page, `src/page/`, as one text that a browser runs. */
declare module 'virtual:page-script' {
  const script: string;
  export default script;
}
