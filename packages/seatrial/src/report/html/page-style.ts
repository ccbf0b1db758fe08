import { SECTION_STYLE } from './section-style.ts';

const TOKENS = `
:root {
  --paper: #fbfbf9; --surface: #fff; --sunken: #f4f5f2; --line: #e2e4e0; --ink: #15191c; --muted: #5a636b;
  --green: #17714a; --red: #b8291f; --ochre: #8a5c00; --grey: #6b747c; --blue: #1d5a8f;
  --green-soft: #e5f1ea; --red-soft: #fbeae7; --ochre-soft: #f8efdb; --grey-soft: #edefec;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0e1113; --surface: #15191c; --sunken: #1b2024; --line: #2a3035; --ink: #e7eaec; --muted: #9aa4ac;
    --green: #62c394; --red: #ff8b7e; --ochre: #e2b45c; --grey: #929ca4; --blue: #82b8e8;
    --green-soft: #11261c; --red-soft: #2d1614; --ochre-soft: #281f0d; --grey-soft: #1f2428;
  }
}
[data-verdict="ready"] { --verdict: var(--green); --verdict-soft: var(--green-soft); }
[data-verdict="not ready"] { --verdict: var(--red); --verdict-soft: var(--red-soft); }
[data-verdict="not proven"] { --verdict: var(--ochre); --verdict-soft: var(--ochre-soft); }
.passed { --tone: var(--green); --tone-soft: var(--green-soft); }
.failed, .error { --tone: var(--red); --tone-soft: var(--red-soft); }
.flaky { --tone: var(--ochre); --tone-soft: var(--ochre-soft); }
.skipped { --tone: var(--grey); --tone-soft: var(--grey-soft); }
`;

const BASE = `
*, *::before, *::after { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 5rem; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 400 0.9375rem/1.55 var(--sans); }
.page { max-width: 68rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2.5rem); }
h1, h2, h3, h4, p, dl, dd, ol, ul, pre, figure { margin: 0; padding: 0; }
ol, ul { list-style: none; }
code, pre, .id, .took { font-family: var(--mono); font-variant-ligatures: none; }
code, pre { font-size: 0.8125rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; line-height: 1.5; max-height: 26rem; overflow: auto; }
a { color: inherit; text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); text-underline-offset: 0.2em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; border-radius: 3px; }
h2 { margin: 3.5rem 0 1rem; font-size: 1.375rem; font-weight: 650; letter-spacing: -0.015em; line-height: 1.25; }
h3 { font-size: 0.9375rem; font-weight: 650; }
h4 { font-size: 0.8125rem; font-weight: 600; }
[hidden] { display: none !important; }
.aside { color: var(--muted); font-size: 0.8125rem; font-weight: 400; letter-spacing: 0; }
.label { color: var(--muted); font-size: 0.75rem; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sprite { position: absolute; width: 0; height: 0; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: 0.5rem 1rem; background: var(--surface); z-index: 9; }
.mark { display: inline-grid; place-items: center; flex: none; width: 1.125rem; height: 1.125rem; border-radius: 50%; color: var(--tone); background: var(--tone-soft); vertical-align: -0.22em; }
.mark svg { width: 0.8125rem; height: 0.8125rem; fill: none; stroke: currentColor; stroke-width: 2.1; stroke-linecap: round; stroke-linejoin: round; }
.failed.mark, .error.mark { color: var(--surface); background: var(--tone); }
.tag { padding: 0.05rem 0.4rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--muted); font: 0.6875rem/1.5 var(--mono); white-space: nowrap; }
.tag.optional { font-family: var(--sans); font-style: italic; }
.trimmed, .empty { color: var(--muted); font-size: 0.8125rem; font-style: italic; padding-block: 0.5rem; }
.took { color: var(--muted); font-size: 0.75rem; font-variant-numeric: tabular-nums; white-space: nowrap; text-align: right; }
button, input { font: inherit; color: inherit; }
`;

const HERO = `
.hero { padding-block: clamp(2rem, 6vw, 4.5rem) 2.25rem; background: linear-gradient(var(--verdict-soft), var(--paper)); }
.overline { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; justify-content: space-between; color: var(--muted); font-size: 0.875rem; }
.overline b { color: var(--ink); font-weight: 600; }
.overline time { font-variant-numeric: tabular-nums; }
.verdict { display: grid; grid-template-columns: auto 1fr; gap: clamp(1rem, 3vw, 2rem); align-items: center; margin-block: clamp(1.75rem, 5vw, 3.5rem); }
.seal { width: clamp(3.5rem, 11vw, 7rem); fill: none; stroke: var(--paper); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.seal circle { fill: var(--verdict); stroke: none; }
h1 { color: var(--verdict); font-size: clamp(2.75rem, 10vw, 5.5rem); font-weight: 700; letter-spacing: -0.045em; line-height: 0.95; margin-left: -0.04em; }
h1::first-letter { text-transform: uppercase; }
.reason { margin-top: 0.75rem; font-size: clamp(1.0625rem, 2.2vw, 1.3125rem); line-height: 1.4; max-width: 42rem; text-wrap: balance; overflow-wrap: anywhere; }
.counts { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; }
.counts div { display: flex; flex-direction: column-reverse; }
.counts dt { color: var(--muted); font-size: 0.8125rem; }
.counts dd { color: var(--tone, var(--ink)); font-size: 1.625rem; font-weight: 600; letter-spacing: -0.02em; line-height: 1.2; font-variant-numeric: tabular-nums; }
.ticks { display: flex; gap: 2px; margin-top: 1.75rem; height: 1.75rem; align-items: end; }
.ticks a { flex: 1 1 0; min-width: 1px; max-width: 2.75rem; height: 55%; background: var(--tone); opacity: 0.55; border-radius: 1.5px; transition: opacity 0.15s, height 0.15s; }
.ticks .failed, .ticks .error, .ticks .flaky { height: 100%; opacity: 1; }
.ticks .skipped { height: 55%; background: none; border: 1px solid var(--tone); }
.ticks a:is(:hover, :focus-visible) { opacity: 1; height: 100%; }
`;

const PRINT = `
@media print {
  :root { --paper: #fff; --surface: #fff; --sunken: #fff; --ink: #000; --muted: #444; }
  .hero { background: none; padding-block: 0 1rem; }
  .toolbar, .copy, .skip { display: none !important; }
  body { font-size: 9pt; }
  pre { max-height: none; }
  .card, .check summary, tr, .gantt li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  * { print-color-adjust: exact; }
}
`;

/** The whole style of the page. */
export const PAGE_STYLE: string = TOKENS + BASE + HERO + SECTION_STYLE + PRINT;
