import { $, api, element, euros, shown } from '/app.js';

async function showStatements() {
  const statements = await api('statements');
  const lines = statements.slice(0, 6).map((statement) => {
    const turnover = element('b', euros(statement.turnoverCents));
    const what = `${statement.month}, account ${statement.accountId}: ${statement.bookings} bookings`;
    return element('li', turnover, element('span', what));
  });
  $('statements').replaceChildren(...lines);
}

showStatements().catch(shown);
