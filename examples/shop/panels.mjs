// For developers, beside an order: what was said about it, and what the gateway's books say.
import { booksOf, key } from './gyeol.mjs';
import { html } from './html.mjs';
import { gateway } from './payple.mjs';

const time = (at) => at.toLocaleTimeString('sv', { timeZone: 'Asia/Seoul' });
const figure = (amount) => Number(amount).toLocaleString('ko-KR');

export function wirePanel({ wire }) {
  return html`<aside aria-label="방금 오간 전문">
    <h2>방금 오간 전문</h2>
    <p>${wire.length > 0 ? '비밀값은 가려서 보여 줍니다.' : '아직 아무 말도 오가지 않았습니다.'}</p>
    <ol class="wire">${wire.map(exchange)}</ol>
  </aside>`;
}

function exchange({ at, way, title, url, sent, got }) {
  const said = got ?? sent;
  const result = said.PCD_PAY_RST ?? said.PCD_LINK_RST ?? said.result ?? '';
  return html`<li><details>
    <summary>
      <time>${time(at)}</time> <span class="way">${way}</span> ${title}
      <b class="${result}">${result} ${said.PCD_PAY_CODE}</b>
    </summary>
    <p><code>POST ${url}</code></p>
    <pre>${JSON.stringify(sent, null, 2)}</pre>
    ${got && html`<p>응답</p><pre>${JSON.stringify(got, null, 2)}</pre>`}
  </details></li>`;
}

/** Where the money stands: every payment that was tried for the order, with its journals. */
export async function booksPanel({ number }) {
  const payments = await booksOf(number).catch(() => []);
  const asked = `'${gateway}/v1/payments?orderNumber=${number}'`;
  const panel = html`<h2>Gyeol의 장부</h2>
    ${payments.map(payment)}
    <p>직접 물어보기</p>
    <pre>curl -s ${asked} -H 'Authorization: Bearer ${key}'</pre>`;
  return payments.length > 0 && panel;
}

function payment({ tid, status, approved, cancelled, remaining, timeline }) {
  const journals = timeline.filter(({ what }) => what === 'journal');
  const sums = `승인 ${figure(approved)} · 취소 ${figure(cancelled)} · 남음 ${figure(remaining)}`;
  const table = html`<div class="scroll"><table>
    <thead><tr><th>분개</th><th>계정</th><th>차변</th><th>대변</th></tr></thead>
    <tbody>${journals.map(lines)}</tbody>
  </table></div>`;
  return html`<p><code>${tid}</code> <b>${status}</b><br>${sums}</p>
    ${journals.length > 0 && table}`;
}

function lines({ template, postings }) {
  return postings.map(
    ({ account, side, amount }, line) => html`<tr>
      <td>${line === 0 && template}</td>
      <td>${account}</td>
      <td>${side === 'debit' && figure(amount)}</td>
      <td>${side === 'credit' && figure(amount)}</td>
    </tr>`,
  );
}
