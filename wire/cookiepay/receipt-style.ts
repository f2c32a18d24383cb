// The table of styles of the receipt page: a slip of paper in a pop-up, on a phone and on A4.

/**
 * Stands between the page's style tags exactly as it is here, so that the server can allow it by
 * its hash and nothing else.
 */
export const receiptStyle = `
:root { color-scheme: light; --ink: #1d2025; --soft: #6a707a; --line: #d9dce1; --mark: #b3261e }
* { box-sizing: border-box; margin: 0 }
body { background: #eef0f2; color: var(--ink); padding: 24px 16px;
  font: 14px/1.5 Pretendard, "Apple SD Gothic Neo", "Noto Sans KR", "Malgun Gothic", sans-serif;
  font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100% }
main { background: #fff; max-width: 420px; margin: 0 auto; padding: 28px 26px 24px;
  border-radius: 4px; border-top: 4px solid var(--ink); box-shadow: 0 1px 3px rgb(0 0 0 / .12) }
header { display: flex; justify-content: space-between; align-items: center; gap: 12px }
h1 { font-size: 17px; letter-spacing: -.01em }
h2 { font-size: 12px; font-weight: 600; color: var(--soft); margin-bottom: 4px }
.state { flex: none; font-size: 12px; font-weight: 600; padding: 2px 10px; border-radius: 99px;
  border: 1px solid currentColor }
.state.ended { color: var(--mark) }
.total { margin: 16px 0 18px; font-size: 30px; line-height: 1.2; font-weight: 700;
  letter-spacing: -.02em }
.total small { font-size: 16px; font-weight: 600; margin-left: 2px }
section { border-top: 1px dashed var(--line); padding: 12px 0 }
dl { display: grid; grid-template-columns: minmax(72px, auto) 1fr; gap: 4px 16px }
dt { color: var(--soft) }
dd { text-align: right; overflow-wrap: anywhere; min-width: 0 }
dl .sum { font-weight: 700; color: var(--ink) }
.back { color: var(--mark) }
footer { border-top: 1px dashed var(--line); padding-top: 12px; color: var(--soft);
  font-size: 12px; word-break: keep-all }
.missing { margin: 18px 0; word-break: keep-all }
@media (max-width: 360px) { body { padding: 0; background: #fff }
  main { padding: 20px 16px; border-radius: 0; box-shadow: none } .total { font-size: 26px } }
@media print { @page { size: A4; margin: 20mm } body { background: #fff; padding: 0 }
  main { box-shadow: none; border: 1px solid var(--line); border-top: 4px solid var(--ink);
    max-width: 110mm; print-color-adjust: exact; break-inside: avoid } }
`;
