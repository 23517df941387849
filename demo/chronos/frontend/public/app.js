export const $ = (id) => document.getElementById(id);
const money = new Intl.NumberFormat('en', { minimumFractionDigits: 2 });
export const euros = (cents) => `€ ${money.format(cents / 100)}`;

/** An element with text or children; text is never read as HTML. */
export function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

function cell(text, className = '') {
  const made = element('td', text);
  made.className = className;
  return made;
}

export function notice(text, bad = false) {
  $('notice').textContent = text;
  $('notice').className = bad ? 'bad' : '';
}

export async function api(path, body) {
  const response = await fetch(`/api/${path}`, body && { method: 'POST', body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status}, ${answer.error}`);
  return answer;
}

async function showAccounts() {
  const accounts = await api('accounts');
  $('accounts').replaceChildren(
    ...accounts.map((account) =>
      element(
        'tr',
        cell(account.number, 'number'),
        cell(account.owner),
        cell(account.kind),
        cell(euros(account.balanceCents), 'money'),
      ),
    ),
  );
  for (const name of ['from', 'to']) {
    const select = $('transfer').elements[name];
    const chosen = select.value || String(accounts[name === 'from' ? 0 : 1]?.id);
    select.replaceChildren(
      ...accounts.map((account) => {
        const option = element('option', `${account.owner} · ${account.number}`);
        option.value = account.id;
        return option;
      }),
    );
    select.value = chosen;
  }
}

async function showTransfers() {
  const transfers = await api('transfers');
  const lines = transfers.slice(0, 8).map((transfer) => {
    const amount = element('b', euros(transfer.amountCents));
    const line = element('li', amount, element('span', `${transfer.from} → ${transfer.to}`));
    if (transfer.reference) line.append(element('small', transfer.reference));
    return line;
  });
  $('transfers').replaceChildren(...(lines.length > 0 ? lines : [element('li', 'None yet.')]));
}

async function send(event) {
  event.preventDefault();
  const { from, to, amount, reference } = Object.fromEntries(new FormData($('transfer')));
  const transfer = { from: Number(from), to: Number(to), amountCents: Math.round(amount * 100), reference };
  await api('transfers', transfer);
  $('transfer').elements.amount.value = '';
  $('transfer').elements.reference.value = '';
  notice(`${euros(transfer.amountCents)} sent.`);
  await Promise.all([showAccounts(), showTransfers()]);
}

export const shown = (error) => notice(error.message, true);
$('transfer').addEventListener('submit', (event) => send(event).catch(shown));
showAccounts().catch(shown);
showTransfers().catch(shown);
