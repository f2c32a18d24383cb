// The style of the payment window: one text, inlined in its pages and named by hash in their policy.

export const windowStyle = `
:root{color-scheme:light;--ink:#0f172a;--soft:#526077;--line:#d5dbe5;--field:#7b879c;--back:#f4f6fa;
--sheet:#fff;--accent:#1d4ed8;--accent-ink:#fff;--wrong:#b42318;--good:#067647;--warn:#8a5300;
--warn-back:#fff7e6}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;
color:var(--ink);background:var(--back);-webkit-text-size-adjust:100%}
body{margin:0;min-width:280px}
main{max-width:30rem;margin:0 auto;background:var(--sheet);min-height:100vh;padding:0 1.25rem 1.5rem}
h1,h2,p,fieldset,legend{margin:0;padding:0;border:0}
.ribbon{margin:0 -1.25rem;padding:.5rem 1.25rem;background:var(--warn-back);color:var(--warn);
font-size:.8125rem}
.bill{position:sticky;top:0;z-index:2;background:var(--sheet);padding:1rem 0 .75rem;
border-bottom:1px solid var(--line);margin-bottom:1rem}
.bill h1{font-size:.9375rem;font-weight:600;color:var(--soft);overflow-wrap:anywhere}
.goods{overflow-wrap:anywhere;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;
overflow:hidden}
.amount{font-size:1.75rem;font-weight:700;letter-spacing:-.02em;margin-top:.25rem;
font-variant-numeric:tabular-nums}
.amount small{font-size:1rem;font-weight:600;margin-left:.125rem}
form{display:grid;gap:1rem;position:relative}
.language{position:absolute;right:-.5rem;top:-3.5rem;z-index:3;border:0;background:none;color:var(--soft);
font:inherit;font-size:.8125rem;min-height:44px;min-width:44px;padding:0 .5rem;cursor:pointer;
text-decoration:underline;text-underline-offset:.2em}
legend,label{font-size:.875rem;font-weight:600}
.ways{display:flex;flex-wrap:wrap;gap:.5rem}
.ways legend{width:100%;margin-bottom:.375rem}
.way{flex:1 1 8rem;position:relative}
.way input{position:absolute;opacity:0;inset:0;width:100%;height:100%;margin:0;cursor:pointer}
.way span{display:flex;align-items:center;justify-content:center;min-height:48px;padding:.25rem .5rem;
border:1px solid var(--field);border-radius:10px;text-align:center}
.way input:checked+span{border:2px solid var(--accent);color:var(--accent)}
.way input:checked+span::before{content:"✓";margin-right:.375rem}
.fields{display:grid;gap:.875rem}
.field{display:grid;gap:.25rem;position:relative;align-content:start}
.field[hidden]{display:none}
input:not([type]),input[type=text],input[type=password],select{font:inherit;color:inherit;width:100%;
min-height:48px;padding:.5rem .75rem;border:1px solid var(--field);border-radius:10px;background:#fff;
font-variant-numeric:tabular-nums}
input[aria-invalid]{border:2px solid var(--wrong)}
.note{font-size:.8125rem;color:var(--soft);min-height:0}
.note:empty{display:none}
.note.wrong{color:var(--wrong);font-weight:600}
.note.wrong::before{content:"! "}
.issuer{position:absolute;right:.875rem;top:2.3125rem;font-size:.875rem;font-weight:600;
color:var(--accent);pointer-events:none}
.cards legend{margin-bottom:.375rem}
.cards{display:grid;gap:.5rem;max-height:16rem;overflow:auto}
.option{display:flex;align-items:center;gap:.625rem;min-height:48px;padding:.25rem .75rem;
border:1px solid var(--line);border-radius:10px;font-weight:500;cursor:pointer}
.option span{flex:1}
.option small{color:var(--soft);font-weight:400}
.option .tag{border:1px solid currentColor;border-radius:6px;padding:0 .375rem;font-size:.75rem}
input[type=radio],input[type=checkbox]{width:20px;height:20px;accent-color:var(--accent);flex:none;margin:0}
.card-line{padding:.75rem;border:1px solid var(--line);border-radius:10px;font-weight:600}
.alert{color:var(--wrong);font-weight:600;overflow-wrap:anywhere}
.alert:empty{display:none}
.terms label{display:flex;gap:.625rem;align-items:center;min-height:44px;font-weight:500}
.terms summary{font-size:.8125rem;color:var(--soft);cursor:pointer;min-height:44px;line-height:44px;
margin-left:1.875rem}
.terms details p{font-size:.8125rem;color:var(--soft);margin-left:1.875rem}
.time{font-size:.8125rem;color:var(--soft);text-align:center}
.time:empty{display:none}
.buttons{display:grid;gap:.5rem}
button{font:inherit;cursor:pointer}
.primary,.plain,.test{display:flex;align-items:center;justify-content:center;min-height:52px;width:100%;
border-radius:12px;padding:.5rem 1rem;font-weight:700;text-decoration:none}
.primary{border:0;background:var(--accent);color:var(--accent-ink)}
.primary:hover{background:#1e40af}
.plain{border:1px solid var(--field);background:#fff;color:var(--ink);font-weight:600}
.test{min-height:44px;border:1px dashed var(--warn);background:var(--warn-back);color:var(--warn);
font-size:.875rem;font-weight:600}
button:disabled{opacity:.6;cursor:progress}
:focus-visible{outline:3px solid #93b4ff;outline-offset:2px}
.way input:focus-visible+span{outline:3px solid #93b4ff;outline-offset:2px}
.phone{position:fixed;z-index:10;left:50%;bottom:1rem;transform:translateX(-50%);width:min(22rem,calc(100% - 2rem));
background:#0f172a;color:#fff;border-radius:28px;padding:1.75rem 1.25rem 1.25rem;display:grid;gap:.75rem;
box-shadow:0 24px 60px rgb(15 23 42/.45),0 0 0 100vmax rgb(15 23 42/.5);overflow-wrap:anywhere}
.phone h2{font-size:.875rem;font-weight:600;color:#cbd5e1}
.phone p{font-size:1.125rem;font-weight:600}
.phone .plain{background:transparent;color:#fff;border-color:#94a3b8}
.phone .primary{background:#fff;color:#0f172a}
.ending{display:grid;gap:.5rem;justify-items:center;text-align:center;padding:3rem 0;overflow-wrap:anywhere}
.ending:focus{outline:0}
.ending h2{font-size:1.25rem}
.ending .mark{width:3.5rem;height:3.5rem;border-radius:50%;display:grid;place-items:center;color:#fff;
font-size:1.75rem;font-weight:700;background:var(--wrong)}
.ending.good .mark{background:var(--good)}
.ending a{margin-top:1rem;max-width:16rem}
.handoff{display:grid;gap:1rem;padding:3rem 0;text-align:center}
@media (min-width:640px){.fields{grid-template-columns:1fr 1fr}.fields>:first-child,.fields>.cards,
.fields>.card-line{grid-column:1/-1}main{max-width:44rem}}
@media (prefers-reduced-motion:no-preference){.primary{transition:background .15s}}
`;
