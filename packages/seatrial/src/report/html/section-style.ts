const FINDINGS = `
.deciding { display: grid; gap: 0.75rem; }
.card { padding: 1rem 1.25rem 0.9rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.card h3 { display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: baseline; }
.card h3 .mark { align-self: center; }
.card .id, .check .id { font-size: 0.8125rem; font-weight: 600; overflow-wrap: anywhere; }
.test { margin-top: 0.35rem; color: var(--muted); font-size: 0.875rem; }
.message { margin-top: 0.4rem; overflow-wrap: anywhere; }
.missing { margin-top: 0.5rem; }
.missing li { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: baseline; padding-block: 0.3rem; border-top: 1px solid var(--line); }
.missing .id { min-width: 6.5rem; }
.missing .aside { margin-left: auto; }
.contrast { display: grid; gap: 1px; margin-top: 0.6rem; border-radius: 6px; overflow: hidden; }
.contrast div { display: grid; grid-template-columns: 5.5rem 1fr; background: var(--row); }
.contrast .expected { --row: var(--green-soft); --word: var(--green); }
.contrast .seen { --row: var(--red-soft); --word: var(--red); }
.contrast dt { padding: 0.4rem 0.75rem; color: var(--word); font-size: 0.75rem; font-weight: 600; line-height: 1.65; }
.contrast dd { padding: 0.4rem 0.75rem 0.4rem 0; font: 0.8125rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
.detail, .json pre, .death pre { margin-top: 0.5rem; padding: 0.7rem 0.9rem; background: var(--sunken); border-radius: 6px; }
.place, .command { display: flex; flex-wrap: wrap; gap: 0 0.5rem; align-items: baseline; margin-top: 0.5rem; }
.place code, .command code { color: var(--muted); }
.command code { color: var(--ink); }
.place + .command { margin-top: 0.15rem; }
.label { min-width: 2.25rem; }
.copy { padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 5px; background: var(--surface); color: var(--muted); font-size: 0.6875rem; line-height: 1.6; cursor: pointer; }
.copy:hover { color: var(--ink); border-color: var(--muted); }
`;

const CHECKS = `
.toolbar { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; padding-block: 0.6rem; background: var(--paper); border-bottom: 1px solid var(--line); }
.toolbar input { flex: 1 1 15rem; min-width: 0; padding: 0.4rem 0.75rem; background: var(--surface); border: 1px solid var(--line); border-radius: 7px; }
.toolbar [role="group"] { display: flex; flex-wrap: wrap; gap: 0.35rem; }
.toolbar button { display: inline-flex; gap: 0.4rem; align-items: center; padding: 0.3rem 0.7rem 0.3rem 0.4rem; background: none; border: 1px solid var(--line); border-radius: 2rem; font-size: 0.8125rem; cursor: pointer; }
.toolbar button:hover { border-color: var(--muted); }
.toolbar button[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
.toolbar b { font-weight: 600; font-variant-numeric: tabular-nums; }
.group h3 { display: flex; gap: 0.75rem; align-items: baseline; padding: 1.5rem 0 0.5rem; }
.check { border-top: 1px solid var(--line); }
.group .check:last-child { border-bottom: 1px solid var(--line); }
.check summary { cursor: pointer; list-style: none; }
.check summary::-webkit-details-marker { display: none; }
.check > summary { display: grid; grid-template-columns: 1.125rem minmax(6.5rem, max-content) 1fr auto 0.6rem; gap: 0.9rem; align-items: baseline; padding: 0.55rem 0.6rem; margin-inline: -0.6rem; border-radius: 6px; }
.check > summary .mark { align-self: center; }
.check > summary::after { content: "›"; color: var(--muted); text-align: center; }
.check[open] > summary::after { rotate: 90deg; }
.check > summary:hover { background: var(--sunken); }
.check:target > summary { background: var(--ochre-soft); }
.title { overflow-wrap: anywhere; }
.check .body { padding: 0.1rem 0 1.25rem 2.05rem; }
.body h4 { margin-top: 1rem; display: flex; gap: 0.5rem; align-items: center; flex-wrap: wrap; }
.steps, .tests { margin-top: 0.75rem; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); overflow: hidden; }
.steps > li + li, .tests > li + li { border-top: 1px solid var(--line); }
.steps .trimmed, .tests .trimmed { padding: 0.5rem 0.9rem; }
.steps summary, .tests .line { display: grid; grid-template-columns: 1.125rem 1fr auto; gap: 0.75rem; align-items: baseline; padding: 0.4rem 0.9rem; }
.tests .line { display: flex; }
.tests .line .took { margin-left: auto; }
.steps summary:hover { background: var(--sunken); }
.steps summary .mark, .tests .mark { align-self: center; }
.steps details > :not(summary) { margin-inline: 0.9rem; }
.steps details[open] { padding-bottom: 0.8rem; }
.tests li > :not(.line) { margin: 0 0.9rem 0.6rem 2.8rem; }
.tests .message { margin-top: 0; color: var(--muted); font-size: 0.875rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; margin-top: 0.5rem; font-size: 0.8125rem; }
.facts div { display: flex; gap: 0.4rem; }
.facts dt { color: var(--muted); }
.facts dd { font-family: var(--mono); overflow-wrap: anywhere; white-space: pre-wrap; }
.json { margin-top: 0.7rem; }
.json figcaption { color: var(--muted); font: 0.75rem var(--mono); overflow-wrap: anywhere; }
.json figcaption b { color: var(--ink); font-family: var(--sans); font-weight: 600; margin-right: 0.3rem; }
.json pre { margin-top: 0.3rem; }
.k { color: var(--blue); } .s { color: var(--green); } .n { color: var(--ochre); }
`;

const TABLES = `
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; }
thead th { color: var(--muted); font-size: 0.75rem; font-weight: 500; }
tbody th { font-weight: 600; white-space: nowrap; }
.state { white-space: nowrap; color: var(--tone); }
.links a, .links span { margin-right: 0.5rem; font: 0.75rem var(--mono); white-space: nowrap; }
.links .failed, .links .error { color: var(--tone); font-weight: 600; }
.numbers { font: 0.8125rem/1.5 var(--mono); font-variant-numeric: tabular-nums; white-space: nowrap; }
.numbers span { display: block; }
.death { margin-top: 1rem; }
.death summary { cursor: pointer; }
.warnings li { padding-block: 0.6rem; border-top: 1px solid var(--line); }
.warnings .message { margin: 0; }
.warnings .place { margin-top: 0.1rem; }
`;

const TIMELINE = `
.gantt { position: relative; --labels: 9.5rem; --times: 4.5rem; padding-top: 1.4rem; }
.gantt.packed { --labels: 0rem; --times: 0rem; }
.gantt .grid { position: absolute; top: 0; left: var(--labels); width: calc(100% - var(--labels) - var(--times)); height: 100%; overflow: visible; pointer-events: none; }
.grid line { stroke: var(--line); }
.grid text { fill: var(--muted); font: 0.6875rem var(--mono); }
.gantt li { position: relative; display: grid; grid-template-columns: calc(var(--labels) - 0.75rem) 1fr calc(var(--times) - 0.75rem); gap: 0.75rem; align-items: center; line-height: 1.5rem; }
.gantt li a { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 0.75rem/1.5rem var(--mono); text-decoration: none; }
.gantt li a:hover { text-decoration: underline; }
.gantt li svg, .gantt .lanes { display: block; width: 100%; position: relative; }
.gantt rect { fill: var(--tone); opacity: 0.75; }
.gantt rect.failed, .gantt rect.error { opacity: 1; }
footer { margin-top: 4rem; padding-block: 1.5rem 3rem; border-top: 1px solid var(--line); font-size: 0.8125rem; }
footer dl { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; }
footer dt { color: var(--muted); font-size: 0.75rem; }
footer dd { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
`;

const NARROW = `
@media (max-width: 40rem) {
  .check > summary { grid-template-columns: 1.125rem 1fr auto 0.6rem; gap: 0.1rem 0.7rem; }
  .check > summary .title { grid-column: 2 / -1; grid-row: 2; }
  .check > summary .mark { align-self: start; margin-top: 0.15rem; }
  .check .body { padding-left: 0; }
  .contrast div { grid-template-columns: 5.75rem 1fr; }
  .counts { gap: 0.9rem 1.75rem; }
  .gantt { --labels: 6.5rem; --times: 3.75rem; }
  .tests .line { flex-wrap: wrap; }
}
`;

/** Everything below the verdict. */
export const SECTION_STYLE: string = FINDINGS + CHECKS + TABLES + TIMELINE + NARROW;
