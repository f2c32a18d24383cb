// The style of the payment window: one text, inlined in its pages and named by hash in a policy.

export const windowStyle = `
:root{color-scheme:light;--ink:#101828;--soft:#475467;--line:#e4e7ec;--edge:#828c9e;--back:#f2f4f7;
--sheet:#fff;--accent:#1d4ed8;--deep:#1e40af;--tint:#eff4ff;--wrong:#b42318;--wrong-tint:#fef3f2;
--good:#067647;--warn:#7a4b00;--warn-tint:#fff6e0;--ring:#84adff}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",
"Noto Sans CJK KR",sans-serif;color:var(--ink);background:var(--back);-webkit-text-size-adjust:100%;
word-break:keep-all;scroll-padding:8.5rem 0 6rem}
body{margin:0;min-width:280px}
h1,h2,p,fieldset,legend,ul{margin:0;padding:0;border:0;min-width:0}
button,input,select{font:inherit;color:inherit}
button{cursor:pointer}
[hidden]{display:none!important}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}

main{max-width:30rem;margin:0 auto;background:var(--sheet);min-height:100vh;min-height:100dvh;
display:flex;flex-direction:column}
.framed main{min-height:0}
.ribbon{padding:.375rem 1.25rem;background:var(--warn-tint);color:var(--warn);font-size:.8125rem;
font-weight:600;text-align:center}
.sides{flex:1;display:flex;flex-direction:column}

.bill{position:sticky;top:0;z-index:2;background:var(--sheet);padding:.5rem 1.25rem .875rem;
border-bottom:1px solid var(--line);display:grid;grid-template-columns:1fr auto;align-items:center;
column-gap:1rem}
.bill h1{font-size:.9375rem;font-weight:600;color:var(--soft);overflow-wrap:anywhere}
.tools{display:flex;min-height:44px;margin-right:-.625rem;justify-self:end}
.goods{font-weight:600;overflow-wrap:anywhere;display:-webkit-box;-webkit-line-clamp:2;
-webkit-box-orient:vertical;overflow:hidden}
.amount{font-size:1.5rem;line-height:1.3;font-weight:700;letter-spacing:-.02em;text-align:right;
font-variant-numeric:tabular-nums;justify-self:end}
.amount small{font-size:1rem;font-weight:600;letter-spacing:0;margin-left:.0625rem}
.buyer{grid-column:1/-1;font-size:.8125rem;color:var(--soft);overflow-wrap:anywhere}
.quiet{border:0;background:none;color:var(--soft);font-size:.875rem;min-height:44px;min-width:44px;
padding:0 .625rem;border-radius:10px}
button.quiet:hover{background:var(--back);color:var(--ink)}

#pay{flex:1;display:flex;flex-direction:column;padding:1rem 1.25rem 0}
.waiting{margin:auto;padding:3rem 0;color:var(--soft);font-size:.9375rem}
form{flex:1;display:flex;flex-direction:column;gap:1rem}
.alert{padding:.75rem .875rem;border-radius:12px;background:var(--wrong-tint);color:var(--wrong);
font-size:.9375rem;font-weight:600;overflow-wrap:anywhere;display:flex;gap:.5rem}
.alert::before{content:"!";flex:none;width:1.25rem;height:1.25rem;margin-top:.125rem;
border-radius:50%;
background:var(--wrong);color:#fff;font-size:.8125rem;line-height:1.25rem;text-align:center}
.alert:empty{display:none}
.alert:focus{outline:0}.alert div{flex:1;min-width:0}

.ways{display:flex;gap:.25rem;padding:.25rem;border-radius:14px;background:var(--back)}
.way{flex:1;position:relative;text-align:center;font-size:.9375rem;font-weight:600}
.way input,.tile input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;
cursor:pointer}
.way span{display:flex;align-items:center;justify-content:center;min-height:44px;height:100%;
padding:.25rem .5rem;border-radius:11px;color:var(--soft)}
.way input:checked+span{background:var(--sheet);color:var(--accent);
box-shadow:0 1px 3px rgb(16 24 40/.16),inset 0 0 0 1.5px var(--accent)}
.way input:checked+span::before{content:"✓";margin-right:.375rem}
.test{display:flex;align-items:center;justify-content:space-between;gap:.5rem;line-height:1.35;
padding:.125rem .25rem .125rem .875rem;border:1px dashed var(--warn);border-radius:12px;
background:var(--warn-tint);color:var(--warn);font-size:.8125rem}
.test button{flex:none;border:0;background:none;min-height:44px;padding:0 .625rem;font-weight:700;
text-decoration:underline;text-underline-offset:.2em}

.fields{display:grid;grid-template-columns:1fr 1fr;gap:.875rem .75rem;align-items:start}
.field{position:relative;display:grid;gap:.3125rem;min-width:0}
.whole,.field:only-child{grid-column:1/-1}
@media (max-width:39.99rem){.long{grid-column:1/-1}}
label,legend{font-size:.875rem;font-weight:600}
.field input,select{width:100%;min-height:48px;padding:.5rem .875rem;border:1px solid var(--edge);
border-radius:12px;background:var(--sheet);font-variant-numeric:tabular-nums}
.field input::placeholder{color:#6a7588;opacity:1}
select{appearance:none;padding-right:2.25rem;background:var(--sheet) url("data:image/svg+xml,\
%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='8' fill='none' stroke='%23475467' \
stroke-width='2'%3E%3Cpath d='m1 1 5 5 5-5'/%3E%3C/svg%3E") no-repeat right .875rem center}
.field input[type=password]{letter-spacing:.25em}
.note{font-size:.8125rem;line-height:1.4;color:var(--soft);overflow-wrap:anywhere}
.note:empty{display:none}
.wrong .note,.terms .note{color:var(--wrong);font-weight:600}
.wrong input,.wrong select{border-color:var(--wrong);box-shadow:inset 0 0 0 1px var(--wrong)}
.issuer{position:absolute;right:.75rem;top:2.25rem;padding:0 .5rem;border-radius:8px;
background:var(--tint);color:var(--accent);font-size:.8125rem;font-weight:700;line-height:1.75rem;
pointer-events:none}
.issuer:empty{display:none}

.cards legend{margin-bottom:.5rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.25rem,1fr));gap:.5rem}
.tile{position:relative;font-weight:400}
.tile span{display:flex;flex-direction:column;justify-content:center;min-height:56px;height:100%;
padding:.375rem .75rem;border:1px solid var(--line);border-radius:12px}
.tile b{font-size:.9375rem;font-weight:600;line-height:1.3}
.tile small{font-size:.8125rem;color:var(--soft)}
.tile input:checked+span{border-color:var(--accent);background:var(--tint);
box-shadow:inset 0 0 0 1px var(--accent)}
.tile input:checked+span b{color:var(--accent)}
.tile input:checked+span b::after{content:" ✓"}
summary{min-height:44px;display:flex;align-items:center;gap:.375rem;font-size:.875rem;
color:var(--soft);
cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";width:.4375rem;height:.4375rem;flex:none;border:solid currentColor;
border-width:0 2px 2px 0;transform:rotate(-45deg)}
[open]>summary::before{transform:rotate(45deg)}
.saved{display:flex;flex-wrap:wrap;gap:.125rem .75rem;align-items:baseline;padding:.875rem 1rem;
border:1.5px solid var(--accent);border-radius:12px;background:var(--tint);
font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.saved span{color:var(--soft)}

.terms{border-top:1px solid var(--line);padding-top:.25rem}
.terms label{display:flex;gap:.625rem;align-items:center;min-height:44px;cursor:pointer}
.terms details{padding-left:1.875rem}
.term{position:relative}
.term label{font-weight:400;padding-right:4.5rem}
.term details{padding:0}
.term summary{position:absolute;top:0;right:0;padding-left:.5rem}
.term ul{padding:.75rem .875rem .75rem 1.875rem;margin:.125rem 0 .5rem;border-radius:12px;
background:var(--back);font-size:.8125rem;color:var(--soft);word-break:normal;
overflow-wrap:anywhere}
.term li+li{margin-top:.375rem}
input[type=checkbox]{width:1.25rem;height:1.25rem;flex:none;margin:0;accent-color:var(--accent)}

.foot{position:sticky;bottom:0;z-index:1;margin:auto -1.25rem 0;padding:.75rem 1.25rem 1rem;
background:var(--sheet);box-shadow:0 -1px 0 var(--line);display:grid;gap:.5rem}
.time,.status{font-size:.875rem;text-align:center;color:var(--soft)}
.time{color:var(--wrong);font-weight:600;font-variant-numeric:tabular-nums}
.time:empty,.status:empty{display:none}
.primary,.plain{display:flex;align-items:center;justify-content:center;width:100%;min-height:52px;
padding:.5rem 1rem;border-radius:14px;font-weight:700;text-decoration:none;text-align:center}
.primary{border:0;background:var(--accent);color:#fff;font-size:1.0625rem;
font-variant-numeric:tabular-nums}
.primary:hover{background:var(--deep)}
.plain{border:1px solid var(--edge);background:var(--sheet);color:var(--ink);font-weight:600}
button:disabled{cursor:progress;opacity:.65}
[aria-busy] .primary::before{content:"";width:1rem;height:1rem;margin-right:.625rem;
border-radius:50%;
border:2.5px solid rgb(255 255 255/.4);border-top-color:#fff}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
.way input:focus-visible+span,.tile input:focus-visible+span{outline:3px solid var(--ring);
outline-offset:2px}

.phone{width:min(20rem,100% - 2rem);max-height:calc(100% - 1rem);border:10px solid var(--ink);
border-radius:36px;padding:1rem 1.25rem 1.25rem;background:var(--sheet);color:var(--ink);
overflow:auto;
box-shadow:0 24px 64px rgb(16 24 40/.4)}
.phone::backdrop{background:rgb(16 24 40/.6)}
.phone .simulated{width:fit-content;margin:0 auto .75rem;padding:.0625rem .625rem;
border-radius:99px;
background:var(--warn-tint);color:var(--warn);font-size:.8125rem;font-weight:600}
.phone h2{font-size:1.0625rem;text-align:center}
.phone p{text-align:center;overflow-wrap:anywhere}
.phone .sum{margin:.75rem 0 .25rem;font-size:1.625rem;font-weight:700;letter-spacing:-.02em;
font-variant-numeric:tabular-nums}
.phone .facts{font-size:.875rem;color:var(--soft)}
.phone .primary{margin-top:1.25rem}
.phone .plain{margin-top:.5rem}

.ending{margin:auto;width:100%;max-width:22rem;padding:2.5rem 0 3rem;display:grid;gap:.5rem;
justify-items:center;text-align:center;overflow-wrap:anywhere}
.ending:focus{outline:0}
.ending .title{font-size:1.25rem;line-height:1.4}
.mark{width:4rem;height:4rem;margin-bottom:.75rem;border-radius:50%;display:grid;place-items:center;
background:var(--wrong-tint);color:var(--wrong);font-size:1.875rem;font-weight:700}
.good .mark{background:#ecfdf3;color:var(--good)}
.ending p.quiet{min-height:0;padding:0}
.ending .why{font-weight:600;color:var(--wrong)}
.ending .primary,.ending .plain{margin-top:1.25rem}
.handoff{padding:3rem 1.25rem;justify-content:center;text-align:center}
.said{margin-bottom:.75rem;overflow-wrap:anywhere;white-space:pre-line}
#pay.link{padding-bottom:1.25rem}
.link form,.link .alert{margin-top:auto;flex:none}

@media (max-height:30rem){.bill,.foot{position:static}html{scroll-padding:1rem 0}}
@media (max-width:21.5rem){.bill,.ribbon{padding-left:1rem;padding-right:1rem}#pay{
padding:1rem 1rem 0}
.foot{margin:auto -1rem 0;padding:.75rem 1rem}.way{font-size:.875rem}}
@media (min-width:40rem){html{scroll-padding:1rem 0}main{max-width:46rem}.sides{display:grid;
grid-template-columns:14.5rem 1fr}
.sides>:only-child{grid-column:1/-1}
.bill{position:static;display:flex;flex-direction:column;align-items:flex-start;
padding:1.5rem 1.25rem 1rem;background:var(--back);border:0}
.goods{-webkit-line-clamp:5;margin:.25rem 0 .75rem}
.amount{text-align:left;justify-self:auto;font-size:1.5rem;overflow-wrap:anywhere}.buyer{
margin-top:.5rem}
.tools{order:1;margin:1.25rem 0 0 -.625rem}
.foot{position:static}}
@media (min-width:52rem){body{padding:3rem 1rem}.framed body{padding:0}
main{min-height:34rem;border-radius:20px;overflow:clip;box-shadow:0 8px 40px rgb(16 24 40/.1)}
.framed main{border-radius:0;box-shadow:none}}
@media (prefers-reduced-motion:no-preference){button,.way span,.tile span{
transition:background .15s,box-shadow .15s}
[aria-busy] .primary::before{animation:turn .8s linear infinite}}
@keyframes turn{to{transform:rotate(1turn)}}
`;
