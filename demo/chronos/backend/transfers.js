import { rows, transaction } from './database.js';
import { readJson, Refused, wholeNumber } from './http.js';

const listTransfers = () =>
  rows(
    `SELECT t.id, f.owner AS "from", o.owner AS "to", t.amount_cents AS "amountCents", t.reference,
            t.created_at AS "createdAt"
       FROM transfers t JOIN accounts f ON f.id = t.from_account JOIN accounts o ON o.id = t.to_account
      ORDER BY t.id DESC LIMIT 20`,
  );

/** Moves money: both balances, both bookings and the transfer itself, or nothing. */
async function makeTransfer({ request }) {
  const body = (await readJson(request)) ?? {};
  const from = wholeNumber('from', body.from, 1);
  const to = wholeNumber('to', body.to, 1);
  const amount = wholeNumber('amountCents', body.amountCents, 1);
  const reference = String(body.reference ?? '').slice(0, 140);
  if (from === to) throw new Refused(400, 'from and to are the same account');

  return transaction(async (client) => {
    // Locked in one order, so two opposite transfers never wait for each other.
    const locked = await client.query(
      'SELECT id, balance_cents FROM accounts WHERE id IN ($1, $2) ORDER BY id FOR UPDATE',
      [from, to],
    );
    if (locked.rows.length < 2) throw new Refused(404, 'no such account');
    const balance = locked.rows.find((account) => account.id === from).balance_cents;
    if (balance < amount) throw new Refused(409, 'not enough money in the account');

    const made = await client.query(
      `INSERT INTO transfers (from_account, to_account, amount_cents, reference)
       VALUES ($1, $2, $3, $4) RETURNING id`,
      [from, to, amount, reference],
    );
    const { id } = made.rows[0];
    await client.query(
      `INSERT INTO transactions (account_id, transfer_id, amount_cents, description)
       SELECT id, $1, change, 'Transfer ' || $1::bigint
         FROM (VALUES ($2::bigint, -$4::bigint), ($3::bigint, $4::bigint)) AS booking (id, change)`,
      [id, from, to, amount],
    );
    await client.query(
      `UPDATE accounts SET balance_cents = balance_cents + CASE id WHEN $1 THEN -$3::bigint ELSE $3 END
        WHERE id IN ($1, $2)`,
      [from, to, amount],
    );
    return { id };
  });
}

export const transferRoutes = {
  'GET /api/transfers': listTransfers,
  'POST /api/transfers': makeTransfer,
};
