// Custom properties hold every colour, so that charts follow the scheme as text does. All text colours keep a contrast of
// 4.5 : 1 and more to the backgrounds they stand on (WCAG 2, level AA).
const LIGHT = `
--page:#ffffff; --panel:#f6f7f9; --ink:#1a1f26; --muted:#59636f; --rule:#e1e5ea;
--accent:#0a5cb8; --second:#4d657e; --third:#8a3fa0; --fourth:#8a5200; --fifth:#0f6e6e;
--good:#13703a; --bad:#b3261e; --open:#855300; --bad-panel:#fdf1f0; --band:#0a3a6b; color-scheme:light;`;

const DARK = `
--page:#13171c; --panel:#1b2027; --ink:#e7eaee; --muted:#a0abb8; --rule:#303842;
--accent:#6fb3ff; --second:#9db4cc; --third:#d69be6; --fourth:#e5b567; --fifth:#62cccc;
--good:#63cf86; --bad:#ff8a80; --open:#ecb95c; --bad-panel:#2b1c1d; --band:#a8cdf5; color-scheme:dark;`;

/** The style of the page, on a screen of any width and on paper. */
export const STYLE_SHEET = `
:root{${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
@media print{:root{${LIGHT}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
main{max-width:1080px;margin:0 auto;padding:48px 32px 96px}
h1{font-size:clamp(1.5rem,4.4vw,2.1rem);line-height:1.25;letter-spacing:-.015em;margin:0 0 16px;font-weight:700;text-wrap:balance}
a{color:var(--accent)}
h2{font-size:1.35rem;letter-spacing:-.01em;margin:64px 0 16px;font-weight:650}
h3{font-size:1rem;margin:0 0 4px;font-weight:650}
section>h3{margin:32px 0 8px}
p{margin:0 0 12px;max-width:46rem}
code{font:.86em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
dl,dd,ul,ol,figure{margin:0;padding:0}
ul,ol{list-style:none}
.eyebrow{font-size:.9rem;color:var(--muted);margin-bottom:8px}
.lead{font-size:1.15rem}
.muted{color:var(--muted);font-size:.875rem}
.good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}
.sign{font-weight:400}
details{margin-bottom:12px;font-size:.9375rem}
summary{cursor:pointer;color:var(--accent)}
details ul{list-style:disc;padding-left:20px;margin-bottom:12px}
details p{margin:8px 0}
.finding:target,tr:has(:target){outline:2px solid var(--accent);outline-offset:4px}
.finding{border-left:3px solid var(--accent);background:var(--panel);padding:20px 24px 8px;margin-bottom:16px;border-radius:0 6px 6px 0}
.tag{font-weight:400;font-size:.875rem;color:var(--muted);margin-left:8px;white-space:nowrap}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:24px 20px}
.figures>.bad{background:var(--bad-panel);box-shadow:0 0 0 10px var(--bad-panel);color:inherit}
.figures>.bad .value{color:var(--bad)}
.figures dt{font-size:.875rem;color:var(--muted)}
.figures .value{font-size:1.6rem;line-height:1.25;font-weight:600;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.figures .note{font-size:.8125rem;color:var(--muted)}
.status{font-weight:600;white-space:nowrap}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:0 40px;margin-bottom:12px;font-size:.9375rem}
.facts>div{display:flex;justify-content:space-between;gap:16px;padding:6px 0;border-bottom:1px solid var(--rule)}
.facts dt{color:var(--muted);flex:0 0 auto;max-width:60%}
.facts dd{text-align:right;font-variant-numeric:tabular-nums;flex:0 1 auto}
.lines li{padding:6px 0;border-bottom:1px solid var(--rule)}
.lines li::first-letter{text-transform:uppercase}
.lead::first-letter{text-transform:uppercase}
table{width:100%;border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums;margin-bottom:16px}
caption{text-align:left;color:var(--muted);font-size:.875rem;padding-bottom:12px;max-width:46rem}
th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-bottom:1px solid var(--rule);font-weight:400}
thead th{color:var(--muted);font-size:.8125rem;vertical-align:bottom;white-space:nowrap}
.title{display:block}.title::first-letter{text-transform:uppercase}
.number{text-align:right;padding-left:4px;overflow-wrap:normal}
td.number{white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
tr.bad,tr.over{background:var(--bad-panel);color:inherit;box-shadow:-12px 0 var(--bad-panel),12px 0 var(--bad-panel)}
tr.open,tr.good{color:inherit}
.charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:48px 40px;grid-auto-flow:dense}
.chart{min-width:0;break-inside:avoid;display:grid;grid-row:span 2;grid-template-rows:subgrid;row-gap:4px}
.chart.empty{grid-row:auto;display:block}
.charts+table{margin-top:40px}
.empty{order:1}
.wide{grid-column:1/-1}
figcaption p{font-size:.875rem;color:var(--muted);margin-bottom:8px}
svg{overflow:visible}
svg[role=img]{display:block;width:calc(100% - 134px);margin:0 80px 0 54px;font-size:11px}
svg text{fill:var(--muted);font-variant-numeric:tabular-nums}
.tick line{stroke:var(--rule)}
.tick text{text-anchor:end}
.time,.phase-name{text-anchor:middle}
.phase{fill:var(--band);fill-opacity:.03}
.phase.odd{fill-opacity:.08}
.line{fill:none;stroke:var(--accent);stroke-width:1.75;vector-effect:non-scaling-stroke;stroke-linejoin:round;stroke-linecap:round}
.line.second{stroke:var(--second)}.line.third{stroke:var(--third)}.line.fourth{stroke:var(--fourth)}
.line.edge{stroke:var(--bad);stroke-dasharray:1 4}
.line.dot{stroke-width:5}
.line.peak{stroke:var(--ink);stroke-width:3.5}
.line.plan{stroke:var(--ink);stroke-width:1.25;stroke-dasharray:2 4}
svg .end.first{fill:var(--accent);font-weight:600}svg .end.second{fill:var(--second);font-weight:600}
svg .end.third{fill:var(--third);font-weight:600}svg .end.fourth{fill:var(--fourth);font-weight:600}svg .end.plan,svg .end.peak{fill:var(--ink)}svg .end.of-limit{fill:var(--bad);font-weight:600}
.limit line{stroke:var(--bad);stroke-width:1.25;stroke-dasharray:6 4}
text.mark{paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}
.mark line{stroke:var(--ink);stroke-width:1.25}
.mark.return line{stroke-dasharray:1 3}
svg text.mark{fill:var(--ink);font-weight:600}
.bars{fill:var(--accent);fill-opacity:.5}
.cells path{fill:var(--accent);shape-rendering:crispEdges}
.heat-1{fill-opacity:.22}.heat-2{fill-opacity:.36}.heat-3{fill-opacity:.5}.heat-4{fill-opacity:.65}.heat-5{fill-opacity:.8}.heat-6{fill-opacity:1}
.kind-0{fill:var(--bad);background:var(--bad)}.kind-1{fill:var(--fourth);background:var(--fourth)}.kind-2{fill:var(--third);background:var(--third)}
.kind-3{fill:var(--accent);background:var(--accent)}.kind-4{fill:var(--fifth);background:var(--fifth)}.kind-5{fill:var(--second);background:var(--second)}
.key,.phases{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:.8125rem;margin-bottom:12px}
.swatch{display:inline-block;width:12px;height:12px;margin-right:6px;vertical-align:-1px;border-radius:2px}
.heat .swatch{background:var(--accent);border-radius:0}
.heat{gap:4px 12px;color:var(--muted)}
.swatch.heat-1{opacity:.22}.swatch.heat-2{opacity:.36}.swatch.heat-3{opacity:.5}.swatch.heat-4{opacity:.65}.swatch.heat-5{opacity:.8}
.phases{counter-reset:phase;margin-bottom:24px;gap:4px 24px}
.phases li::before{counter-increment:phase;content:counter(phase) "\\2002";color:var(--muted);font-variant-numeric:tabular-nums}
.contents{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center;justify-content:space-between;margin-top:32px;padding:8px 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);font-size:.9375rem}
.contents ul{display:flex;flex-wrap:wrap;gap:4px 20px}
:target{scroll-margin-top:64px}
button{font:inherit;font-size:.875rem;color:var(--ink);background:var(--panel);border:1px solid var(--muted);border-radius:6px;padding:4px 10px;cursor:pointer}
button:disabled{color:var(--muted);border-color:var(--rule);cursor:default}
a:focus-visible,button:focus-visible,.cover:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.said{margin-left:12px;font-size:.875rem}
.tools{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:8px 0;margin-bottom:16px;background:var(--page)}
.at{min-width:9rem;font-variant-numeric:tabular-nums}
.hint{font-size:.875rem;color:var(--muted);margin-bottom:0}
.values{display:flex;flex-wrap:wrap;gap:4px 8px;min-height:28px;font-size:.8125rem;margin-bottom:4px}
.values li:has(>.value:empty){visibility:hidden}
.toggle{font-size:.8125rem;padding:1px 8px;border-color:var(--rule);background:none;white-space:nowrap}
.toggle[aria-pressed=false]{color:var(--muted);text-decoration:line-through}
.toggle .swatch{height:3px;margin-bottom:4px;vertical-align:middle}
.value{font-weight:600;font-variant-numeric:tabular-nums}
.swatch.first{background:var(--accent)}.swatch.second{background:var(--second)}.swatch.third{background:var(--third)}.swatch.fourth{background:var(--fourth)}.swatch.fifth{background:var(--fifth)}.swatch.peak,.swatch.plan{background:var(--ink)}
.plot{position:relative;min-width:0}
.cover{position:absolute;top:0;bottom:22px;left:54px;right:80px;cursor:crosshair;touch-action:pan-y}
.cross,.selection{position:absolute;top:0;bottom:0;pointer-events:none}
.cross{display:none;width:1px;background:var(--ink)}
.on .cross{display:block}
.selection{background:var(--accent);opacity:.2}
.off,.outside{display:none}
.zoomed svg.data{overflow:hidden}
.fold{border:0;background:none;padding:0 8px;margin-left:4px}
.fold::before{content:"▾";color:var(--muted)}
.fold[aria-expanded=false]::before{content:"▸"}
@media screen{.folded{display:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
.on-phone{display:none}
@media screen and (max-width:900px){
.charts{grid-template-columns:minmax(0,1fr)}
table,tbody,caption{display:block}
thead{display:none}
tbody tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(88px,1fr));gap:8px 12px;padding:12px 0;border-bottom:1px solid var(--rule)}
tbody tr.bad,tbody tr.over{margin:0 -12px;padding:12px;box-shadow:none}
tbody th{grid-column:1/-1;font-weight:600}
tbody th code{font-weight:400}
tbody th,tbody td,tbody .number{padding:0;border:0;text-align:left;white-space:normal}
td[data-heading]::before{content:attr(data-heading);display:block;color:var(--muted);font-size:.75rem}
}
@media screen and (max-width:720px){
main{padding:28px 16px 64px}
h2{margin-top:48px}
tbody tr.bad,tbody tr.over{margin:0 -16px;padding:12px 16px}
.on-phone{display:inline}.on-desk{display:none}
.figures{grid-template-columns:repeat(auto-fill,minmax(130px,1fr))}
.finding{padding:16px 16px 4px}
}
@media print{
.contents,.tools,.hint,.values,.fold{display:none}
body{font-size:10.5pt}
main{max-width:none;padding:0}
h2{margin-top:28pt;break-after:avoid}
h3{break-after:avoid}
.charts{grid-template-columns:minmax(0,1fr);gap:20pt}
tr,.finding,.figures>div,.facts>div{break-inside:avoid}
.phase,.cells path,[class^=kind],.swatch,tr.bad,tr.over{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
