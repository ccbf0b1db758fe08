/** One column, the colours of the reader's system, wide enough for two excerpts beside each other. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#626b76;--line:#d9dee4;--soft:#f5f7f9;--err:#b42318;--warn:#9a6700;--info:#1f6feb}
@media (prefers-color-scheme:dark){:root{--bg:#14171b;--fg:#e6e9ed;--dim:#98a2ad;--line:#2c333b;--soft:#1c2127;--err:#ff7b72;--warn:#e3b341;--info:#79b8ff}}
*{box-sizing:border-box}body{margin:0 auto;max-width:78rem;padding:2rem 1.25rem 4rem;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.6rem}.names{margin:.25rem 0;color:var(--dim)}.counts{font-size:1.1rem;margin:.5rem 0 1.5rem}
h2{font-size:1.05rem;margin:2rem 0 .5rem;padding-bottom:.3rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.method{font-weight:700;color:var(--dim)}
article{border-left:4px solid var(--info);background:var(--soft);padding:.6rem .9rem;margin:.6rem 0;border-radius:0 6px 6px 0}
article.err{border-color:var(--err)}article.warn{border-color:var(--warn)}
.what{margin:0;overflow-wrap:anywhere}.level{font-size:.75rem;font-weight:700;text-transform:uppercase;color:var(--info)}
.err .level{color:var(--err)}.warn .level{color:var(--warn)}
.id,.why,figcaption{color:var(--dim);font-size:.85rem}.why{margin:.2rem 0 0}
code,pre{font-family:ui-monospace,monospace;font-size:.85em}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-top:.5rem}
@media (max-width:50rem){.sides{grid-template-columns:1fr}}
figure{margin:0;min-width:0}pre{margin:.2rem 0 0;padding:.5rem;background:var(--bg);border:1px solid var(--line);border-radius:6px;overflow-x:auto}
pre b{display:inline-block;min-width:3.5em;color:var(--dim);font-weight:400;user-select:none}
pre .here{background:color-mix(in srgb,var(--warn) 22%,transparent)}
.also{font-size:.85rem;color:var(--dim)}.also ul{columns:2;margin:.3rem 0}
`;
