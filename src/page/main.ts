// What the page can do where scripts run: without them it shows everything, but stands still.
import { offerCopy } from './copy.ts';
import { explore } from './explore.ts';
import { foldSections } from './fold.ts';

const run = document.getElementById('run');
if (run !== null) explore(run);
foldSections();
offerCopy();
